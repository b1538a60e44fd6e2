import { type ReactNode, useMemo } from 'react';
import { BoardToolbar } from '../toolbar/board-toolbar.tsx';
import { Board } from './board.tsx';
import { BoardContext, type ShownRun } from './board-context.ts';
import { NoMatch } from './board-empty.tsx';
import type { BoardAction, BoardView } from './board-view.ts';
import { createMatcher } from './matcher.ts';
import styles from './metric-board.module.css';
import { type Section, searchSections, withSettings } from './sections.ts';

/** Toolbar and charts of the runs that are shown. */
export function MetricBoard({
  entity,
  project,
  runs,
  sections,
  axisKeys,
  control,
  toolbarStart,
  notice,
  empty,
}: {
  readonly entity: string;
  readonly project: string;
  readonly runs: readonly ShownRun[];
  readonly sections: readonly Section[];
  /** Metrics that can be the x axis. */
  readonly axisKeys: readonly string[];
  readonly control: {
    readonly view: BoardView;
    readonly dispatch: (action: BoardAction) => void;
    readonly canUndo: boolean;
    readonly canRedo: boolean;
    readonly undo: () => void;
    readonly redo: () => void;
  };
  readonly toolbarStart?: ReactNode;
  /** A line between toolbar and charts. */
  readonly notice?: ReactNode;
  /** Shown instead of the charts. */
  readonly empty: ReactNode;
}) {
  const { view, dispatch } = control;
  const matcher = useMemo(() => createMatcher(view.search, true), [view.search]);
  const { panelSettings } = view;
  const set = useMemo(() => withSettings(sections, panelSettings), [sections, panelSettings]);
  const found = useMemo(
    () => (view.search === '' ? set : searchSections(set, matcher.matches)),
    [set, view.search, matcher],
  );
  const board = useMemo(
    () => ({ entity, project, runs, view, dispatch }),
    [entity, project, runs, view, dispatch],
  );
  return (
    <BoardContext value={board}>
      <div className={styles.board}>
        <BoardToolbar
          view={view}
          dispatch={dispatch}
          history={control}
          foundCount={found.reduce((sum, { panels }) => sum + panels.length, 0)}
          isSearchBroken={matcher.isBroken}
          hasSteps={sections.some(({ panels }) => panels[0]?.metric?.stream === 'history')}
          axisKeys={axisKeys}
          start={toolbarStart}
        />
        {notice}
        <div className={styles.charts}>
          {empty ??
            (found.length === 0 ? (
              <NoMatch
                search={view.search}
                onClear={() => dispatch({ kind: 'search', text: '' })}
              />
            ) : (
              <Board sections={found} />
            ))}
        </div>
      </div>
    </BoardContext>
  );
}
