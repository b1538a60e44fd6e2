import type { ChartLine } from './chart-line.ts';
import { nearestIndex } from './columns.ts';
import { sharesAt } from './stack.ts';

/** The point of one line that is next to the pointer. */
export interface HoverPoint {
  readonly lineId: string;
  readonly source: string;
  readonly label: string;
  readonly colour: string;
  readonly x: number;
  /** As drawn; not finite where the line has a hole. */
  readonly y: number;
  /** As logged, where the line is smoothed. */
  readonly original: number | null;
  readonly band: { readonly low: number; readonly high: number; readonly name: string } | null;
  /** Of a group: how many runs have a value here. */
  readonly runs: number | null;
  /** Of areas in percent: the share of this one. */
  readonly percent: number | null;
  /** What the legend's template says of it; null says the value. */
  readonly told: string | null;
}

/** Lines that have points at an x. @param tolerance how far beyond a line's ends it may be, in units of x */
export function linesAt(
  lines: readonly ChartLine[],
  x: number,
  tolerance: number,
): readonly ChartLine[] {
  return lines.filter((line) => {
    const first = line.x[0] ?? Number.NaN;
    const last = line.x[line.x.length - 1] ?? Number.NaN;
    return x >= first - tolerance && x <= last + tolerance;
  });
}

/** The nearest point of each line, highest first; points without a value last. */
export function pointsAt(
  lines: readonly ChartLine[],
  x: number,
  chart: {
    /** All lines of the chart, of which each is a share. */
    readonly all: readonly ChartLine[];
    /** Shares are told. */
    readonly isInPercent: boolean;
  } = { all: lines, isInPercent: false },
): readonly HoverPoint[] {
  const shareOf = sharesAt(chart.all);
  const points = lines.map((line) =>
    pointOf(line, nearestIndex(line.x, x), shareOf, chart.isInPercent),
  );
  const rank = (y: number) => (Number.isNaN(y) ? Number.NEGATIVE_INFINITY : y);
  return points.sort((a, b) => (rank(a.y) === rank(b.y) ? 0 : rank(b.y) - rank(a.y)));
}

/** The point that a measure puts nearest, of those with a value; the first of several. */
export function nearestPoint(
  points: readonly HoverPoint[],
  distanceOf: (point: HoverPoint) => number,
): { readonly point: HoverPoint; readonly distance: number } | null {
  let nearest: { point: HoverPoint; distance: number } | null = null;
  for (const point of points) {
    if (!Number.isFinite(point.y)) continue;
    const distance = distanceOf(point);
    if (nearest === null || distance < nearest.distance) nearest = { point, distance };
  }
  return nearest;
}

function pointOf(
  line: ChartLine,
  index: number,
  shareOf: (line: ChartLine, x: number) => number,
  isInPercent: boolean,
): HoverPoint {
  const { band } = line;
  const x = line.x[index] ?? 0;
  const y = line.y[index] ?? Number.NaN;
  const original = line.original?.[index] ?? null;
  return {
    lineId: line.id,
    source: line.source,
    label: line.label,
    colour: line.colour,
    x,
    y,
    original,
    band:
      band === null
        ? null
        : {
            low: band.low[index] ?? Number.NaN,
            high: band.high[index] ?? Number.NaN,
            name: band.name,
          },
    runs: line.runs?.[index] ?? null,
    percent: isInPercent ? shareOf(line, x) : null,
    told:
      line.tell === null
        ? null
        : line.tell({
            x,
            y,
            original,
            statistics: statisticsAt(line, index),
            percentOf: () => shareOf(line, x),
          }),
  };
}

function statisticsAt({ statistics }: ChartLine, index: number): Record<string, number> {
  const entries = Object.entries(statistics).map(
    ([name, column]) => [name, column[index] ?? Number.NaN] as const,
  );
  return Object.fromEntries(entries);
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
