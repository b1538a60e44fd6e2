import type { RunRowView } from '@runloom/model';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { classNames } from '../../../../components/class-names.ts';
import { ErrorState } from '../../../../components/error-state.tsx';
import { useRunRows } from '../../../../data/run-table.ts';
import type { RunsAction } from '../../view/runs-view.ts';
import type { Selection } from '../bulk/selection.ts';
import type { RowOrder } from '../list/row-order.ts';
import { type RunList, tableRequest } from '../list/use-run-list.ts';
import { useTableRows } from '../list/use-table-rows.ts';
import { GroupRow } from './group-row.tsx';
import { HeadRow } from './head-row.tsx';
import { type Named, RunRow } from './run-row.tsx';
import styles from './runs-table.module.css';
import { useAnchoredScroll } from './use-anchored-scroll.ts';
import { useIsAside } from './use-is-aside.ts';

const RowMenu = lazy(async () => ({ default: (await import('./row-menu.tsx')).RowMenu }));

const ROW_HEIGHT = 30;
const FIXED_WIDTH = 58 + 200;

/** The runs of the list, in groups or not. Reads and draws only the rows in sight. */
export function RunsTable({
  list,
  selection,
  order,
  dispatch,
  onFocusRun,
  onColour,
}: {
  readonly list: RunList;
  readonly selection: Selection;
  /** Learns which run stands where. */
  readonly order: RowOrder;
  readonly dispatch: (action: RunsAction) => void;
  /** Told of the run that is pointed at. */
  readonly onFocusRun: (run: string | null) => void;
  /** Asked to choose the colour of a run or a group. */
  readonly onColour: (of: Named, anchor: HTMLElement) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [range, setRange] = useState({ from: 0, to: 40 });
  const rows = useTableRows(list, open, range);
  order.reset(
    JSON.stringify([tableRequest(list), list.request, list.view.groupBy, [...open], rows.count]),
  );
  const fixed = useFixedRows(list);
  const virtualizer = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    onChange: ({ range: seen }) => {
      if (seen === null) return;
      // Read in steps, so that not each row asks anew.
      const from = Math.max(0, seen.startIndex - (seen.startIndex % 20) - 20);
      const to = seen.endIndex + 40 - (seen.endIndex % 20);
      setRange((before) => (before.from === from && before.to === to ? before : { from, to }));
    },
  });
  useAnchoredScroll(scroller, rows, ROW_HEIGHT, list.view.sort.length === 0);

  const { columns } = list;
  const gridTemplateColumns = `58px minmax(200px, 1fr) ${columns.map(({ width }) => `${width}px`).join(' ')}`;
  const minWidth = FIXED_WIDTH + columns.reduce((sum, { width }) => sum + width, 0);
  const isAside = useIsAside(scroller);
  const lefts = useMemo(() => pinnedLefts(columns), [columns]);
  const toggleGroup = (path: string) =>
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  const [menu, setMenu] = useState<{ run: Named; anchor: HTMLElement } | null>(null);
  const onMenu = useCallback((run: Named, anchor: HTMLElement) => setMenu({ run, anchor }), []);
  const shared = { list, columns, lefts, selection, dispatch, onFocusRun, onColour, onMenu };
  const baseline = fixed.find(({ name }) => name === list.view.baseline) ?? null;
  return (
    <div ref={scroller} className={styles.scroller}>
      <table
        aria-label="Runs"
        aria-rowcount={rows.count + fixed.length + 1}
        aria-colcount={columns.length + 2}
        className={classNames(styles.table, isAside && styles.isAside)}
        style={{ minWidth, '--grid': gridTemplateColumns } as CSSProperties}
        onPointerLeave={() => onFocusRun(null)}
      >
        <HeadRow list={list} lefts={lefts} selection={selection} dispatch={dispatch} />
        {fixed.length > 0 ? (
          <tbody className={styles.fixed}>
            {fixed.map((run, index) => (
              <RunRow
                key={run.name}
                {...shared}
                run={run}
                paths={[]}
                depth={0}
                rowIndex={index + 2}
                baseline={baseline}
                isFixed
              />
            ))}
          </tbody>
        ) : null}
        <tbody className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows.rowAt(index);
            if (row?.kind === 'run') order.see(index, row.run.name);
            if (row?.kind === 'group') order.see(index, null);
            const place = { transform: `translateY(${start}px)` };
            const rowIndex = index + fixed.length + 2;
            if (row === null) return null;
            if (row.kind === 'loading') {
              return (
                <tr key={row.key} aria-rowindex={rowIndex} className={styles.row} style={place}>
                  <td className={styles.loading} colSpan={columns.length + 2}>
                    <span className="visually-hidden">Loading</span>
                  </td>
                </tr>
              );
            }
            if (row.kind === 'group') {
              return (
                <GroupRow
                  key={row.node.path}
                  {...shared}
                  node={row.node}
                  groupColumns={rows.groupColumns}
                  style={place}
                  rowIndex={rowIndex}
                  onToggle={() => toggleGroup(row.node.path)}
                />
              );
            }
            return (
              <RunRow
                key={`${row.paths.at(-1) ?? ''} ${row.run.name}`}
                {...shared}
                run={row.run}
                paths={row.paths}
                depth={row.depth}
                rowIndex={rowIndex}
                baseline={baseline}
                top={start}
                isFixed={false}
              />
            );
          })}
        </tbody>
      </table>
      <Suspense>
        {menu === null ? null : (
          <RowMenu
            run={menu.run}
            anchor={menu.anchor}
            isBaseline={list.view.baseline === menu.run.name}
            isPinned={list.view.pinned.includes(menu.run.name)}
            dispatch={dispatch}
            onClose={() => setMenu(null)}
          />
        )}
      </Suspense>
      {rows.error !== null && rows.count === 0 ? <ErrorState error={rows.error} /> : null}
    </div>
  );
}

/** The baseline and pinned runs stay in sight above the list. */
function useFixedRows(list: RunList): readonly RunRowView[] {
  const { baseline, pinned } = list.view;
  const names = [...new Set([...(baseline === null ? [] : [baseline]), ...pinned])];
  const { columns } = tableRequest(list);
  const { data } = useRunRows(
    list.entity,
    list.project,
    { runs: names, columns },
    names.length > 0,
  );
  return names.length === 0 ? [] : (data?.rows.filter(({ name }) => names.includes(name)) ?? []);
}

/** Where each pinned column stays, px from the left; null for those that move. */
function pinnedLefts(columns: RunList['columns']): readonly (number | null)[] {
  let left = FIXED_WIDTH;
  return columns.map(({ spec, width }) => {
    if (!spec.isPinned) return null;
    const own = left;
    left += width;
    return own;
  });
}
