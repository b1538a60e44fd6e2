import type { ChartLine } from './chart-line.ts';
import { nearestIndex } from './columns.ts';

/** The point of one line that is next to the pointer. */
export interface HoverPoint {
  readonly lineId: string;
  readonly label: string;
  readonly colour: string;
  readonly x: number;
  /** As drawn; not finite where the line has a hole. */
  readonly y: number;
  /** As logged, where the line is smoothed. */
  readonly original: number | null;
  readonly band: { readonly low: number; readonly high: number } | null;
}

/**
 * The nearest point of each line, highest first; points without a value last.
 * @param tolerance how far beyond a line's ends the pointer may be, in units of x
 */
export function pointsAt(
  lines: readonly ChartLine[],
  x: number,
  tolerance: number,
): readonly HoverPoint[] {
  const points: HoverPoint[] = [];
  for (const line of lines) {
    const index = nearestIndex(line.x, x);
    if (index < 0) continue;
    const first = line.x[0] ?? 0;
    const last = line.x[line.x.length - 1] ?? 0;
    if (x < first - tolerance || x > last + tolerance) continue;
    const { low, high } = line.band ?? {};
    points.push({
      lineId: line.id,
      label: line.label,
      colour: line.colour,
      x: line.x[index] ?? 0,
      y: line.y[index] ?? Number.NaN,
      original: line.original?.[index] ?? null,
      band: low && high ? { low: low[index] ?? Number.NaN, high: high[index] ?? Number.NaN } : null,
    });
  }
  const rank = (y: number) => (Number.isNaN(y) ? Number.NEGATIVE_INFINITY : y);
  return points.sort((a, b) => (rank(a.y) === rank(b.y) ? 0 : rank(b.y) - rank(a.y)));
}

/** At most `limit` points in a row of the sorted list, the focused one among them. */
export function pointsAround(
  points: readonly HoverPoint[],
  focus: string | null,
  limit: number,
): readonly HoverPoint[] {
  if (points.length <= limit) return points;
  const at = Math.max(
    0,
    points.findIndex(({ lineId }) => lineId === focus),
  );
  const from = Math.min(points.length - limit, Math.max(0, at - Math.floor(limit / 2)));
  return points.slice(from, from + limit);
}
