import { ChevronRight, Eye, EyeOff } from 'lucide-react';
import { classNames } from '../../../../components/class-names.ts';
import { formatCount } from '../../../../components/format.ts';
import { Truncated } from '../../../../components/truncated.tsx';
import { bareField } from '../../../../data/run-table.ts';
import { groupColourOf } from '../list/colours.ts';
import type { GroupNode } from '../list/segments.ts';
import { cellText } from './cells.tsx';
import { GroupCell } from './group-cell.tsx';
import type { RowProps } from './run-row.tsx';
import styles from './runs-table.module.css';

/** A group of runs: what they have in common, how many they are, and statistics of their numbers. */
export function GroupRow({
  list,
  columns,
  lefts,
  dispatch,
  node,
  groupColumns,
  rowIndex,
  style,
  onToggle,
  onColour,
}: RowProps & {
  readonly node: GroupNode;
  readonly groupColumns: readonly string[];
  readonly onToggle: () => void;
}) {
  const { hidden } = list.view;
  const { path, group, depth, isOpen } = node;
  const field = list.view.groupBy[depth] ?? '';
  const value = group.key === null ? 'none' : cellText(group.key) || '(empty)';
  const isShown = !hidden.includes(path);
  const title = `${field}: ${value}`;
  const colour = groupColourOf([path], list.view.colours);
  return (
    <tr
      aria-rowindex={rowIndex}
      className={classNames(styles.row, styles.groupRow, !isShown && styles.hidden)}
      style={style}
    >
      <td className={classNames(styles.toolCell, styles.stickyCell)}>
        <button
          type="button"
          className={styles.eye}
          aria-pressed={isShown}
          aria-label={`Show the group ${title}`}
          onClick={() => dispatch({ kind: 'runs/toggle', names: [path], isShown: !isShown })}
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
          aria-label={`Colour of the group ${title}`}
          style={
            colour === undefined
              ? { boxShadow: 'inset 0 0 0 1.5px var(--border-strong)' }
              : { background: colour }
          }
          onClick={(event) =>
            onColour({ name: path, label: `the group ${title}` }, event.currentTarget)
          }
        />
        <button
          type="button"
          className={styles.groupToggle}
          aria-expanded={isOpen}
          onClick={onToggle}
        >
          <ChevronRight aria-hidden className={styles.chevron} />
          <Truncated text={title}>
            <span className={styles.groupField}>{bareField(field)}</span> <bdi>{value}</bdi>
          </Truncated>
          <span className={styles.groupCount}>{formatCount(group.count)}</span>
        </button>
      </td>
      {columns.map((column, index) => {
        const at = groupColumns.indexOf(column.spec.field);
        const isOwn = at >= 0 && column.spec.statistic === 'last';
        return (
          <td
            key={column.id}
            className={classNames(
              styles.cell,
              column.isNumeric && styles.numeric,
              typeof lefts[index] === 'number' && styles.stickyCell,
            )}
            style={typeof lefts[index] === 'number' ? { left: lefts[index] } : undefined}
          >
            {isOwn ? <GroupCell statistics={group.statistics[at] ?? null} /> : null}
          </td>
        );
      })}
    </tr>
  );
}
