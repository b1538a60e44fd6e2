import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from './class-names.ts';
import styles from './data-table.module.css';

export interface Column<Row> {
  /** Tells it from the others; the value of `sort.column`. */
  readonly id: string;
  readonly title: string;
  /** As in CSS grid: `minmax(160px, 2fr)`, `96px`. */
  readonly width: string;
  readonly align?: 'start' | 'end';
  readonly isSortable?: boolean;
  readonly render: (row: Row) => ReactNode;
}

export interface Sort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/**
 * A table of any length that draws only the rows in view and scrolls inside itself. Rows are placed
 * freely, so its parts are blocks and grids; browsers still tell them as a table. The first
 * column's cell should hold a link of {@link rowLinkClass}: the whole row is then its target.
 */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  rowHeight = 36,
  minWidth,
  sort = null,
  onSort,
  onEnd,
}: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** px */
  readonly rowHeight?: number;
  /** px; where there is less room the table is scrolled sideways. */
  readonly minWidth?: number;
  readonly sort?: Sort | null;
  readonly onSort?: (column: string) => void;
  /** Told when the last row comes near the view, to read more. */
  readonly onEnd?: (() => void) | undefined;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const last = virtualizer.getVirtualItems().at(-1)?.index ?? -1;
  const isAtEnd = last >= rows.length - 1;
  // Also told when more rows have come and are still not enough.
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  }, [isAtEnd, onEnd, rows.length]);
  const gridTemplateColumns = columns.map(({ width }) => width).join(' ');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div ref={scroller} tabIndex={0} className={styles.scroller}>
      <table
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        className={styles.table}
        style={minWidth === undefined ? undefined : { minWidth }}
      >
        <thead className={styles.heads}>
          <tr aria-rowindex={1} className={styles.row} style={{ gridTemplateColumns }}>
            {columns.map((column) => (
              <Head
                key={column.id}
                column={column}
                direction={sort?.column === column.id ? sort.direction : null}
                onSort={onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start, size }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <tr
                key={rowKey(row)}
                aria-rowindex={index + 2}
                className={classNames(
                  styles.row,
                  styles.dataRow,
                  index === rows.length - 1 && styles.last,
                )}
                style={{ gridTemplateColumns, height: size, transform: `translateY(${start}px)` }}
              >
                {columns.map((column) => (
                  <td
                    key={column.id}
                    className={classNames(styles.cell, column.align === 'end' && styles.end)}
                  >
                    {column.render(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>({
  column,
  direction,
  onSort,
}: {
  readonly column: Column<Row>;
  readonly direction: Sort['direction'] | null;
  readonly onSort: ((column: string) => void) | undefined;
}) {
  const { id, title, align, isSortable } = column;
  return (
    <th
      scope="col"
      aria-sort={direction ?? undefined}
      className={classNames(styles.head, align === 'end' && styles.end)}
    >
      {isSortable && onSort ? (
        <button type="button" className={styles.sort} onClick={() => onSort(id)}>
          {title}
          {direction === 'ascending' ? <ArrowUp aria-hidden /> : null}
          {direction === 'descending' ? <ArrowDown aria-hidden /> : null}
        </button>
      ) : (
        title
      )}
    </th>
  );
}

/** Class of a link whose target is the whole row. */
export const rowLinkClass: string = styles.rowLink ?? '';
