import type { CallRowView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { classNames } from '../../../components/class-names.ts';
import table from '../../../components/data-table.module.css';
import { rowLinkClass } from '../../../components/data-table.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { CALLS_PER_PAGE, useCallPages } from '../../../data/calls.ts';
import { callColumns } from './columns.tsx';
import styles from './list.module.css';
import { type ListSort, type ListState, requestOf } from './list-state.ts';
import type { CallSelector } from './use-selection.ts';

const ROW_HEIGHT = 36;
const HEAD_HEIGHT = 30;
const SELECT_WIDTH = 36;
const NAME_WIDTH = 240;

/** Calls as rows; only what is in sight is read and drawn, from anywhere in a list of any length. */
export function CallsTable({
  entity,
  project,
  state,
  count,
  selector,
  onSort,
}: {
  readonly entity: string;
  readonly project: string;
  readonly state: ListState;
  readonly count: number;
  readonly selector: CallSelector;
  readonly onSort: (sort: ListSort | null) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    paddingStart: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const items = virtualizer.getVirtualItems();
  const skips = pagesOf(items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  const pages = useCallPages({ entity, project }, requestOf(state), skips);
  const rowAt = (index: number): CallRowView | undefined => {
    const skip = index - (index % CALLS_PER_PAGE);
    return pages[skips.indexOf(skip)]?.data?.rows[index - skip];
  };
  const columns = callColumns(state.columns);
  const width = columns.reduce((sum, column) => sum + column.width, SELECT_WIDTH + NAME_WIDTH);
  const gridTemplateColumns = [
    `${SELECT_WIDTH}px`,
    `minmax(${NAME_WIDTH}px, 1fr)`,
    ...columns.map((column) => `minmax(${column.width}px, ${column.align ? 0 : column.width}fr)`),
  ].join(' ');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div ref={scroller} tabIndex={0} className={table.scroller}>
      <table
        aria-label={state.isAll ? 'Calls' : 'Traces'}
        aria-rowcount={count + 1}
        className={classNames(table.table, styles.table)}
        style={{ minWidth: width }}
      >
        <thead className={table.heads}>
          <tr className={table.row} style={{ gridTemplateColumns }} aria-rowindex={1}>
            <th scope="col" className={styles.select}>
              <input
                type="checkbox"
                aria-label="Select all"
                checked={selector.isAll}
                ref={(box) => {
                  if (box) box.indeterminate = !selector.isAll && selector.count > 0;
                }}
                onChange={selector.toggleAll}
              />
            </th>
            <Head title="Name" field="name" sort={state.sort} onSort={onSort} />
            {columns.map(({ id, title, align, sort }) => (
              <Head
                key={id}
                title={title}
                align={align}
                field={sort}
                sort={state.sort}
                onSort={onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody className={table.body} style={{ height: virtualizer.getTotalSize() - HEAD_HEIGHT }}>
          {items.map(({ index, start, size }) => {
            const row = rowAt(index);
            return (
              <tr
                key={row?.id ?? index}
                aria-rowindex={index + 2}
                aria-selected={row !== undefined && selector.has(row.id)}
                className={classNames(table.row, table.dataRow)}
                style={{
                  gridTemplateColumns,
                  height: size,
                  transform: `translateY(${start - HEAD_HEIGHT}px)`,
                }}
              >
                {row === undefined ? (
                  <td className={styles.waiting} aria-label="Loading" />
                ) : (
                  <Cells
                    row={row}
                    params={{ entity, project, call: row.id }}
                    isSelected={selector.has(row.id)}
                    onSelect={(isRange) => selector.toggle(row.id, index, isRange, rowAt)}
                  >
                    {columns.map((column) => (
                      <td
                        key={column.id}
                        className={classNames(table.cell, column.align && table.end)}
                      >
                        {column.render(row)}
                      </td>
                    ))}
                  </Cells>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Cells({
  row,
  params,
  isSelected,
  onSelect,
  children,
}: {
  readonly row: CallRowView;
  readonly params: { readonly entity: string; readonly project: string; readonly call: string };
  readonly isSelected: boolean;
  readonly onSelect: (isRange: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <>
      <td className={styles.select}>
        <input
          type="checkbox"
          aria-label={`Select ${row.name}`}
          checked={isSelected}
          onChange={(event) => onSelect((event.nativeEvent as MouseEvent).shiftKey === true)}
        />
      </td>
      <td className={table.cell}>
        <Link to="/$entity/$project/weave/calls/$call" params={params} className={rowLinkClass}>
          <Truncated text={row.name} />
        </Link>
      </td>
      {children}
    </>
  );
}

function Head({
  title,
  align,
  field,
  sort,
  onSort,
}: {
  readonly title: string;
  readonly align?: 'end' | undefined;
  readonly field?: string | undefined;
  readonly sort: ListSort | null;
  readonly onSort: (sort: ListSort | null) => void;
}) {
  const direction = field !== undefined && sort?.field === field ? sort.direction : null;
  return (
    <th
      scope="col"
      className={classNames(table.head, align && table.end)}
      aria-sort={direction === null ? undefined : `${direction}ending`}
    >
      {field === undefined ? (
        <Truncated text={title} />
      ) : (
        <button
          type="button"
          className={table.sort}
          onClick={() => onSort(nextSort(field, direction))}
        >
          <Truncated text={title} />
          {direction === 'asc' ? <ArrowUp aria-hidden /> : null}
          {direction === 'desc' ? <ArrowDown aria-hidden /> : null}
        </button>
      )}
    </th>
  );
}

/** The most first, then the least, then as it was. */
function nextSort(field: string, direction: 'asc' | 'desc' | null): ListSort | null {
  if (direction === null) return { field, direction: 'desc' };
  return direction === 'desc' ? { field, direction: 'asc' } : null;
}

/** Where the pages begin that hold these rows, at most three. */
function pagesOf(first: number, last: number): readonly number[] {
  const skips: number[] = [];
  for (let skip = first - (first % CALLS_PER_PAGE); skip <= last && skips.length < 3; ) {
    skips.push(skip);
    skip += CALLS_PER_PAGE;
  }
  return skips;
}
