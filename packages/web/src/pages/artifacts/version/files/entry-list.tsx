import { ChevronRight, CloudOff, File, Folder, FolderOpen } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { classNames } from '../../../../components/class-names.ts';
import { formatBytes, formatPlural } from '../../../../components/format.ts';
import { Highlight } from '../../../../components/highlight.tsx';
import { Truncated } from '../../../../components/truncated.tsx';
import { VirtualList, type VirtualListHandle } from '../../../../components/virtual-list.tsx';
import { shortDigest } from '../digest.ts';
import styles from './entry-list.module.css';
import type { EntryRow } from './entry-rows.ts';

const ROW_HEIGHT = 28;

/** Folders, files and references in lines; arrow keys go up and down, open and close. */
export function EntryList({
  rows,
  search,
  chosen,
  onChoose,
  onToggle,
  onRange,
}: {
  readonly rows: readonly EntryRow[];
  readonly search: string;
  readonly chosen: string | null;
  readonly onChoose: (path: string) => void;
  readonly onToggle: (folder: string) => void;
  /** Told which rows are in view. */
  readonly onRange: (first: number, last: number) => void;
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
    else if (by !== undefined) {
      list.current?.scrollTo(at + by);
      list.current?.element?.querySelector<HTMLElement>(`[data-row="${at + by}"]`)?.focus();
    } else return;
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
        onRangeChange={onRange}
        renderRow={(index) => {
          const row = rows[index];
          if (row === undefined) return null;
          if (row.kind === 'rest') {
            return (
              <p className={styles.rest} style={{ paddingInlineStart: 34 + row.depth * 16 }}>
                {row.problem ?? 'Loading…'}
              </p>
            );
          }
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
  readonly row: Exclude<EntryRow, { kind: 'rest' }>;
  readonly index: number;
  readonly search: string;
  readonly isChosen: boolean;
  readonly onClick: () => void;
}) {
  const isFolder = row.kind === 'folder';
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
        ) : row.entry.ref === null ? null : (
          <span className={styles.count}>reference</span>
        )}
      </span>
      <span className={styles.digest} title={isFolder ? undefined : row.entry.digest}>
        {isFolder ? '' : shortDigest(row.entry)}
      </span>
      <span className={styles.size}>
        {formatBytes(isFolder ? row.sizeBytes : row.entry.sizeBytes)}
      </span>
    </button>
  );
}

function Icon({ row }: { readonly row: Exclude<EntryRow, { kind: 'rest' }> }) {
  if (row.kind === 'folder') {
    return row.isOpen ? (
      <FolderOpen aria-hidden className={styles.icon} />
    ) : (
      <Folder aria-hidden className={styles.icon} />
    );
  }
  return row.entry.url === null ? (
    <CloudOff aria-hidden className={styles.icon} />
  ) : (
    <File aria-hidden className={styles.icon} />
  );
}
