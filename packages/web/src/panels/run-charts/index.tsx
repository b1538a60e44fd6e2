import type { MetricDefinition } from '@runloom/model';
import { useMemo } from 'react';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { runColour } from '../../components/run-colour.ts';
import { useRunMetricKeys } from '../../data/projects.ts';
import { useRunPlaces } from '../../data/run-search.ts';
import { useRun } from '../../data/runs.ts';
import { BOARD_PARAMETERS, decodeBoard, encodeBoard } from '../board/board-address.ts';
import { NoMetrics } from '../board/board-empty.tsx';
import {
  type BoardAction,
  type BoardView,
  isPassingAction,
  reduceBoard,
  streamOfAction,
} from '../board/board-view.ts';
import { MetricBoard } from '../board/metric-board.tsx';
import { visibleKeys } from '../board/panel-axis.ts';
import { historySections, systemSections } from '../board/sections.ts';
import { typeForMetric } from '../registry.ts';
import { useView, type ViewRules } from '../view/use-view.ts';

const RULES: ViewRules<BoardView, BoardAction> = {
  parameters: BOARD_PARAMETERS,
  encode: encodeBoard,
  decode: decodeBoard,
  reduce: reduceBoard,
  streamOf: streamOfAction,
  isPassing: isPassingAction,
};

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
  const control = useView(RULES);
  const keys = useRunMetricKeys(entity, project, run);
  const known = keys.data?.[stream];
  const { data } = useRun(entity, project, run);
  const definitions = data?.metricDefinitions ?? NO_DEFINITIONS;
  // The colour that it has in the workspace.
  const { places, isPending } = useRunPlaces(entity, project, data === undefined ? [] : [data]);
  const colour = runColour(places[0] ?? 0);
  const runs = useMemo(
    () => [{ name: run, label, colour, definitions, summaryKeys: [] }],
    [run, label, colour, definitions],
  );
  const sections = useMemo(
    () =>
      stream === 'history'
        ? historySections(visibleKeys(known ?? [], runs), typeForMetric)
        : systemSections(known ?? [], typeForMetric),
    [known, stream, runs],
  );

  if (known !== undefined && isPending) return <PagePending />;
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
