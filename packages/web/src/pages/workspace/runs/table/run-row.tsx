import type { RunRowView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Anchor, Ellipsis, Eye, EyeOff } from 'lucide-react';
import type { CSSProperties, MouseEvent } from 'react';
import { StateDot } from '../../../../components/badge.tsx';
import { classNames } from '../../../../components/class-names.ts';
import { Menu, MenuItem } from '../../../../components/menu.tsx';
import { Truncated } from '../../../../components/truncated.tsx';
import type { RunsAction } from '../../view/runs-view.ts';
import type { Selection } from '../bulk/selection.ts';
import type { Column } from '../columns/columns.ts';
import { type RunList, runLabel } from '../list/use-run-list.ts';
import { Cell } from './cells.tsx';
import { NotesCell } from './notes-cell.tsx';
import styles from './runs-table.module.css';

export interface RowProps {
  readonly list: RunList;
  readonly columns: readonly Column[];
  readonly lefts: readonly (number | null)[];
  readonly selection: Selection;
  readonly dispatch: (action: RunsAction) => void;
  readonly onFocusRun: (run: string | null) => void;
  readonly onColour: (run: RunRowView, anchor: HTMLElement) => void;
  readonly rowIndex: number;
  readonly style?: CSSProperties;
}

/** A run of the list: its eye and colour, its name, and what the columns show of it. */
export function RunRow({
  list,
  columns,
  lefts,
  selection,
  dispatch,
  onFocusRun,
  onColour,
  run,
  paths,
  depth,
  rowIndex,
  baseline,
  isFixed,
  style,
}: RowProps & {
  readonly run: RunRowView;
  readonly paths: readonly string[];
  readonly depth: number;
  readonly baseline: RunRowView | null;
  /** It stays above the list. */
  readonly isFixed: boolean;
}) {
  const { entity, project, view } = list;
  const { name } = run;
  const label = runLabel(run);
  const isShown = list.isShown(run, paths);
  const isBaseline = view.baseline === name;
  const colour = list.colourOf(run);
  const showsState = !columns.some(({ spec }) => spec.field === 'state');
  const onEye = (event: MouseEvent) =>
    dispatch(
      event.altKey
        ? { kind: 'runs/show-only', run: name }
        : { kind: 'runs/toggle', names: [name], isShown: !isShown },
    );
  return (
    <tr
      aria-rowindex={rowIndex}
      aria-selected={selection.has(name)}
      className={classNames(
        styles.row,
        styles.dataRow,
        isFixed && styles.fixedRow,
        !isShown && styles.hidden,
        selection.has(name) && styles.selected,
      )}
      style={style}
      onPointerEnter={() => onFocusRun(name)}
    >
      <td className={classNames(styles.toolCell, styles.stickyCell)}>
        <input
          type="checkbox"
          className={styles.check}
          aria-label={`Select ${label}`}
          checked={selection.has(name)}
          onChange={() => {}}
          onClick={(event) => selection.toggle(name, event.shiftKey)}
        />
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
      <td
        className={classNames(styles.nameCell, styles.stickyCell)}
        style={{ paddingInlineStart: depth * 16 }}
      >
        <button
          type="button"
          className={styles.colour}
          aria-label={`Colour of ${label}`}
          style={isShown ? { background: colour } : { boxShadow: `inset 0 0 0 1.5px ${colour}` }}
          onClick={(event) => onColour(run, event.currentTarget)}
        />
        <Link
          to="/$entity/$project/runs/$run"
          params={{ entity, project, run: name }}
          className={styles.name}
        >
          <Truncated text={label} />
        </Link>
        {isBaseline ? <Anchor aria-label="Baseline" className={styles.baseline} /> : null}
        {showsState ? <StateDot state={run.state} /> : null}
        <RowMenu list={list} run={run} label={label} dispatch={dispatch} />
      </td>
      {columns.map((column, index) => (
        <td
          key={column.id}
          className={classNames(
            styles.cell,
            column.isNumeric && styles.numeric,
            typeof lefts[index] === 'number' && styles.stickyCell,
          )}
          style={typeof lefts[index] === 'number' ? { left: lefts[index] } : undefined}
        >
          {column.spec.field === 'notes' ? (
            <NotesCell entity={entity} project={project} run={run} />
          ) : (
            <Cell column={column} run={run} baseline={isBaseline ? null : baseline} />
          )}
        </td>
      ))}
    </tr>
  );
}

function RowMenu({
  list,
  run,
  label,
  dispatch,
}: {
  readonly list: RunList;
  readonly run: RunRowView;
  readonly label: string;
  readonly dispatch: (action: RunsAction) => void;
}) {
  const { baseline, pinned } = list.view;
  const isPinned = pinned.includes(run.name);
  return (
    <Menu
      trigger={
        <button type="button" className={styles.more} aria-label={`Menu of ${label}`}>
          <Ellipsis aria-hidden />
        </button>
      }
    >
      <MenuItem onSelect={() => dispatch({ kind: 'runs/show-only', run: run.name })}>
        Show only this run
      </MenuItem>
      <MenuItem
        onSelect={() =>
          dispatch({ kind: 'runs/baseline', run: baseline === run.name ? null : run.name })
        }
      >
        {baseline === run.name ? 'Don’t compare with it' : 'Compare all with it (baseline)'}
      </MenuItem>
      <MenuItem onSelect={() => dispatch({ kind: 'runs/pin', run: run.name, isPinned: !isPinned })}>
        {isPinned ? 'Don’t pin' : 'Pin above the list'}
      </MenuItem>
      <MenuItem onSelect={() => dispatch({ kind: 'runs/colour', of: run.name, colour: null })}>
        Reset the colour
      </MenuItem>
    </Menu>
  );
}
