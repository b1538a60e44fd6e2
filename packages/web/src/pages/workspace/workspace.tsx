import { EyeOff, PanelLeftOpen } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { PageError } from '../../app/page-error.tsx';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useShortcuts } from '../../app/shortcuts/provider.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { formatCount } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { SplitPane } from '../../components/split-pane.tsx';
import type { LiveState } from '../../data/live-hub.ts';
import { useMetricKeys } from '../../data/projects.ts';
import { FocusedRunContext } from '../../panels/board/board-context.ts';
import { NoMetrics } from '../../panels/board/board-empty.tsx';
import { MetricBoard } from '../../panels/board/metric-board.tsx';
import { visibleKeys } from '../../panels/board/panel-axis.ts';
import { historySections, systemSection } from '../../panels/board/sections.ts';
import { typeForMetric } from '../../panels/registry.ts';
import { useView } from '../../panels/view/use-view.ts';
import { NEWEST_COUNT } from './runs/listed-runs.ts';
import { RunsPane } from './runs/runs-pane.tsx';
import { MOST_DRAWN, useListedRuns } from './runs/use-listed-runs.ts';
import { useFocusedRun } from './use-focused-run.ts';
import { WORKSPACE_RULES } from './view/workspace-view.ts';
import styles from './workspace.module.css';

/** Runs and charts of one project. */
export function Workspace({
  entity,
  project,
  live,
  empty,
}: {
  readonly entity: string;
  readonly project: string;
  readonly live: LiveState;
  /** Shown while there is no run. */
  readonly empty: ReactNode;
}) {
  const { view, dispatch, ...history } = useView(WORKSPACE_RULES);
  const runs = useListedRuns(entity, project, view.runs);
  const keys = useMetricKeys(entity, project);
  const [focused, focusRun] = useFocusedRun();
  const sections = useMemo(
    () => [
      ...historySections(visibleKeys(keys.data?.history ?? [], runs.drawn), typeForMetric),
      ...systemSection(keys.data?.system ?? [], typeForMetric),
    ],
    [keys.data, runs.drawn],
  );
  const { layout } = view.runs;
  useShortcuts('Runs', [
    {
      keys: 'mod+.',
      label: 'Put the runs away, or bring them back',
      run: () =>
        dispatch({ kind: 'runs/layout', layout: layout === 'closed' ? 'split' : 'closed' }),
      isAlways: true,
    },
  ]);

  if (runs.error) return <PageError error={runs.error} onRetry={runs.retry} />;
  if (runs.isPending) return <PagePending />;
  if (runs.totalCount === 0) return empty;

  const pane = (
    <RunsPane
      entity={entity}
      project={project}
      runs={runs}
      view={view.runs}
      live={live}
      dispatch={dispatch}
      onFocusRun={focusRun}
    />
  );
  const heading = <h1 className="visually-hidden">{project}</h1>;
  if (layout === 'wide') {
    return (
      <div className={styles.page}>
        {heading}
        {pane}
      </div>
    );
  }

  const board = (
    <FocusedRunContext value={focused}>
      <MetricBoard
        entity={entity}
        project={project}
        runs={runs.drawn}
        sections={sections}
        axisKeys={keys.data?.history ?? []}
        control={{ ...history, view: view.board, dispatch }}
        toolbarStart={
          layout === 'closed' ? (
            <IconButton
              label="Show the runs"
              icon={<PanelLeftOpen aria-hidden />}
              onClick={() => dispatch({ kind: 'runs/layout', layout: 'split' })}
            />
          ) : null
        }
        notice={
          runs.shownCount > MOST_DRAWN ? (
            <p className={styles.notice} role="status">
              Charts draw the newest {MOST_DRAWN} of the {formatCount(runs.shownCount)} runs shown.
            </p>
          ) : null
        }
        empty={emptyBoard()}
      />
    </FocusedRunContext>
  );

  function emptyBoard(): ReactNode {
    if (keys.data === undefined) {
      if (keys.isPending) return <PagePending />;
      return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />;
    }
    if (sections.length === 0) return <NoMetrics />;
    if (runs.shownCount > 0 || runs.isSearching) return null;
    if (view.runs.search !== '' && runs.listed.length === 0) {
      return (
        <EmptyState
          icon={<EyeOff aria-hidden />}
          title="No run matches"
          action={
            <Button onClick={() => dispatch({ kind: 'runs/search', text: '' })}>
              Clear the search
            </Button>
          }
        >
          Charts show the runs that the list shows.
        </EmptyState>
      );
    }
    return (
      <EmptyState
        icon={<EyeOff aria-hidden />}
        title="All runs are hidden"
        action={
          <Button onClick={() => dispatch({ kind: 'runs/show', base: 'newest' })}>
            Show the newest {NEWEST_COUNT}
          </Button>
        }
      >
        The eye beside a run shows its lines.
      </EmptyState>
    );
  }

  return (
    <div className={styles.page}>
      {heading}
      {layout === 'closed' ? (
        board
      ) : (
        <SplitPane
          label="Width of the list of runs"
          initialWidth={330}
          minWidth={220}
          storageKey="runloom.runs-width"
          start={pane}
          end={board}
        />
      )}
    </div>
  );
}
