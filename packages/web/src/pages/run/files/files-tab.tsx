import { useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeft, Files } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { textParameter } from '../../../app/search-params.ts';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatBytes, formatCount, formatPlural } from '../../../components/format.ts';
import { SearchField } from '../../../components/search-field.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { SplitPane } from '../../../components/split-pane.tsx';
import { useMedia } from '../../../components/use-media.ts';
import { useFiles } from '../../../data/files.ts';
import { useShownRun } from '../run-context.ts';
import { FileList } from './file-list.tsx';
import { FilePreview } from './file-preview.tsx';
import { foldersOf, foundRows, treeRows } from './file-tree.ts';
import styles from './files.module.css';

/** Runs with at most this many files show them all at once, others their first folders. */
const OPEN_WITHIN = 60;

/** What the run saved: a tree, and a preview of the chosen file. */
export function FilesTab() {
  const { entity, project, name, run } = useShownRun();
  const query = useFiles(entity, project, name);
  const files = useMemo(() => query.data?.files ?? [], [query.data]);
  const parameters = useSearch({ strict: false }) as Record<string, unknown>;
  const chosen = textParameter(parameters, 'file') ?? null;
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const field = useRef<HTMLInputElement>(null);
  const isNarrow = useMedia('(max-width: 800px)');

  const rows = useMemo(() => {
    if (search !== '') return foundRows(files, search);
    const around = new Set(chosen === null ? [] : foldersOf(chosen));
    return treeRows(
      files,
      (path) => toggled.get(path) ?? (files.length <= OPEN_WITHIN || around.has(path)),
    );
  }, [files, search, toggled, chosen]);
  const choose = (file: string | null) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, file: file ?? undefined }) as never,
      replace: !isNarrow,
    });
  useShortcuts('Files', [{ keys: '/', label: 'Search files', run: () => field.current?.focus() }]);

  if (query.data === undefined) {
    if (query.isPending) {
      return (
        <div className={styles.pending}>
          <Skeleton lines={8} label="Loading files" />
        </div>
      );
    }
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (files.length === 0) return <NoFiles isAlive={run.state === 'running'} />;

  const file = chosen === null ? undefined : files.find((other) => other.name === chosen);
  const list = (
    <div className={styles.side}>
      <div className={styles.toolbar}>
        <SearchField
          className={styles.search}
          label="Search files"
          inputRef={field}
          value={search}
          onChange={setSearch}
        />
        <span className={styles.total}>
          {search === '' ? totalText(query.data) : `${formatCount(rows.length)} found`}
        </span>
      </div>
      {rows.length === 0 ? (
        <p className={styles.none}>No file’s path holds “{search}”.</p>
      ) : (
        <FileList
          rows={rows}
          search={search}
          chosen={chosen}
          onChoose={choose}
          onToggle={(path) => {
            const row = rows.find((other) => other.path === path);
            if (row?.kind !== 'folder') return;
            setToggled(new Map(toggled).set(path, !row.isOpen));
          }}
        />
      )}
    </div>
  );
  const preview =
    file === undefined ? (
      <NothingChosen chosen={chosen} />
    ) : (
      // Another file is another preview: nothing of the one before stays.
      <FilePreview key={file.name} address={{ entity, project, run: name }} file={file} />
    );
  if (!isNarrow) {
    return (
      <SplitPane
        label="Width of the list of files"
        initialWidth={440}
        minWidth={260}
        maxWidth={800}
        storageKey="runloom.files.width"
        start={list}
        end={preview}
      />
    );
  }
  if (chosen === null) return list;
  return (
    <div className={styles.side}>
      <div className={styles.back}>
        <Button
          size="small"
          kind="quiet"
          icon={<ArrowLeft aria-hidden />}
          onClick={() => choose(null)}
        >
          All files
        </Button>
      </div>
      {preview}
    </div>
  );
}

function totalText(list: {
  readonly files: readonly { readonly sizeBytes: number }[];
  readonly totalCount: number;
}): string {
  const { files, totalCount } = list;
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (files.length < totalCount) {
    return `First ${formatCount(files.length)} of ${formatCount(totalCount)} files`;
  }
  return `${formatPlural(totalCount, 'file')}, ${formatBytes(bytes)}`;
}

function NothingChosen({ chosen }: { readonly chosen: string | null }) {
  if (chosen !== null) {
    return (
      <EmptyState icon={<Files aria-hidden />} title="This file is not here">
        The run has no file <bdi className={styles.missing}>{chosen}</bdi>. It may have been deleted
        or not be uploaded yet.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Files aria-hidden />} title="Choose a file">
      Text, tables, JSON, images, sound and video are shown here. Any file can be downloaded.
    </EmptyState>
  );
}

function NoFiles({ isAlive }: { readonly isAlive: boolean }) {
  return (
    <EmptyState icon={<Files aria-hidden />} title={isAlive ? 'No files yet' : 'No files'}>
      {isAlive ? 'Files appear here as they are uploaded. ' : 'This run saved no files. '}A script
      saves one with <code>run.save("model.pt")</code>.
    </EmptyState>
  );
}
