import type { ViewSpec } from '@runloom/model';
import { EyeOff, PanelLeftOpen } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from 'react';
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
import { useSession } from '../../data/session.ts';
import { NoMetrics } from '../../panels/board/board-empty.tsx';
import { loggedPanels } from '../../panels/board/logged-panels.ts';
import { MetricBoard } from '../../panels/board/metric-board.tsx';
import { visibleKeys } from '../../panels/board/panel-axis.ts';
import { useSections } from '../../panels/board/use-sections.ts';
import type { PanelSpec } from '../../panels/panel-spec.ts';
import type { ViewControl } from '../../panels/view/use-view-history.ts';
import { useBoardListing } from './runs/list/use-board-listing.ts';
import { MOST_DRAWN, useRunList } from './runs/list/use-run-list.ts';
import { RunsPane } from './runs/runs-pane.tsx';
import { FocusedRunProvider, useFocusedRun } from './use-focused-run.ts';
import { usePanelByName } from './view/use-panel-by-name.ts';
import type { ViewSaving } from './view/use-view-saving.ts';
import type { LoadedView } from './view/use-view-source.ts';
import { ViewBanners } from './view/view-banners.tsx';
import { ViewBar } from './view/view-bar.tsx';
import type { WorkspaceAction, WorkspaceState } from './view/workspace-view.ts';
import styles from './workspace.module.css';

const AddToReport = lazy(async () => ({
  default: (await import('../reports/add/add-to-report.tsx')).AddToReport,
}));

const SharePanel = lazy(async () => ({
  default: (await import('../reports/share-panel/share-panel.tsx')).SharePanel,
}));

/** The list of runs and their charts, as the view has them. */
export function WorkspaceBody({
  entity,
  project,
  canWrite,
  live,
  spec,
  saving,
  template,
  problem,
  control,
  empty,
}: {
  readonly entity: string;
  readonly project: string;
  readonly canWrite: boolean;
  readonly live: LiveState;
  readonly spec: ViewSpec;
  readonly saving: ViewSaving;
  readonly template: LoadedView['template'];
  /** Why the view that was asked for is not the one that is shown. */
  readonly problem: LoadedView['problem'];
  readonly control: Omit<ViewControl<WorkspaceState, WorkspaceAction>, 'load'>;
  /** Shown while there is no run. */
  readonly empty: ReactNode;
}) {
  const { view, dispatch } = control;
  const { runs, board } = view;
  const list = useRunList(entity, project, runs);
  const keys = useMetricKeys(entity, project);
  const user = useSession().data?.user?.username ?? null;
  const [focused, focusRun] = useFocusedRun();
  const boardKeys = useMemo(
    () => ({
      history: visibleKeys(keys.data?.history ?? [], list.drawn),
      system: keys.data?.system ?? [],
      logged: loggedPanels(list.drawn),
    }),
    [keys.data, list.drawn],
  );
  const listing = useBoardListing(runs, list.order, dispatch);
  const sections = useSections(board, boardKeys, 'one');
  const isComplete = keys.data !== undefined && !list.isPending;
  const missing = usePanelByName(sections, isComplete, dispatch);
  const { layout } = runs;
  const [added, setAdded] = useState<readonly PanelSpec[] | null>(null);
  const [shared, setShared] = useState<PanelSpec | null>(null);
  const set = useCallback(
    (next: ViewSpec) => dispatch({ kind: 'view/set', spec: next }),
    [dispatch],
  );
  useShortcuts('Runs', [
    {
      keys: 'mod+.',
      label: 'Put the runs away, or bring them back',
      run: () =>
        dispatch({ kind: 'runs/layout', layout: layout === 'closed' ? 'split' : 'closed' }),
      isAlways: true,
    },
    {
      keys: 'mod+j',
      label: 'Table of runs, or charts',
      run: () => dispatch({ kind: 'runs/layout', layout: layout === 'wide' ? 'split' : 'wide' }),
      isAlways: true,
    },
  ]);

  const bar = (
    <ViewBar
      entity={entity}
      project={project}
      spec={spec}
      saving={saving}
      template={template}
      canWrite={canWrite}
      onSet={set}
    />
  );
  const banners = (
    <ViewBanners spec={spec} saving={saving} problem={problem} missing={missing} onSet={set} />
  );
  if (list.isPending && list.error === null) return <PagePending />;
  if (list.totalCount === 0 && list.error === null) return empty;

  const pane = (
    <RunsPane list={list} live={live} user={user} dispatch={dispatch} onFocusRun={focusRun} />
  );
  const heading = <h1 className="visually-hidden">{project}</h1>;
  if (layout === 'wide') {
    return (
      <div className={styles.page}>
        {heading}
        {banners}
        <div className={styles.wideBar}>{bar}</div>
        {pane}
      </div>
    );
  }

  const charts = (
    <FocusedRunProvider focused={focused}>
      <MetricBoard
        entity={entity}
        project={project}
        runs={list.drawn}
        hiddenRuns={list.hidden}
        groupBy={runs.groupBy}
        baseline={runs.baseline}
        filter={list.request}
        listing={listing}
        sections={sections}
        axisKeys={keys.data?.history ?? []}
        control={control}
        toolbarStart={
          <>
            {layout === 'closed' ? (
              <IconButton
                label="Show the runs"
                icon={<PanelLeftOpen aria-hidden />}
                onClick={() => dispatch({ kind: 'runs/layout', layout: 'split' })}
              />
            ) : null}
            {bar}
          </>
        }
        notice={
          list.isCut ? (
            <p className={styles.notice} role="status">
              Charts draw the first {MOST_DRAWN} of the {formatCount(list.foundCount ?? 0)} runs
              listed.
            </p>
          ) : null
        }
        empty={emptyBoard()}
        {...(canWrite ? { addToReport: setAdded, sharePanel: setShared } : {})}
      />
      <Suspense>
        {added === null ? null : (
          <AddToReport
            entity={entity}
            project={project}
            runs={runs}
            panels={added}
            onClose={() => setAdded(null)}
          />
        )}
        {shared === null ? null : (
          <SharePanel
            entity={entity}
            project={project}
            runs={runs}
            panel={shared}
            onClose={() => setShared(null)}
          />
        )}
      </Suspense>
    </FocusedRunProvider>
  );

  function emptyBoard(): ReactNode {
    if (keys.data === undefined) {
      if (keys.isPending) return <PagePending />;
      return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />;
    }
    if (sections.length === 0) {
      return board.mode === 'automatic' ? <NoMetrics /> : <NoPanels onAdd={addSection} />;
    }
    if (list.drawn.length > 0 || list.foundCount === undefined) return null;
    if (list.foundCount === 0) {
      return (
        <EmptyState icon={<EyeOff aria-hidden />} title="No run matches">
          Charts show the runs that the list shows.
        </EmptyState>
      );
    }
    return (
      <EmptyState
        icon={<EyeOff aria-hidden />}
        title="All runs are hidden"
        action={
          <Button onClick={() => dispatch({ kind: 'runs/show', base: 'first' })}>
            Show the first {runs.firstCount}
          </Button>
        }
      >
        The eye beside a run shows its lines.
      </EmptyState>
    );
  }

  function addSection(): void {
    dispatch({ kind: 'section/add', section: 'own:first', title: 'Charts', order: ['own:first'] });
  }

  return (
    <div className={styles.page}>
      {heading}
      {banners}
      {layout === 'closed' ? (
        charts
      ) : (
        <SplitPane
          label="Width of the list of runs"
          initialWidth={360}
          minWidth={240}
          storageKey="runloom.runs-width"
          start={pane}
          end={charts}
        />
      )}
    </div>
  );
}

/** In manual mode a workspace starts without panels. */
function NoPanels({ onAdd }: { readonly onAdd: () => void }) {
  return (
    <EmptyState title="No panels yet" action={<Button onClick={onAdd}>Add a section</Button>}>
      This workspace shows only the panels that you add.
    </EmptyState>
  );
}
