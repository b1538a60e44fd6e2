import { ArrowDown, ArrowUp, Eye, EyeOff } from 'lucide-react';
import { type DragEvent, type PointerEvent, useRef } from 'react';
import { classNames } from '../../../../components/class-names.ts';
import { Menu, MenuItem } from '../../../../components/menu.tsx';
import { Truncated } from '../../../../components/truncated.tsx';
import type { RunsAction } from '../../view/runs-view.ts';
import type { Selection } from '../bulk/selection.ts';
import {
  columnSpecs,
  isSameKey,
  moveColumn,
  sortedBy,
  sortKeyOf,
  withColumn,
} from '../columns/changes.ts';
import type { Column } from '../columns/columns.ts';
import type { RunList } from '../list/use-run-list.ts';
import styles from './runs-table.module.css';

/** Names of the columns: a click sorts (with Shift by one more), the edge resizes, dragging reorders. */
export function HeadRow({
  list,
  lefts,
  selection,
  dispatch,
}: {
  readonly list: RunList;
  readonly lefts: readonly (number | null)[];
  readonly selection: Selection;
  readonly dispatch: (action: RunsAction) => void;
}) {
  const { columns, view } = list;
  const isAnyShown = list.drawn.length > 0;
  return (
    <thead className={styles.heads}>
      <tr aria-rowindex={1} className={styles.row}>
        <th scope="col" className={classNames(styles.toolCell, styles.stickyHead)}>
          <input
            type="checkbox"
            className={styles.check}
            aria-label={selection.size > 0 ? 'Select none' : 'Select all that match'}
            checked={selection.size > 0}
            onChange={() => (selection.size > 0 ? selection.clear() : selection.selectAll())}
          />
          <button
            type="button"
            className={styles.eye}
            aria-pressed={isAnyShown}
            aria-label={isAnyShown ? 'Hide all runs' : 'Show the first runs'}
            title={isAnyShown ? 'Hide all runs' : 'Show the first runs'}
            onClick={() => dispatch({ kind: 'runs/show', base: isAnyShown ? 'none' : 'first' })}
          >
            {isAnyShown ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
          </button>
        </th>
        <th scope="col" className={classNames(styles.head, styles.nameHead)}>
          <SortButton list={list} field="displayName" title="Name" dispatch={dispatch} />
        </th>
        {columns.map((column, index) => (
          <Head
            key={column.id}
            column={column}
            list={list}
            left={lefts[index] ?? null}
            view={view}
            dispatch={dispatch}
          />
        ))}
      </tr>
    </thead>
  );
}

function Head({
  column,
  list,
  left,
  view,
  dispatch,
}: {
  readonly column: Column;
  readonly list: RunList;
  readonly left: number | null;
  readonly view: RunList['view'];
  readonly dispatch: (action: RunsAction) => void;
}) {
  const { spec } = column;
  const specs = columnSpecs(list.columns);
  const change = (next: Partial<Column['spec']>) =>
    dispatch({ kind: 'runs/columns', columns: withColumn(specs, spec, next) });
  const onDrop = (event: DragEvent) => {
    const dragged = event.dataTransfer.getData(COLUMN_TYPE);
    if (dragged === '' || dragged === column.id) return;
    event.preventDefault();
    const from = list.columns.find(({ id }) => id === dragged);
    if (from) dispatch({ kind: 'runs/columns', columns: moveColumn(specs, from.spec, spec) });
  };
  const key = sortKeyOf(spec);
  const sort = view.sort.find((one) => isSameKey(one, key));
  return (
    <th
      scope="col"
      aria-sort={sort === undefined ? undefined : sort.isAscending ? 'ascending' : 'descending'}
      className={classNames(
        styles.head,
        column.isNumeric && styles.numeric,
        left !== null && styles.pinnedHead,
      )}
      style={left === null ? undefined : { left }}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(COLUMN_TYPE, column.id)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <Menu
        trigger={
          <button type="button" className={styles.headButton}>
            <Truncated text={`${column.source === null ? '' : `${column.source}.`}${column.title}`}>
              {column.title}
            </Truncated>
            {spec.statistic === 'last' ? null : (
              <span className={styles.statistic}>{spec.statistic}</span>
            )}
            {sort ? <SortMark isAscending={sort.isAscending} /> : null}
          </button>
        }
      >
        {column.canSort ? (
          <>
            <MenuItem onSelect={() => dispatch(sortedBy(view.sort, key, true, false))}>
              Sort ascending
            </MenuItem>
            <MenuItem onSelect={() => dispatch(sortedBy(view.sort, key, false, false))}>
              Sort descending
            </MenuItem>
            {view.sort.length > 0 && !sort ? (
              <MenuItem onSelect={() => dispatch(sortedBy(view.sort, key, true, true))}>
                Then sort by this
              </MenuItem>
            ) : null}
            {sort ? (
              <MenuItem
                onSelect={() =>
                  dispatch({
                    kind: 'runs/sort',
                    sort: view.sort.filter((one) => !isSameKey(one, key)),
                  })
                }
              >
                Don’t sort by this
              </MenuItem>
            ) : null}
          </>
        ) : null}
        <MenuItem
          onSelect={() => dispatch({ kind: 'runs/group', by: [...view.groupBy, spec.field] })}
        >
          {view.groupBy.length > 0 ? 'Then group by this' : 'Group by this'}
        </MenuItem>
        {column.source === 'summary'
          ? (['last', 'min', 'max', 'best'] as const)
              .filter((statistic) => statistic !== spec.statistic)
              .map((statistic) => (
                <MenuItem key={statistic} onSelect={() => change({ statistic })}>
                  {STATISTICS[statistic]}
                </MenuItem>
              ))
          : null}
        <MenuItem onSelect={() => change({ isPinned: !spec.isPinned })}>
          {spec.isPinned ? 'Don’t pin' : 'Pin to the left'}
        </MenuItem>
        <MenuItem
          onSelect={() => dispatch({ kind: 'runs/colours', change: { byField: spec.field } })}
        >
          Colour runs by this
        </MenuItem>
        <MenuItem
          onSelect={() =>
            dispatch({ kind: 'runs/columns', columns: specs.filter((other) => other !== spec) })
          }
        >
          Hide
        </MenuItem>
      </Menu>
      <ResizeEdge
        width={column.width}
        onResize={(width) =>
          dispatch({ kind: 'runs/width', columns: withColumn(specs, spec, { width }) })
        }
      />
    </th>
  );
}

const COLUMN_TYPE = 'application/x-runloom-column';
const STATISTICS = {
  last: 'Show the last value',
  min: 'Show the smallest value',
  max: 'Show the largest value',
  best: 'Show the best value',
} as const;

function SortButton({
  list,
  field,
  title,
  dispatch,
}: {
  readonly list: RunList;
  readonly field: string;
  readonly title: string;
  readonly dispatch: (action: RunsAction) => void;
}) {
  const sort = list.view.sort.find((one) => isSameKey(one, { field }));
  return (
    <button
      type="button"
      className={styles.headButton}
      onClick={(event) =>
        dispatch(
          sortedBy(list.view.sort, { field }, sort ? !sort.isAscending : true, event.shiftKey),
        )
      }
    >
      {title}
      {sort ? <SortMark isAscending={sort.isAscending} /> : null}
    </button>
  );
}

function SortMark({ isAscending }: { readonly isAscending: boolean }) {
  return isAscending ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />;
}

function ResizeEdge({
  width,
  onResize,
}: {
  readonly width: number;
  readonly onResize: (width: number) => void;
}) {
  const start = useRef<{ x: number; width: number } | null>(null);
  return (
    <span
      aria-hidden
      className={styles.edge}
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event: PointerEvent<HTMLSpanElement>) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (start.current === null) return;
        const wanted = start.current.width + event.clientX - start.current.x;
        onResize(Math.min(800, Math.max(48, Math.round(wanted))));
      }}
      onPointerUp={() => {
        start.current = null;
      }}
    />
  );
}
