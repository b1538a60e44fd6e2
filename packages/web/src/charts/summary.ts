import { axisName, type ChartAxis } from './chart-axis.ts';
import type { ChartLine } from './chart-line.ts';
import { formatValue, formatX } from './format.ts';
import type { HoverPoint } from './hover.ts';

/** Lines told one by one; the rest is counted. */
const MOST_TOLD = 12;

/** What a chart shows, in words, for those who don't see it: each line's last value. */
export function describeLines(
  lines: readonly ChartLine[],
  axis: ChartAxis,
  /** What its numbers are written as. */
  labelled = axis,
): string {
  if (lines.length === 0) return 'No data.';
  const told = lines.slice(0, MOST_TOLD).map((line) => {
    const last = lastFinite(line);
    if (last < 0) return `${line.label}: no values`;
    const value = formatValue(line.y[last] ?? Number.NaN);
    return `${line.label}: last ${value} at ${axisName(axis)} ${formatX(labelled, line.x[last] ?? 0)}`;
  });
  const rest = lines.length - told.length;
  return `Against ${axisName(axis)}. ${told.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`;
}

/** The points under the crosshair, in words. */
export function describePoints(
  points: readonly HoverPoint[],
  axis: ChartAxis,
  x: number,
  labelled = axis,
): string {
  const values = points.map(({ label, y }) => `${label} ${formatValue(y)}`);
  return `${axisName(axis)} ${formatX(labelled, x)}: ${values.join(', ')}`;
}

function lastFinite({ y }: ChartLine): number {
  let index = y.length - 1;
  while (index >= 0 && !Number.isFinite(y[index])) index -= 1;
  return index;
}
