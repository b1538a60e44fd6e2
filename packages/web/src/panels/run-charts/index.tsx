import type { MetricDefinition } from '@runloom/model';
import { useMemo } from 'react';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { runColour } from '../../components/run-colour.ts';
import { useRunMetricKeys } from '../../data/projects.ts';
import { useRun } from '../../data/runs.ts';
import { NoMetrics } from '../board/board-empty.tsx';
import { MetricBoard } from '../board/metric-board.tsx';
import { visibleKeys } from '../board/panel-axis.ts';
import { useSections } from '../board/use-sections.ts';
import { useBoardState } from '../view/use-board-state.ts';

const NO_DEFINITIONS: readonly MetricDefinition[] = [];

/** Every metric of one run, or of its machine, as charts. Fills its parent. */
export function RunCharts({
  entity,
  project,
  run,
  label,
  stream,
}: {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
  /** What people call it. */
  readonly label: string;
  readonly stream: 'history' | 'system';
}) {
  const control = useBoardState();
  const keys = useRunMetricKeys(entity, project, run);
  const known = keys.data?.[stream];
  const { data } = useRun(entity, project, run);
  const definitions = data?.metricDefinitions ?? NO_DEFINITIONS;
  // The colour that it has in the workspace.
  const colour = runColour(data?.serial ?? 0);
  const runs = useMemo(
    () => [{ name: run, label, colour, definitions, summaryKeys: [], media: [], charts: [] }],
    [run, label, colour, definitions],
  );
  const shownKeys = useMemo(
    () => ({
      history: stream === 'history' ? visibleKeys(known ?? [], runs) : [],
      system: stream === 'system' ? (known ?? []) : [],
    }),
    [known, stream, runs],
  );
  const sections = useSections(control.view.board, shownKeys, 'part');

  if (known === undefined) {
    if (keys.isPending) return <PagePending />;
    return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />;
  }
  return (
    <MetricBoard
      entity={entity}
      project={project}
      runs={runs}
      sections={sections}
      axisKeys={stream === 'history' ? known : []}
      control={control}
      empty={sections.length === 0 ? <NoMetrics isSystem={stream === 'system'} /> : null}
    />
  );
}
