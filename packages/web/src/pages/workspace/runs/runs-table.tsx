import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Eye, EyeOff } from 'lucide-react';
import { type MouseEvent, memo, useEffect, useRef } from 'react';
import { StateDot } from '../../../components/badge.tsx';
import { classNames } from '../../../components/class-names.ts';
import { Truncated } from '../../../components/truncated.tsx';
import type { RunsAction } from '../view/runs-view.ts';
import type { ListedRun } from './listed-runs.ts';
import type { RunColumn } from './run-columns.tsx';
import styles from './runs-table.module.css';

const ROW_HEIGHT = 30;
/** Rows before the end at which the next page is asked for. */
const LOAD_AHEAD = 40;

/** The list of runs: which are shown, in which colour, and what is known of each. Draws only the rows in view. */
export function RunsTable({
  entity,
  project,
  listed,
  columns,
  totalCount,
  dispatch,
  onNearEnd,
  onFocusRun,
}: {
  readonly entity: string;
  readonly project: string;
  readonly listed: readonly ListedRun[];
  readonly columns: readonly RunColumn[];
  readonly totalCount: number;
  readonly dispatch: (action: RunsAction) => void;
  readonly onNearEnd: () => void;
  /** Told of the run that is pointed at. */
  readonly onFocusRun: (run: string | null) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: listed.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => listed[index]?.name ?? index,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const isNearEnd = (items.at(-1)?.index ?? 0) >= listed.length - LOAD_AHEAD;
  const nearEnd = useRef(onNearEnd);
  nearEnd.current = onNearEnd;
  useEffect(() => {
    if (isNearEnd) nearEnd.current();
  }, [isNearEnd, listed.length]);

  const isAnyShown = listed.some(({ isShown }) => isShown);
  const gridTemplateColumns = `34px minmax(180px, 1fr) ${columns.map(({ width }) => `${width}px`).join(' ')}`;
  const minWidth = 34 + 180 + columns.reduce((sum, { width }) => sum + width, 0);
  return (
    <div ref={scroller} className={styles.scroller}>
      <table
        aria-label="Runs"
        aria-rowcount={totalCount + 1}
        aria-colcount={columns.length + 2}
        className={styles.table}
        style={{ minWidth }}
        onPointerLeave={() => onFocusRun(null)}
      >
        <thead className={styles.heads}>
          <tr aria-rowindex={1} className={styles.row} style={{ gridTemplateColumns }}>
            <th scope="col" className={styles.eyeCell}>
              <button
                type="button"
                className={styles.eye}
                aria-pressed={isAnyShown}
                aria-label={isAnyShown ? 'Hide all runs' : 'Show the newest runs'}
                title={isAnyShown ? 'Hide all runs' : 'Show the newest runs'}
                onClick={() =>
                  dispatch({ kind: 'runs/show', base: isAnyShown ? 'none' : 'newest' })
                }
              >
                {isAnyShown ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
              </button>
            </th>
            <th scope="col" className={classNames(styles.head, styles.nameHead)}>
              Name
            </th>
            {columns.map(({ id, title, source, isNumeric }) => (
              <th
                key={id}
                scope="col"
                className={classNames(styles.head, isNumeric && styles.numeric)}
              >
                <Truncated text={source === undefined ? title : `${source}.${title}`}>
                  {title}
                </Truncated>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = listed[index];
            if (row === undefined) return null;
            return (
              <tr
                key={row.name}
                aria-rowindex={index + 2}
                className={classNames(styles.row, styles.dataRow, !row.isShown && styles.hidden)}
                style={{ gridTemplateColumns, transform: `translateY(${start}px)` }}
                onPointerEnter={() => onFocusRun(row.name)}
              >
                <Cells
                  entity={entity}
                  project={project}
                  row={row}
                  columns={columns}
                  dispatch={dispatch}
                />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const Cells = memo(function Cells({
  entity,
  project,
  row,
  columns,
  dispatch,
}: {
  readonly entity: string;
  readonly project: string;
  readonly row: ListedRun;
  readonly columns: readonly RunColumn[];
  readonly dispatch: (action: RunsAction) => void;
}) {
  const { run, name, label, colour, isShown, isInBase } = row;
  // A column says it already.
  const showsState = !columns.some(({ id }) => id === 'state');
  const onEye = (event: MouseEvent) =>
    dispatch(
      event.altKey
        ? { kind: 'runs/show-only', run: name }
        : { kind: 'runs/toggle', run: name, isInBase },
    );
  return (
    <>
      <td className={styles.eyeCell}>
        <button
          type="button"
          className={styles.eye}
          aria-pressed={isShown}
          aria-label={`Show ${label}`}
          title={isShown ? 'Hide (Alt: show only this run)' : 'Show (Alt: show only this run)'}
          onClick={onEye}
        >
          {isShown ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
        </button>
      </td>
      <td className={styles.nameCell}>
        <span
          className={styles.colour}
          style={isShown ? { background: colour } : { boxShadow: `inset 0 0 0 1.5px ${colour}` }}
        />
        <Link
          to="/$entity/$project/runs/$run"
          params={{ entity, project, run: name }}
          className={styles.name}
        >
          <Truncated text={label} />
        </Link>
        {showsState ? <StateDot state={run.state} /> : null}
      </td>
      {columns.map((column) => (
        <td key={column.id} className={classNames(styles.cell, column.isNumeric && styles.numeric)}>
          {column.render(run)}
        </td>
      ))}
    </>
  );
});
