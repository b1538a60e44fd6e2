import { Segmented } from '../../components/segmented.tsx';
import type { BoardAction, BoardView } from '../board/board-view.ts';
import { MOST_COLUMNS } from '../board/layout.ts';
import { AxisChoice } from './axis-choice.tsx';
import styles from './board-toolbar.module.css';

const AUTO = 'auto';
const COLUMNS = [
  { value: AUTO, label: 'Auto' },
  ...Array.from({ length: MOST_COLUMNS }, (_, index) => String(index + 1)).map((value) => ({
    value,
    label: value,
  })),
];

const PREFIXES = [
  { value: 'first', label: 'First slash' },
  { value: 'last', label: 'Last slash' },
] as const;

/** What is set once and then left alone. */
export function DisplaySettings({
  view,
  axisKeys,
  dispatch,
}: {
  readonly view: BoardView;
  /** Metrics that can be the x axis; none where nothing is drawn over steps. */
  readonly axisKeys: readonly string[];
  readonly dispatch: (action: BoardAction) => void;
}) {
  return (
    <div className={styles.form}>
      <div className={styles.field}>
        <span>Charts side by side</span>
        <Segmented
          label="Charts side by side"
          value={view.columns === null ? AUTO : String(view.columns)}
          choices={COLUMNS}
          onChange={(value) =>
            dispatch({ kind: 'columns', columns: value === AUTO ? null : Number(value) })
          }
        />
      </div>
      <div className={styles.field}>
        <span>Sections by what stands before the</span>
        <Segmented
          label="Sections by what stands before the"
          value={view.board.prefix}
          choices={PREFIXES}
          onChange={(prefix) => dispatch({ kind: 'board/prefix', prefix })}
        />
      </div>
      {axisKeys.length > 0 ? (
        <AxisChoice axis={view.axis} keys={axisKeys} dispatch={dispatch} />
      ) : null}
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={view.syncsZoom}
          onChange={(event) => dispatch({ kind: 'sync-zoom', isOn: event.target.checked })}
        />
        Zoom all charts together
      </label>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={view.ignoresOutliers}
          onChange={(event) => dispatch({ kind: 'outliers', areIgnored: event.target.checked })}
        />
        Fit the y axis to the middle 90 % of the values. The lines stay whole.
      </label>
    </div>
  );
}
