import type { PanelX } from '@runloom/model';

/**
 * What x is: steps, seconds since the start (by the wall clock, or while the process ran), seconds
 * since the epoch, the values of a metric, or those of an expression.
 */
export type ChartAxis =
  | 'step'
  | 'relative'
  | 'process'
  | 'wall'
  | `metric:${string}`
  | `expression:${string}`;

const METRIC = 'metric:';
const EXPRESSION = 'expression:';

/** The axis on which the values of a metric lie. */
export function metricAxis(key: string): ChartAxis {
  return `${METRIC}${key}`;
}

/** The metric whose values are the axis; null on steps, time and expressions. */
export function axisMetric(axis: ChartAxis): string | null {
  return axis.startsWith(METRIC) ? axis.slice(METRIC.length) : null;
}

/** Whether x is time in seconds. */
export function isTimeAxis(axis: ChartAxis): boolean {
  return axis === 'relative' || axis === 'process' || axis === 'wall';
}

/** Reads what stands in an address; null when it is no axis. */
export function parseAxis(text: string): ChartAxis | null {
  if (text === 'step' || text === 'relative' || text === 'process' || text === 'wall') return text;
  for (const kind of [METRIC, EXPRESSION] as const) {
    if (text.startsWith(kind) && text.length > kind.length) {
      return `${kind}${text.slice(kind.length)}`;
    }
  }
  return null;
}

/** The axis as the server is asked for it. */
export function axisRequest(axis: ChartAxis): PanelX {
  const key = axisMetric(axis);
  if (key !== null) return { key };
  if (axis.startsWith(EXPRESSION)) return { expression: axis.slice(EXPRESSION.length) };
  return axis === 'relative' || axis === 'process' || axis === 'wall' ? axis : 'step';
}

/** The reverse of {@link axisRequest}. */
export function axisOf(x: PanelX): ChartAxis {
  if (typeof x === 'string') return x;
  return 'key' in x ? metricAxis(x.key) : `${EXPRESSION}${x.expression}`;
}

/** The axis in words, within a sentence; a metric by its own name, an expression as it stands. */
export function axisName(axis: ChartAxis): string {
  if (axis === 'relative') return 'relative time';
  if (axis === 'process') return 'relative time (process)';
  if (axis === 'wall') return 'wall time';
  return axisText(axis) ?? 'step';
}

/** Heading of an axis or of a value on it. */
export function axisTitle(axis: ChartAxis): string {
  const name = axisName(axis);
  return axisText(axis) === null ? `${name.slice(0, 1).toUpperCase()}${name.slice(1)}` : name;
}

/** What readers and scripts named the axis; null where it is one of the known ones. */
export function axisText(axis: ChartAxis): string | null {
  if (axis.startsWith(EXPRESSION)) return axis.slice(EXPRESSION.length);
  return axisMetric(axis);
}
