import { type FileView, parseExactJson, toApiJson } from '@runloom/model';
import { lazy, Suspense, useMemo, useState } from 'react';
import { type RunAddress, useFileText } from '../../data/files.ts';
import { EmptyState } from '../empty-state.tsx';
import { ErrorState } from '../error-state.tsx';
import { formatBytes, formatCount } from '../format.ts';
import { lastPart } from '../last-part.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { SandboxedPage } from '../sandboxed-page.tsx';
import { Segmented } from '../segmented.tsx';
import { Skeleton } from '../skeleton.tsx';
import { ValueTree } from '../value-tree/value-tree.tsx';
import { readDelimited, type TextTable } from './delimited.ts';
import { jsonTable } from './json-table.ts';
import { readNotebook } from './notebook/notebook.ts';
import styles from './preview.module.css';
import { canHoldScripts, looksLikeText, type PreviewKind } from './preview-kind.ts';
import { TablePreview } from './table-preview.tsx';
import { TextPreview } from './text-preview.tsx';

const NotebookView = lazy(async () => ({
  default: (await import('./notebook/notebook-view.tsx')).NotebookView,
}));

/** As much as is read and drawn without the page stalling. */
const MOST_BYTES: Readonly<Record<string, number>> = {
  json: 4_000_000,
  table: 2_000_000,
  notebook: 50_000_000,
  html: 30_000_000,
};
const MOST_TEXT_BYTES = 512_000;
const MOST_ROWS = 10_000;

type Mode = 'page' | 'notebook' | 'read' | 'table' | 'tree' | 'text';
const MODE_NAMES: Readonly<Record<Mode, string>> = {
  page: 'Page',
  notebook: 'Notebook',
  read: 'Read',
  table: 'Table',
  tree: 'Tree',
  text: 'Source',
};

/** A file that is text: as a table or tree where it is one, else as it is. */
export function TextContentPreview({
  address,
  file,
  kind,
  isForced,
}: {
  readonly address: RunAddress;
  readonly file: FileView;
  readonly kind: PreviewKind;
  /** Shown as text whatever its bytes. */
  readonly isForced: boolean;
}) {
  const maxBytes = MOST_BYTES[kind] ?? MOST_TEXT_BYTES;
  const query = useFileText(address, file, { maxBytes, enabled: true });
  const { data } = query;
  const value = useMemo(() => (kind === 'json' ? parsed(data) : null), [kind, data]);
  const table = useMemo(() => {
    if (data === undefined) return null;
    if (kind === 'table') return readTable(file.name, data.text);
    return value === null ? null : jsonTable(value.json, MOST_ROWS);
  }, [kind, data, value, file.name]);
  const notebook = useMemo(
    () => (kind === 'notebook' ? (parsed(data)?.json ?? null) : null),
    [kind, data],
  );
  const cells = useMemo(() => (notebook === null ? null : readNotebook(notebook)), [notebook]);
  const modes: readonly Mode[] = [
    ...(kind === 'html' && data?.isWhole === true ? ['page' as const] : []),
    ...(cells === null ? [] : ['notebook' as const]),
    ...(kind === 'markdown' ? ['read' as const] : []),
    ...(table === null ? [] : ['table' as const]),
    ...(value === null ? [] : ['tree' as const]),
    'text',
  ];
  const [chosen, setChosen] = useState<Mode | null>(null);
  const mode = (chosen !== null && modes.includes(chosen) ? chosen : modes[0]) ?? 'text';

  if (data === undefined) {
    if (query.isPending) {
      return (
        <div className={styles.pending}>
          <Skeleton lines={12} label="Loading the file" />
        </div>
      );
    }
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (kind === 'guess' && !isForced && !looksLikeText(data.text)) {
    return (
      <EmptyState title="No preview for this kind of file">
        It is not text. Download it to open it on your machine.
      </EmptyState>
    );
  }
  const shownText = data.text.slice(0, MOST_TEXT_BYTES);
  const notices = [
    mode === 'page'
      ? 'Runs in a frame of its own, cut off from Runloom and from the network.'
      : null,
    kind !== 'html' && canHoldScripts(file) ? 'Shown as source: it is never run here.' : null,
    kind === 'notebook' && cells === null
      ? data.isWhole
        ? 'This is not a notebook that can be read, so it is shown as text.'
        : 'Too large to be shown as a notebook.'
      : null,
    kind === 'json' && value === null
      ? data.isWhole
        ? 'This is not valid JSON, so it is shown as text.'
        : 'Too large to be shown as a tree.'
      : null,
    mode === 'table' && table?.isCut ? `The first ${formatCount(table.rows.length)} rows.` : null,
    !data.isWhole || (mode === 'text' && shownText.length < data.text.length)
      ? `The first ${formatBytes(mode === 'text' ? MOST_TEXT_BYTES : maxBytes)} of ${formatBytes(file.sizeBytes)}. Download it for all.`
      : null,
  ].filter((notice) => notice !== null);
  return (
    <>
      {modes.length > 1 || notices.length > 0 ? (
        <div className={styles.bar}>
          {modes.length > 1 ? (
            <Segmented
              label="Show as"
              value={mode}
              choices={modes.map((one) => ({ value: one, label: MODE_NAMES[one] }))}
              onChange={setChosen}
            />
          ) : null}
          {notices.length > 0 ? <p className={styles.notice}>{notices.join(' ')}</p> : null}
        </div>
      ) : null}
      <div className={styles.content}>
        {mode === 'page' ? (
          <SandboxedPage html={data.text} title={lastPart(file.name)} />
        ) : mode === 'notebook' && cells !== null ? (
          <Suspense fallback={<Skeleton lines={12} label="Loading the notebook" />}>
            <NotebookView notebook={cells} />
          </Suspense>
        ) : mode === 'read' ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <section className={styles.read} tabIndex={0} aria-label="Text of the file">
            <Markdown text={shownText} />
          </section>
        ) : mode === 'table' && table !== null ? (
          <TablePreview label={file.name} table={table} />
        ) : mode === 'tree' && value !== null ? (
          <ValueTree value={value.api} label={file.name} whenEmpty="Nothing in it." />
        ) : (
          <TextPreview text={shownText} isDiff={kind === 'diff'} />
        )}
      </div>
    </>
  );
}

function parsed(data: { readonly text: string; readonly isWhole: boolean } | undefined) {
  if (!data?.isWhole) return null;
  try {
    const json = parseExactJson(data.text);
    const api = toApiJson(json);
    // A single value is no tree.
    return typeof api === 'object' && api !== null ? { json, api } : null;
  } catch {
    return null;
  }
}

/** Null when it holds nothing but a head. */
function readTable(name: string, text: string): TextTable | null {
  const table = readDelimited(text, /\.tsv$/i.test(name) ? '\t' : ',', MOST_ROWS);
  return table.columns.length === 0 ? null : table;
}
