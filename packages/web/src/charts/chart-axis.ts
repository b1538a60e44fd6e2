import type { XAxis } from '@runloom/model';

/** What x is: steps, seconds since the start, seconds since the epoch, or the values of a metric. */
export type ChartAxis = XAxis | `metric:${string}`;

const METRIC = 'metric:';

/** The axis on which the values of a metric lie. */
export function metricAxis(key: string): ChartAxis {
  return `${METRIC}${key}`;
}

/** The metric whose values are the axis; null on steps and time. */
export function axisMetric(axis: ChartAxis): string | null {
  return axis.startsWith(METRIC) ? axis.slice(METRIC.length) : null;
}

/** The axis in words, within a sentence; a metric by its own name. */
export function axisName(axis: ChartAxis): string {
  if (axis === 'relative') return 'relative time';
  if (axis === 'wall') return 'wall time';
  return axisMetric(axis) ?? 'step';
}
