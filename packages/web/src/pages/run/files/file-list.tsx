import { ChevronRight, File, Folder, FolderOpen } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { classNames } from '../../../components/class-names.ts';
import { formatBytes, formatDateTime, formatPlural } from '../../../components/format.ts';
import { Highlight } from '../../../components/highlight.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { VirtualList, type VirtualListHandle } from '../../../components/virtual-list.tsx';
import styles from './file-list.module.css';
import type { FileRow } from './file-tree.ts';

const ROW_HEIGHT = 28;

/** Folders and files in lines; arrow keys go up and down, open and close. */
export function FileList({
  rows,
  search,
  chosen,
  onChoose,
  onToggle,
}: {
  readonly rows: readonly FileRow[];
  readonly search: string;
  readonly chosen: string | null;
  readonly onChoose: (path: string) => void;
  readonly onToggle: (folder: string) => void;
}) {
  const list = useRef<VirtualListHandle>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-row]');
    const at = Number(button?.dataset['row'] ?? Number.NaN);
    const row = rows[at];
    if (row === undefined) return;
    const wantsToggle =
      row.kind === 'folder' && event.key === (row.isOpen ? 'ArrowLeft' : 'ArrowRight');
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (wantsToggle) onToggle(row.path);
    else if (by !== undefined) focusRow(list.current, at + by);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys come from the buttons inside
    <div className={styles.list} onKeyDown={onKeyDown}>
      <VirtualList
        handle={list}
        label="Files"
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        rowKey={(index) => rows[index]?.path ?? index}
        renderRow={(index) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <Row
              row={row}
              index={index}
              search={search}
              isChosen={row.path === chosen}
              onClick={() => (row.kind === 'folder' ? onToggle(row.path) : onChoose(row.path))}
            />
          );
        }}
      />
    </div>
  );
}

function Row({
  row,
  index,
  search,
  isChosen,
  onClick,
}: {
  readonly row: FileRow;
  readonly index: number;
  readonly search: string;
  readonly isChosen: boolean;
  readonly onClick: () => void;
}) {
  const isFolder = row.kind === 'folder';
  const { sizeBytes, updatedAt } = isFolder ? row : row.file;
  return (
    <button
      type="button"
      data-row={index}
      className={classNames(styles.row, isChosen && styles.chosen)}
      aria-expanded={isFolder ? row.isOpen : undefined}
      aria-current={isChosen || undefined}
      onClick={onClick}
    >
      <span className={styles.name} style={{ paddingInlineStart: row.depth * 16 }}>
        {isFolder ? (
          <ChevronRight aria-hidden className={styles.chevron} />
        ) : (
          <span className={styles.chevron} />
        )}
        <Icon row={row} />
        <Truncated text={row.name}>
          <Highlight text={row.name} search={search} />
        </Truncated>
        {isFolder ? (
          <span className={styles.count}>{formatPlural(row.fileCount, 'file')}</span>
        ) : null}
      </span>
      <span className={styles.size}>{formatBytes(sizeBytes)}</span>
      <span className={styles.time} title={formatDateTime(updatedAt)}>
        <TimeAgo at={updatedAt} />
      </span>
    </button>
  );
}

function Icon({ row }: { readonly row: FileRow }) {
  if (row.kind === 'file') return <File aria-hidden className={styles.icon} />;
  return row.isOpen ? (
    <FolderOpen aria-hidden className={styles.icon} />
  ) : (
    <Folder aria-hidden className={styles.icon} />
  );
}

function focusRow(list: VirtualListHandle | null, row: number): void {
  list?.scrollTo(row);
  list?.element?.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus();
}
