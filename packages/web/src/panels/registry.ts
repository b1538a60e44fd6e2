import { barPanel } from './bar/index.ts';
import { codeComparerPanel } from './code-comparer/index.ts';
import { customChartPanel } from './custom-chart/index.ts';
import { foreignPanel } from './foreign/index.ts';
import { importancePanel } from './importance/index.ts';
import { linePanel } from './line/index.ts';
import { markdownPanel } from './markdown/index.ts';
import { mediaPanel } from './media/index.ts';
import type { AnyPanelType, MetricRef, PanelSpec } from './panel-type.ts';
import { parallelPanel } from './parallel/index.ts';
import { runComparerPanel } from './run-comparer/index.ts';
import { scalarPanel } from './scalar/index.ts';
import { scatterPanel } from './scatter/index.ts';
import { tablePanel } from './table/index.ts';

/** All types of panels, in the order of the menu; the first that takes a metric draws it. */
export const PANEL_TYPES: readonly AnyPanelType[] = [
  linePanel,
  barPanel,
  scatterPanel,
  parallelPanel,
  importancePanel,
  scalarPanel,
  runComparerPanel,
  codeComparerPanel,
  mediaPanel,
  tablePanel,
  customChartPanel,
  markdownPanel,
];

/** The type of a panel; undefined for one of another version. */
export function panelTypeOf({ type }: Pick<PanelSpec, 'type'>): AnyPanelType | undefined {
  return type === foreignPanel.id ? foreignPanel : PANEL_TYPES.find(({ id }) => id === type);
}

/** Name of the type that draws a metric by itself; null when it gets no panel. */
export function typeForMetric(metric: MetricRef): string | null {
  return PANEL_TYPES.find((type) => type.takesMetric?.(metric))?.id ?? null;
}
