import { definitionOfKey, type MetricDefinition } from '@runloom/model';
import { type ChartAxis, metricAxis } from '../../charts/chart-axis.ts';
import type { MetricRef } from '../panel-type.ts';
import type { ShownRun } from './board-context.ts';
import type { BoardView } from './board-view.ts';

/** What is the x axis of one panel. */
export interface PanelAxis {
  readonly axis: ChartAxis;
  /** The axes that its runs name, when they don't agree and steps are drawn instead; else empty. */
  readonly disputed: readonly string[];
}

/**
 * The x axis of a metric's panel: what the reader chose; over steps, the metric that the runs'
 * scripts named for it. The machine is measured by time and knows no steps, and no metric is its
 * own axis.
 */
export function panelAxisOf(
  view: Pick<BoardView, 'axis'>,
  { stream, key }: MetricRef,
  runs: readonly ShownRun[],
): PanelAxis {
  const isOverTime = view.axis === 'relative' || view.axis === 'wall';
  if (isOverTime) return { axis: view.axis, disputed: [] };
  if (stream === 'system') return { axis: 'relative', disputed: [] };
  if (view.axis === metricAxis(key)) return { axis: 'step', disputed: [] };
  if (view.axis !== 'step') return { axis: view.axis, disputed: [] };
  const named = new Set(runs.flatMap((run) => namedStep(run, key) ?? []));
  const [only = STEP] = named;
  if (named.size > 1) {
    const disputed = [...named].map((name) => (name === STEP ? 'step' : name));
    return { axis: 'step', disputed };
  }
  return { axis: only === STEP ? 'step' : metricAxis(only), disputed: [] };
}

/** How a run without a step metric of its own counts its steps. */
const STEP = '_step';

/**
 * The metric that a run has for the key's x axis, {@link STEP} when it has none; null when the run
 * neither defines nor logs the key, so that its other definitions are no matter here.
 */
function namedStep({ definitions, summaryKeys }: ShownRun, key: string): string | null {
  const definition = definitionOfKey(definitions, key);
  if (definition !== null) return definition.stepMetric ?? STEP;
  const isLogged = summaryKeys.some((name) => key === name || key.startsWith(`${name}.`));
  return isLogged ? STEP : null;
}

/** Keys that get a panel: not those that all runs which define them want hidden. */
export function visibleKeys(keys: readonly string[], runs: readonly ShownRun[]): readonly string[] {
  const lists = definitionLists(runs);
  if (!lists.some((definitions) => definitions.some(({ hidden }) => hidden))) return keys;
  return keys.filter((key) => {
    const defined = lists.flatMap((definitions) => definitionOfKey(definitions, key) ?? []);
    return defined.length === 0 || !defined.every(({ hidden }) => hidden);
  });
}

/** Runs of one script have the same definitions: each list once. */
function definitionLists(runs: readonly ShownRun[]): readonly (readonly MetricDefinition[])[] {
  return [
    ...new Map(runs.map(({ definitions }) => [JSON.stringify(definitions), definitions])).values(),
  ];
}
