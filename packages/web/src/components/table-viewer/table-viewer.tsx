import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight } from 'lucide-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { ArtifactReferenceLink } from '../artifact-reference/artifact-reference-link.tsx';
import { readReference } from '../artifact-reference/read-reference.ts';
import { Button } from '../button.tsx';
import { classNames } from '../class-names.ts';
import { formatCount } from '../format.ts';
import { IconButton } from '../icon-button.tsx';
import { cellText, type TableData } from './table-data.ts';
import { queryRows, type TableSort } from './table-query.ts';
import styles from './table-viewer.module.css';

const ROW = 26;
const COLUMN_WIDTH = 150;
/** px, of a long table. */
const MOST_HEIGHT = 460;
/** The bar above and the heads, with room for a scroll bar. */
const HEADS_HEIGHT = 112;
/** A browser lays out no more columns than this without stalling. */
const MOST_COLUMNS = 100;

/** A table of any length: sorted, filtered by column, and paged through. Only rows in view are drawn. */
export function TableViewer({
  table,
  label,
}: {
  readonly table: TableData;
  readonly label: string;
}) {
  const [filters, setFilters] = useState<ReadonlyMap<number, string>>(new Map());
  const [sort, setSort] = useState<TableSort | null>(null);
  // Typing stays quick while a long table is read through.
  const asked = useDeferredValue(filters);
  const found = useMemo(() => queryRows(table, { filters: asked, sort }), [table, asked, sort]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const items = virtualizer.getVirtualItems();
  const perPage = Math.max(1, Math.floor(((virtualizer.scrollRect?.height ?? 0) - 62) / ROW));
  const first = Math.min(
    Math.floor((virtualizer.scrollOffset ?? 0) / ROW),
    Math.max(0, found.length - 1),
  );
  const columns = table.columns.slice(0, MOST_COLUMNS);
  const gridTemplateColumns = `64px repeat(${columns.length}, minmax(${COLUMN_WIDTH}px, 1fr))`;
  const minWidth = 64 + columns.length * COLUMN_WIDTH;
  const toRow = (index: number) =>
    virtualizer.scrollToOffset(Math.min(Math.max(0, index), found.length) * ROW);

  return (
    <div
      className={styles.viewer}
      style={{ height: Math.min(MOST_HEIGHT, table.rows.length * ROW + HEADS_HEIGHT) }}
    >
      <div className={styles.bar}>
        <span role="status">
          {found.length === table.rows.length
            ? `${formatCount(found.length)} rows`
            : `${formatCount(found.length)} of ${formatCount(table.rows.length)} rows`}
        </span>
        {table.columns.length > columns.length ? (
          <span>
            first {columns.length} of {formatCount(table.columns.length)} columns
          </span>
        ) : null}
        {filters.size > 0 || sort !== null ? (
          <Button
            size="small"
            kind="quiet"
            onClick={() => {
              setFilters(new Map());
              setSort(null);
            }}
          >
            Clear
          </Button>
        ) : null}
        <span className={styles.spacer} />
        {found.length === 0 ? null : (
          <span className={styles.rows}>
            {formatCount(first + 1)}–{formatCount(Math.min(found.length, first + perPage))}
          </span>
        )}
        <IconButton
          label="Page before"
          size="small"
          icon={<ChevronLeft aria-hidden />}
          disabled={first === 0}
          onClick={() => toRow(first - perPage)}
        />
        <IconButton
          label="Page after"
          size="small"
          icon={<ChevronRight aria-hidden />}
          disabled={first + perPage >= found.length}
          onClick={() => toRow(first + perPage)}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div ref={scroller} tabIndex={0} className={styles.scroller}>
        <table
          aria-label={label}
          aria-rowcount={found.length + 1}
          aria-colcount={columns.length + 1}
          className={styles.table}
          style={{ minWidth }}
        >
          <thead className={styles.heads}>
            <tr aria-rowindex={1} className={styles.headRow} style={{ gridTemplateColumns }}>
              <th scope="col" className={styles.number}>
                Row
              </th>
              {columns.map(({ title, isNumeric }, index) => (
                <ColumnHead
                  key={index}
                  title={title}
                  isNumeric={isNumeric}
                  direction={sort?.column === index ? sort.direction : null}
                  filter={filters.get(index) ?? ''}
                  onSort={() => setSort(nextSort(sort, index))}
                  onFilter={(text) => {
                    const next = new Map(filters);
                    if (text === '') next.delete(index);
                    else next.set(index, text);
                    setFilters(next);
                  }}
                />
              ))}
            </tr>
          </thead>
          <tbody className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const number = found[index];
              const row = number === undefined ? undefined : table.rows[number];
              if (row === undefined || number === undefined) return null;
              return (
                <tr
                  key={number}
                  aria-rowindex={index + 2}
                  className={styles.row}
                  style={{ gridTemplateColumns, transform: `translateY(${start}px)` }}
                >
                  <td className={styles.number}>{formatCount(number + 1)}</td>
                  {columns.map(({ isNumeric }, column) => {
                    const text = cellText(row[column]);
                    return (
                      <td
                        key={column}
                        title={text}
                        className={classNames(styles.cell, isNumeric && styles.end)}
                      >
                        <CellContent text={text} />
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
        {found.length === 0 ? <p className={styles.none}>No row passes the filters.</p> : null}
      </div>
    </div>
  );
}

/** A cell that refers to an artifact leads to it. */
function CellContent({ text }: { readonly text: string }) {
  const shown = <bdi>{text.slice(0, 500)}</bdi>;
  const reference = readReference(text);
  if (reference === null) return shown;
  return <ArtifactReferenceLink reference={reference}>{shown}</ArtifactReferenceLink>;
}

/** Ascending, descending, as it was. */
function nextSort(sort: TableSort | null, column: number): TableSort | null {
  if (sort?.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

function ColumnHead({
  title,
  isNumeric,
  direction,
  filter,
  onSort,
  onFilter,
}: {
  readonly title: string;
  readonly isNumeric: boolean;
  readonly direction: TableSort['direction'] | null;
  readonly filter: string;
  readonly onSort: () => void;
  readonly onFilter: (text: string) => void;
}) {
  return (
    <th
      scope="col"
      aria-sort={direction ?? undefined}
      className={classNames(styles.head, isNumeric && styles.end)}
    >
      <button type="button" className={styles.sort} onClick={onSort} title={title}>
        <bdi className={styles.title}>{title}</bdi>
        {direction === 'ascending' ? <ArrowUp aria-hidden /> : null}
        {direction === 'descending' ? <ArrowDown aria-hidden /> : null}
      </button>
      <input
        type="text"
        className={styles.filter}
        aria-label={`Filter ${title}`}
        placeholder={isNumeric ? '> 0.5, 1..2' : 'Filter'}
        autoComplete="off"
        spellCheck={false}
        value={filter}
        onChange={(event) => onFilter(event.target.value)}
      />
    </th>
  );
}
