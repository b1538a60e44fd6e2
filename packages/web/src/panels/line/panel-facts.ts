import type { PanelData } from '@runloom/model';
import type { ChartLine } from '../../charts/index.ts';

/** What a panel stands on, over all its lines and all points in view. */
export interface PanelFacts {
  readonly points: number;
  /** Most entries that a line is drawn from; null when every point is drawn. */
  readonly buckets: number | null;
  readonly nans: number;
  readonly infinities: number;
  /** There are values that a logarithmic y axis has no place for. */
  readonly hasValuesBelowLog: boolean;
  /** There are x that a logarithmic x axis has no place for. */
  readonly hasXBelowLog: boolean;
  /** Some value can be drawn on the axes there are. */
  readonly isDrawable: boolean;
}

export function factsOf(
  lines: readonly ChartLine[],
  { xLog, yLog }: { readonly xLog: boolean; readonly yLog: boolean },
): PanelFacts {
  let points = 0;
  let buckets: number | null = null;
  let nans = 0;
  let infinities = 0;
  let hasValuesBelowLog = false;
  let hasXBelowLog = false;
  let isDrawable = false;
  for (const { x, y, original, band, counts } of lines) {
    points += counts.points;
    nans += counts.nans;
    infinities += counts.infinities;
    if (counts.buckets !== null) buckets = Math.max(buckets ?? 0, counts.buckets);
    hasXBelowLog ||= xLog && (x[0] ?? 1) <= 0;
    for (const column of [y, original, band?.low, band?.high]) {
      for (const value of column ?? []) {
        if (!Number.isFinite(value)) continue;
        if (value > 0 || !yLog) isDrawable = true;
        else hasValuesBelowLog = true;
      }
    }
  }
  return { points, buckets, nans, infinities, hasValuesBelowLog, hasXBelowLog, isDrawable };
}

/** How the runs of groups meet on x, in words; null where nothing is grouped. */
export function alignmentOf(data: PanelData | null): string | null {
  const line = data?.lines.find(({ kind }) => kind === 'group');
  if (line?.kind !== 'group') return null;
  return line.alignment === 'exact-x'
    ? 'Runs meet at each x that was logged; nothing is put together or interpolated.'
    : `Runs have different x: each has its say once in each window of ${Number((line.windowWidth ?? 0).toPrecision(4))}, by the mean of all its points there.`;
}
