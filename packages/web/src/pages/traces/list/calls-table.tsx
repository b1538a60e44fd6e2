import type { CallRowView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Pin, PinOff } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { classNames } from '../../../components/class-names.ts';
import table from '../../../components/data-table.module.css';
import { rowLinkClass } from '../../../components/data-table.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { CALLS_PER_PAGE, useCallPages } from '../../../data/calls.ts';
import { type CallColumn, callColumns } from './columns.tsx';
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
  onPin,
}: {
  readonly entity: string;
  readonly project: string;
  readonly state: ListState;
  readonly count: number;
  readonly selector: CallSelector;
  readonly onSort: (sort: ListSort | null) => void;
  /** Where columns can be pinned: which of them are from now on. */
  readonly onPin?: (pinned: readonly string[]) => void;
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
  const columns = pinnedFirst(callColumns(state.columns), state.pinned);
  const width = columns.reduce((sum, column) => sum + column.width, SELECT_WIDTH + NAME_WIDTH);
  const hasPins = columns.some(({ left }) => left !== null);
  const gridTemplateColumns = [
    `${SELECT_WIDTH}px`,
    // What stays in sight stands beside what has a width that is known.
    hasPins ? `${NAME_WIDTH}px` : `minmax(${NAME_WIDTH}px, 1fr)`,
    ...columns.map(({ width, align, left }) =>
      left === null ? `minmax(${width}px, ${align ? 0 : width}fr)` : `${width}px`,
    ),
  ].join(' ');

  return (
    <ScrollRegion ref={scroller} className={table.scroller}>
      <table
        aria-label={state.isAll ? 'Calls' : 'Traces'}
        aria-rowcount={count + 1}
        className={classNames(table.table, styles.table)}
        style={{ minWidth: width }}
      >
        <thead className={table.heads}>
          <tr className={table.row} style={{ gridTemplateColumns }} aria-rowindex={1}>
            <th
              scope="col"
              className={classNames(styles.select, hasPins && styles.pinned)}
              {...leftOf(hasPins ? 0 : null)}
            >
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
            <Head
              title="Name"
              field="name"
              sort={state.sort}
              onSort={onSort}
              left={hasPins ? SELECT_WIDTH : null}
            />
            {columns.map(({ id, title, align, sort, left }) => (
              <Head
                key={id}
                title={title}
                align={align}
                field={sort}
                sort={state.sort}
                onSort={onSort}
                left={left}
                onPin={
                  onPin &&
                  (() => {
                    const others = state.pinned.filter((pinned) => pinned !== id);
                    onPin(left === null ? [...others, id] : others);
                  })
                }
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
                    hasPins={hasPins}
                    onSelect={(isRange) => selector.toggle(row.id, index, isRange, rowAt)}
                  >
                    {columns.map((column) => (
                      <td
                        key={column.id}
                        className={classNames(
                          table.cell,
                          column.align && table.end,
                          column.left !== null && styles.pinned,
                        )}
                        {...leftOf(column.left)}
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
    </ScrollRegion>
  );
}

function Cells({
  row,
  params,
  isSelected,
  hasPins,
  onSelect,
  children,
}: {
  readonly row: CallRowView;
  readonly params: { readonly entity: string; readonly project: string; readonly call: string };
  readonly isSelected: boolean;
  readonly hasPins: boolean;
  readonly onSelect: (isRange: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <>
      <td
        className={classNames(styles.select, hasPins && styles.pinned)}
        {...leftOf(hasPins ? 0 : null)}
      >
        <input
          type="checkbox"
          aria-label={`Select ${row.name}`}
          checked={isSelected}
          onChange={(event) => onSelect((event.nativeEvent as MouseEvent).shiftKey === true)}
        />
      </td>
      <td
        className={classNames(table.cell, hasPins && styles.pinned)}
        {...leftOf(hasPins ? SELECT_WIDTH : null)}
      >
        <Link
          to="/$entity/$project/weave/calls/$call"
          params={params}
          search={{ trace: row.traceId }}
          className={rowLinkClass}
        >
          <Truncated text={row.name} />
        </Link>
      </td>
      {children}
      {hasPins ? (
        // What stays in sight would hold in the area of the link, which is that of the row.
        <td className={styles.cover} aria-hidden>
          <Link
            to="/$entity/$project/weave/calls/$call"
            params={params}
            search={{ trace: row.traceId }}
            className={rowLinkClass}
            tabIndex={-1}
          />
        </td>
      ) : null}
    </>
  );
}

function Head({
  title,
  align,
  field,
  sort,
  onSort,
  left = null,
  onPin,
}: {
  readonly title: string;
  readonly align?: 'end' | undefined;
  readonly field?: string | undefined;
  readonly sort: ListSort | null;
  readonly onSort: (sort: ListSort | null) => void;
  /** Where it stays in sight, px. */
  readonly left?: number | null;
  readonly onPin?: (() => void) | undefined;
}) {
  const direction = field !== undefined && sort?.field === field ? sort.direction : null;
  return (
    <th
      scope="col"
      className={classNames(
        table.head,
        styles.head,
        align && table.end,
        align && styles.endHead,
        left !== null && styles.pinned,
      )}
      {...leftOf(left)}
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
      {onPin === undefined ? null : (
        <IconButton
          size="small"
          className={styles.pin}
          label={`${left === null ? 'Pin' : 'Unpin'} ${title}`}
          icon={left === null ? <Pin aria-hidden /> : <PinOff aria-hidden />}
          onClick={onPin}
        />
      )}
    </th>
  );
}

const leftOf = (left: number | null) => (left === null ? {} : { style: { left } });

/** Pinned columns stand first and stay in sight, each beside the one before it. */
function pinnedFirst(
  columns: readonly CallColumn[],
  pinned: readonly string[],
): readonly (CallColumn & { readonly left: number | null })[] {
  const [first, rest] = [
    columns.filter(({ id }) => pinned.includes(id)),
    columns.filter(({ id }) => !pinned.includes(id)),
  ];
  let next = SELECT_WIDTH + NAME_WIDTH;
  return [
    ...first.map((column) => {
      const left = next;
      next += column.width;
      return { ...column, left };
    }),
    ...rest.map((column) => ({ ...column, left: null })),
  ];
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
