import { otherProject, type RunRowView, runPlace } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Anchor, Ellipsis, Eye, EyeOff } from 'lucide-react';
import { type CSSProperties, type MouseEvent, memo } from 'react';
import { StateDot } from '../../../../components/badge.tsx';
import { classNames } from '../../../../components/class-names.ts';
import { ownLabel, runLabel } from '../../../../components/run-label.ts';
import { shownText } from '../../../../components/shown-text.ts';
import { Truncated } from '../../../../components/truncated.tsx';
import type { RunsAction } from '../../view/runs-view.ts';
import type { Selection } from '../bulk/selection.ts';
import type { Column } from '../columns/columns.ts';
import type { RunList } from '../list/use-run-list.ts';
import { Cell } from './cells.tsx';
import { NotesCell } from './notes-cell.tsx';
import styles from './runs-table.module.css';

/** A run or a group as views name it, and in words. */
export interface Named {
  readonly name: string;
  readonly label: string;
}

export interface RowProps {
  readonly list: RunList;
  readonly columns: readonly Column[];
  readonly lefts: readonly (number | null)[];
  readonly selection: Selection;
  readonly dispatch: (action: RunsAction) => void;
  readonly onFocusRun: (run: string | null) => void;
  readonly onColour: (of: Named, anchor: HTMLElement) => void;
  readonly onMenu: (of: Named, anchor: HTMLElement) => void;
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
  onMenu,
  run,
  paths,
  depth,
  rowIndex,
  baseline,
  isFixed,
  top = null,
}: Omit<RowProps, 'style'> & {
  readonly run: RunRowView;
  readonly paths: readonly string[];
  readonly depth: number;
  readonly baseline: RunRowView | null;
  /** It stays above the list. */
  readonly isFixed: boolean;
  /** Of the list, px; null where it is not placed. */
  readonly top?: number | null;
}) {
  const { entity, project, view } = list;
  const isBaseline = view.baseline === run.name;
  return (
    <DrawnRow
      entity={entity}
      project={project}
      run={run}
      colour={list.colourOf(run, paths)}
      isShown={list.isShown(run, paths)}
      isSelected={selection.has(run.name)}
      isBaseline={isBaseline}
      isFixed={isFixed}
      baseline={isBaseline ? null : baseline}
      columns={columns}
      lefts={lefts}
      depth={depth}
      rowIndex={rowIndex}
      top={top}
      dispatch={dispatch}
      onSelect={selection.toggle}
      onFocusRun={onFocusRun}
      onColour={onColour}
      onMenu={onMenu}
    />
  );
}

interface DrawnRowProps extends Pick<RowProps, 'columns' | 'lefts' | 'rowIndex'> {
  readonly entity: string;
  readonly project: string;
  readonly run: RunRowView;
  readonly colour: string;
  readonly isShown: boolean;
  readonly isSelected: boolean;
  readonly isBaseline: boolean;
  readonly isFixed: boolean;
  /** The run that it is compared with. */
  readonly baseline: RunRowView | null;
  readonly depth: number;
  readonly top: number | null;
  readonly dispatch: RowProps['dispatch'];
  readonly onSelect: Selection['toggle'];
  readonly onFocusRun: RowProps['onFocusRun'];
  readonly onColour: RowProps['onColour'];
  readonly onMenu: RowProps['onMenu'];
}

/** A list draws dozens of rows with a hundred parts each: those that nothing changed for are left as they are. */
const DrawnRow = memo(function DrawnRow({
  entity,
  project,
  run,
  colour,
  isShown,
  isSelected,
  isBaseline,
  isFixed,
  baseline,
  columns,
  lefts,
  depth,
  rowIndex,
  top,
  dispatch,
  onSelect,
  onFocusRun,
  onColour,
  onMenu,
}: DrawnRowProps) {
  const { name } = run;
  const label = runLabel(run);
  const other = otherProject(name);
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
      aria-selected={isSelected}
      className={classNames(
        styles.row,
        styles.dataRow,
        isFixed && styles.fixedRow,
        !isShown && styles.hidden,
        isSelected && styles.selected,
      )}
      style={top === null ? undefined : { transform: `translateY(${top}px)` }}
      onPointerEnter={() => onFocusRun(name)}
    >
      <td className={classNames(styles.toolCell, styles.stickyCell)}>
        <input
          type="checkbox"
          className={styles.check}
          aria-label={`Select ${label}`}
          checked={isSelected}
          onChange={() => {}}
          onClick={(event) => onSelect(name, event.shiftKey)}
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
          onClick={(event) => onColour({ name, label }, event.currentTarget)}
        />
        <Link
          to="/$entity/$project/runs/$run"
          params={runPlace({ entity, project }, name)}
          className={styles.name}
        >
          <Truncated text={ownLabel(run)} />
        </Link>
        {other === null ? null : (
          <span className={styles.project} title={`Of ${other.entity}/${other.project}`}>
            <bdi>{shownText(other.project)}</bdi>
          </span>
        )}
        {isBaseline ? <Anchor aria-label="Baseline" className={styles.baseline} /> : null}
        {showsState ? <StateDot state={run.state} /> : null}
        <button
          type="button"
          className={styles.more}
          aria-label={`Menu of ${label}`}
          aria-haspopup="menu"
          onClick={(event) => onMenu({ name, label }, event.currentTarget)}
        >
          <Ellipsis aria-hidden />
        </button>
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
            <Cell column={column} run={run} baseline={baseline} />
          )}
        </td>
      ))}
    </tr>
  );
});
