import { linePanel } from './line/index.ts';
import type { MetricRef, PanelSpec, PanelType } from './panel-type.ts';

/** All types of panels; the first that takes a metric draws it. */
const PANEL_TYPES: readonly PanelType[] = [linePanel];

/** The type of a panel; undefined for one of another version. */
export function panelTypeOf(spec: PanelSpec): PanelType | undefined {
  return PANEL_TYPES.find(({ id }) => id === spec.type);
}

/** Name of the type that draws a metric by itself; null when it gets no panel. */
export function typeForMetric(metric: MetricRef): string | null {
  return PANEL_TYPES.find((type) => type.takesMetric(metric))?.id ?? null;
}
