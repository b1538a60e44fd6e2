import { useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeft, Files } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { textParameter } from '../../../../app/search-params.ts';
import { useShortcuts } from '../../../../app/shortcuts/provider.tsx';
import { Button } from '../../../../components/button.tsx';
import { EmptyState } from '../../../../components/empty-state.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatBytes, formatCount, formatPlural } from '../../../../components/format.ts';
import { SearchField } from '../../../../components/search-field.tsx';
import { Skeleton } from '../../../../components/skeleton.tsx';
import { SplitPane } from '../../../../components/split-pane.tsx';
import { useMedia } from '../../../../components/use-media.ts';
import { useFolders, useFoundEntries } from '../../../../data/artifact-files.ts';
import { useShownVersion } from '../version-context.ts';
import { EntryList } from './entry-list.tsx';
import { EntryPreview } from './entry-preview.tsx';
import { entryRows, foundRows } from './entry-rows.ts';
import styles from './files.module.css';

/** What the version holds: a tree that is read as it is opened, and a preview of the chosen file. */
export function FilesTab() {
  const { address, detail } = useShownVersion();
  const parameters = useSearch({ strict: false }) as Record<string, unknown>;
  const chosen = textParameter(parameters, 'file') ?? null;
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const asked = useDeferredValue(search.trim());
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(foldersOf(chosen)));
  const [cursors, setCursors] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  const field = useRef<HTMLInputElement>(null);
  const isNarrow = useMedia('(max-width: 800px)');

  const wanted = useMemo(
    () => new Map(['', ...open].map((folder) => [folder, cursors.get(folder) ?? []])),
    [open, cursors],
  );
  const pages = useFolders(address, wanted);
  const found = useFoundEntries(address, asked);
  const rows = useMemo(
    () =>
      asked === ''
        ? entryRows(pages, open)
        : foundRows(found.data?.pages.flatMap(({ files }) => files) ?? []),
    [asked, pages, open, found.data],
  );
  const choose = (file: string | null) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, file: file ?? undefined }) as never,
      replace: !isNarrow,
    });
  const toggle = (folder: string) => {
    const next = new Set(open);
    if (!next.delete(folder)) next.add(folder);
    setOpen(next);
  };
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const onRange = useCallback(
    (first: number, last: number) => {
      if (asked !== '') {
        if (hasNextPage && !isFetchingNextPage && last >= rows.length - 1) void fetchNextPage();
        return;
      }
      for (const row of rows.slice(first, last + 1)) {
        if (row.kind !== 'rest' || row.cursor === null) continue;
        const { folder, cursor } = row;
        setCursors((before) => {
          const known = before.get(folder) ?? [];
          if (known.includes(cursor)) return before;
          return new Map(before).set(folder, [...known, cursor]);
        });
      }
    },
    [asked, rows, hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  useShortcuts('Files', [{ keys: '/', label: 'Search files', run: () => field.current?.focus() }]);

  const root = pages.get('');
  if (root?.error && root.files.length === 0) return <ErrorState error={root.error} />;
  if (root === undefined || (root.isPending && rows.length <= 1)) {
    return (
      <div className={styles.pending}>
        <Skeleton lines={8} label="Loading files" />
      </div>
    );
  }
  if (detail.fileCount === 0) {
    return (
      <EmptyState icon={<Files aria-hidden />} title="No files">
        This version holds metadata alone.
      </EmptyState>
    );
  }

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
        <span className={styles.total} role="status">
          {asked === ''
            ? `${formatPlural(detail.fileCount, 'file')}, ${formatBytes(detail.sizeBytes)}`
            : found.isPending
              ? 'Searching'
              : `${formatCount(rows.length)}${found.hasNextPage ? '+' : ''} found`}
        </span>
      </div>
      {rows.length === 0 ? (
        found.isPending ? (
          <Skeleton lines={6} label="Searching" />
        ) : (
          <p className={styles.none}>No file’s path holds “{asked}”.</p>
        )
      ) : (
        <EntryList
          rows={rows}
          search={asked}
          chosen={chosen}
          onChoose={choose}
          onToggle={toggle}
          onRange={onRange}
        />
      )}
    </div>
  );
  const preview =
    chosen === null ? (
      <EmptyState icon={<Files aria-hidden />} title="Choose a file">
        Text, tables, JSON, images, sound and video are shown here. Any file can be downloaded.
      </EmptyState>
    ) : (
      // Another file is another preview: nothing of the one before stays.
      <EntryPreview key={chosen} path={chosen} />
    );
  if (!isNarrow) {
    return (
      <SplitPane
        label="Width of the list of files"
        initialWidth={520}
        minWidth={280}
        maxWidth={900}
        storageKey="runloom.artifact-files.width"
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

/** The folders that a file stands in, from the outside in. */
function foldersOf(path: string | null): readonly string[] {
  return path === null
    ? []
    : [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
}
