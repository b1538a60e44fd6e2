import type { BoardPart } from '@runloom/model';
import {
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useDeferredValue,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { createPainting, type Painting, PaintingContext } from '../../charts/painting.ts';
import type { PanelSpec } from '../panel-type.ts';
import { panelTypeOf } from '../registry.ts';
import { BoardToolbar } from '../toolbar/board-toolbar.tsx';
import type { ViewControl } from '../view/use-view-history.ts';
import { Board } from './board.tsx';
import { BoardContext, type BoardListing, type ShownRun } from './board-context.ts';
import { NoMatch } from './board-empty.tsx';
import { type BoardAction, type BoardState, boardViewOf } from './board-view.ts';
import { createBoardDrag } from './drag.ts';
import { createMatcher } from './matcher.ts';
import styles from './metric-board.module.css';
import { type Section, searchSections } from './sections.ts';

export type BoardControl = Omit<ViewControl<BoardState, BoardAction>, 'load'>;

const SettingsDrawer = lazy(async () => ({
  default: (await import('./settings-drawer.tsx')).SettingsDrawer,
}));

const NO_GROUPS: readonly string[] = [];

/** Toolbar and charts of the runs that are shown. */
export function MetricBoard({
  entity,
  project,
  runs,
  hiddenRuns = NO_GROUPS,
  groupBy = NO_GROUPS,
  baseline = null,
  filter,
  listing = null,
  sections,
  axisKeys,
  control,
  toolbarStart,
  notice,
  empty,
  addToReport,
  sharePanel,
}: {
  readonly entity: string;
  readonly project: string;
  readonly runs: readonly ShownRun[];
  /** Listed and not shown. */
  readonly hiddenRuns?: readonly string[];
  readonly groupBy?: readonly string[];
  readonly baseline?: string | null;
  readonly filter?: Readonly<Record<string, unknown>> | undefined;
  readonly listing?: BoardListing | null;
  readonly sections: readonly Section[];
  /** Metrics that can be the x axis. */
  readonly axisKeys: readonly string[];
  readonly control: BoardControl;
  readonly toolbarStart?: ReactNode;
  /** A line between toolbar and charts. */
  readonly notice?: ReactNode;
  /** Shown instead of the charts. */
  readonly empty: ReactNode;
  readonly addToReport?: (panels: readonly PanelSpec[]) => void;
  readonly sharePanel?: (panel: PanelSpec) => void;
}) {
  const { dispatch } = control;
  const { board: part, passing } = control.view;
  // What is done to the list of runs leaves it as it is.
  const view = useMemo(() => boardViewOf({ board: part, passing }), [part, passing]);
  const drag = useMemo(() => createBoardDrag(), []);
  const [edited, edit] = useState<string | null>(null);
  const matcher = useMemo(() => createMatcher(view.search, true), [view.search]);
  const matches = useCallback(
    (panel: PanelSpec) => textsOf(panel).some(matcher.matches),
    [matcher],
  );
  const found = useMemo(
    () => (view.search === '' ? sections : searchSections(sections, matches)),
    [sections, view.search, matches],
  );
  const board = useMemo(
    () => ({
      entity,
      project,
      runs,
      hiddenRuns,
      groupBy,
      baseline,
      filter,
      listing,
      view,
      dispatch,
      sections,
      metricKeys: axisKeys,
      drag,
      canEdit,
      edit,
      addToReport,
      sharePanel,
    }),
    [
      entity,
      project,
      runs,
      hiddenRuns,
      groupBy,
      baseline,
      filter,
      listing,
      view,
      dispatch,
      sections,
      axisKeys,
      drag,
      addToReport,
      sharePanel,
    ],
  );
  const painting = useMemo(createPainting, []);
  const later = useDeferredValue(board);
  const foundLater = useDeferredValue(found);
  // Charts follow the list and the toolbar, which answer at once. What is done in a panel itself, such
  // as moving its slider, shows there without delay: its fields hold what its settings say.
  const follows = hasSameFields(board.view.board, later.view.board);
  const shown = follows ? later : board;
  const shownSections = follows ? foundLater : found;
  const hasSteps = sections.some(({ panels }) =>
    panels.some(({ metric }) => metric?.stream !== 'system'),
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
          hasSteps={hasSteps}
          axisKeys={axisKeys}
          start={toolbarStart}
        />
        {notice}
        <div className={styles.row}>
          <div className={styles.charts} aria-busy={shown !== board}>
            {empty ??
              (found.length === 0 && view.search !== '' ? (
                <NoMatch
                  search={view.search}
                  onClear={() => dispatch({ kind: 'search', text: '' })}
                />
              ) : (
                <BoardContext value={shown}>
                  <PaintingContext value={painting}>
                    <Progress painting={painting} isBehind={shown !== board} />
                    <Board sections={shownSections} />
                  </PaintingContext>
                </BoardContext>
              ))}
          </div>
          <Suspense>
            {edited === null ? null : (
              <SettingsDrawer key={edited} panel={edited} onClose={() => edit(null)} />
            )}
          </Suspense>
        </div>
      </div>
    </BoardContext>
  );
}

/** A thin line along the top while charts are drawn anew for what the reader did. */
function Progress({
  painting,
  isBehind,
}: {
  readonly painting: Painting;
  readonly isBehind: boolean;
}) {
  const isPainting = useSyncExternalStore(painting.watch, painting.isBusy);
  return <div className={styles.progress} aria-hidden data-on={isBehind || isPainting} />;
}

/** Whether nothing was done in a panel itself. Charts of lines have no fields of their own. */
function hasSameFields(before: BoardPart, after: BoardPart): boolean {
  const types = new Set([...Object.keys(before.settings), ...Object.keys(after.settings)]);
  types.delete('line');
  return (
    before.panels === after.panels &&
    [...types].every((type) => before.settings[type] === after.settings[type])
  );
}

const canEdit = (type: string): boolean => Boolean(panelTypeOf({ type })?.Form);

/** What the search looks at: the title, the metric, and what the type names. */
function textsOf(panel: PanelSpec): readonly string[] {
  const type = panelTypeOf(panel);
  return [
    panel.title,
    ...(panel.metric === null ? [] : [panel.metric.key]),
    ...(type?.searchTexts(panel.settings) ?? []),
  ];
}
