import type { ChartLine } from '../../charts/index.ts';

/** What a panel stands on, over all its lines and all points in view. */
export interface PanelFacts {
  readonly points: number;
  /** Most entries that a line is drawn from; null when every point is drawn. */
  readonly buckets: number | null;
  readonly nans: number;
  readonly infinities: number;
  /** There are values that a logarithmic axis has no place for. */
  readonly hasValuesBelowLog: boolean;
  /** Some value can be drawn on the axis there is. */
  readonly isDrawable: boolean;
}

export function factsOf(lines: readonly ChartLine[], isLog: boolean): PanelFacts {
  let points = 0;
  let buckets: number | null = null;
  let nans = 0;
  let infinities = 0;
  let hasValuesBelowLog = false;
  let isDrawable = false;
  for (const { y, original, band, counts } of lines) {
    points += counts.points;
    nans += counts.nans;
    infinities += counts.infinities;
    if (counts.buckets !== null) buckets = Math.max(buckets ?? 0, counts.buckets);
    for (const column of [y, original, band?.low, band?.high]) {
      for (const value of column ?? []) {
        if (!Number.isFinite(value)) continue;
        if (value > 0 || !isLog) isDrawable = true;
        else hasValuesBelowLog = true;
      }
    }
  }
  return { points, buckets, nans, infinities, hasValuesBelowLog, isDrawable };
}
