import { isIdentity, type Smoothing, smooth } from '@runloom/model';
import type { SeriesColumns } from '../data/series-columns.ts';

/** One line of a chart, ready to be drawn. Columns have the same length; x is ascending. */
export interface ChartLine {
  readonly id: string;
  readonly label: string;
  /** Any CSS colour, `var(--run-0)` among them. */
  readonly colour: string;
  readonly x: Float64Array;
  /** What the line passes through; no line where it is not finite. */
  readonly y: Float64Array;
  /** What was logged, drawn faintly behind a smoothed line; null where y is that already. */
  readonly original: Float64Array | null;
  /** Smallest and largest value of each bucket. */
  readonly band: { readonly low: Float64Array; readonly high: Float64Array } | null;
  /** Points that have no place on the y axis. */
  readonly marks: readonly LineMark[];
  readonly counts: LineCounts;
}

export interface LineMark {
  readonly x: number;
  readonly kind: 'nan' | 'infinity' | 'minus-infinity';
}

/** What the line was computed from. */
export interface LineCounts {
  readonly points: number;
  /** Null when every point is drawn. */
  readonly buckets: number | null;
  readonly nans: number;
  readonly infinities: number;
}

/** What the reader chose for all lines of a chart. */
export interface LineStyle {
  readonly smoothing: Smoothing;
  /** Draw what was logged behind the smoothed line. */
  readonly showOriginal: boolean;
  /** Width of the x axis in its units, for smoothing by distance. */
  readonly rangeOfX: number;
}

/**
 * Makes the line of a series. Points are smoothed as they are; buckets by their means, each with
 * the number of points it stands for. Without smoothing the line passes through the last value of
 * each bucket, as W&B's does.
 */
export function toChartLine(
  run: { readonly id: string; readonly label: string; readonly colour: string },
  series: SeriesColumns,
  style: LineStyle,
): ChartLine {
  const { x, value, buckets } = series;
  const isSmooth = !isIdentity(style.smoothing);
  const y = isSmooth
    ? smooth(
        { x, y: buckets?.mean ?? value, counts: buckets?.finiteCounts },
        style.smoothing,
        style.rangeOfX,
      )
    : value;
  const showsOriginal = isSmooth && style.showOriginal;
  return {
    ...run,
    x,
    y,
    original: showsOriginal ? value : null,
    band: buckets && (showsOriginal || !isSmooth) ? { low: buckets.min, high: buckets.max } : null,
    marks: marksOf(series),
    counts: {
      points: series.count,
      buckets: buckets === null ? null : x.length,
      nans: series.nanCount,
      infinities: series.infinityCount,
    },
  };
}

function marksOf({ x, value, buckets, nanCount, infinityCount }: SeriesColumns): LineMark[] {
  if (nanCount === 0 && infinityCount === 0) return [];
  const marks: LineMark[] = [];
  for (let index = 0; index < x.length; index += 1) {
    const at = x[index] ?? 0;
    const point = value[index] ?? Number.NaN;
    if (buckets === null ? Number.isNaN(point) : (buckets.nans[index] ?? 0) > 0) {
      marks.push({ x: at, kind: 'nan' });
    } else if (point === Number.POSITIVE_INFINITY) marks.push({ x: at, kind: 'infinity' });
    else if (point === Number.NEGATIVE_INFINITY) marks.push({ x: at, kind: 'minus-infinity' });
  }
  return marks;
}
