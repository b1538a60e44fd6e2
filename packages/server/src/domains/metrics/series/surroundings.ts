import { bucketOf } from '@runloom/model';
import type { ColumnStore } from '../../../stores/columns/types.ts';
import { type LineWish, type PanelLines, readLines } from './lines.ts';
import type { PanelPlan, Span } from './types.ts';

/** Weights below this share of the whole are less than the rounding of the result. */
const LEAST_WEIGHT = 1e-13;
/** Standard deviations beyond which a Gaussian's weight is nothing. */
const REACH_IN_SIGMAS = 8.5;
/** Buckets that are read before the view, and behind it, at most. */
const MAX_SURROUNDING_BUCKETS = 15_000;

/**
 * The lines of a group's runs as far around the view as its smoothing looks, on the same grid: what is
 * drawn does not change when the view is moved or made smaller.
 */
export async function withSurroundings(
  columns: ColumnStore,
  wish: LineWish,
  plan: PanelPlan,
  inView: PanelLines,
): Promise<PanelLines> {
  const { range } = plan;
  if (range === null || inView.grid === null) return inView;
  const { width } = inView.grid;
  const reach = reachOf(plan, range, width);
  const bounded = (distance: number): number => Math.min(distance, MAX_SURROUNDING_BUCKETS * width);
  const wide = {
    min: bucketOf(range.min - bounded(reach.before), width) * width,
    max: range.max + bounded(reach.behind),
  };
  // As many buckets as fit, so that a line whose points are told in view is told by its points around it.
  const surrounding = { ...wish.plan, range: wide, buckets: 2 * MAX_SURROUNDING_BUCKETS };
  return readLines(columns, { ...wish, plan: surrounding, bucketWidth: width });
}

function reachOf(
  { smoothing, rangeOfX }: PanelPlan,
  range: Span,
  width: number,
): { before: number; behind: number } {
  switch (smoothing.kind) {
    case 'none':
      return { before: 0, behind: 0 };
    case 'twema': {
      const fade = -Math.log(Math.min(Math.sqrt(smoothing.weight), 0.999)) * 1000;
      const viewport = rangeOfX ?? range.max - range.min;
      return { before: (-Math.log(LEAST_WEIGHT) / fade) * viewport, behind: 0 };
    }
    case 'ema': {
      const places = Math.log(LEAST_WEIGHT) / Math.log(Math.min(smoothing.weight, 0.999));
      return { before: places * width, behind: 0 };
    }
    case 'gaussian': {
      const reach = REACH_IN_SIGMAS * smoothing.sigma;
      return { before: reach, behind: reach };
    }
    case 'average': {
      const reach = smoothing.points * width;
      return { before: reach, behind: reach };
    }
  }
}
