import type { MetricCondition } from './event-filter.ts';

/** What made a condition hold. */
export interface MetricFinding {
  /** Of the value that completed the window; a step, or seconds for samples of the machine. */
  readonly at: number;
  /** What was compared: a value, an aggregate, a change or a z-score. */
  readonly value: number;
  readonly reason: string;
}

/** Finite values seen last, oldest first: as many as the next look needs. */
export type Tail = readonly number[];

/** How many values a window needs behind the newest one. */
export function tailLength(condition: MetricCondition): number {
  switch (condition.kind) {
    case 'threshold':
      return windowSize(condition, condition.window_size) - 1;
    case 'change':
      return currentSize(condition) + priorSize(condition) - 1;
    case 'zscore':
      return condition.window_size;
  }
}

/**
 * Looks at every new value, each with the window that ends at it, and tells the first for which the
 * condition holds. A window that is not full yet says nothing; NaN and infinities are left out.
 *
 * - threshold: the aggregate (average unless told) of the last values against the threshold
 * - change: the same over the current window against the window right before it, as a difference or
 *   as a share of the size of the earlier one
 * - z-score: the value against mean and standard deviation (n − 1) of the values right before it
 */
export function watchMetric(
  condition: MetricCondition,
  tail: Tail,
  points: { readonly x: ArrayLike<number>; readonly value: ArrayLike<number> },
): { readonly finding: MetricFinding | null; readonly tail: Tail } {
  const keep = tailLength(condition);
  const values = [...tail];
  let finding: MetricFinding | null = null;
  for (let at = 0; at < points.value.length; at += 1) {
    const value = points.value[at] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    values.push(value);
    if (values.length > keep && finding === null) {
      finding = judge(condition, values.slice(-(keep + 1)), points.x[at] ?? Number.NaN);
    }
    // Cut in large pieces, so that long series are not copied for each value.
    if (values.length > 4 * (keep + 1) + 1024) values.splice(0, values.length - keep);
  }
  return { finding, tail: keep === 0 ? [] : values.slice(-keep) };
}

/** @param window full: the newest value last */
function judge(
  condition: MetricCondition,
  window: readonly number[],
  at: number,
): MetricFinding | null {
  switch (condition.kind) {
    case 'threshold': {
      const value = aggregate(condition.agg_op, window);
      if (!compare(value, condition.cmp_op, condition.threshold)) return null;
      const symbol = SYMBOLS[condition.cmp_op];
      const what = nameOf(condition, windowSize(condition, condition.window_size));
      return { at, value, reason: `${what} ${symbol} ${condition.threshold}: it is ${value}` };
    }
    case 'change': {
      const split = window.length - currentSize(condition);
      const prior = aggregate(condition.agg_op, window.slice(0, split));
      const current = aggregate(condition.agg_op, window.slice(split));
      const isRelative = condition.change_type === 'RELATIVE';
      const change = isRelative ? (current - prior) / Math.abs(prior) : current - prior;
      if (!reaches(change, condition.change_dir, condition.change_amount, true)) return null;
      const amount = isRelative ? `${100 * change} %` : String(change);
      const what = nameOf(condition, currentSize(condition));
      return { at, value: change, reason: `${what} changed by ${amount}: ${prior} → ${current}` };
    }
    case 'zscore': {
      const before = window.slice(0, -1);
      const value = window.at(-1) ?? Number.NaN;
      const mean = aggregate('AVERAGE', before);
      const squares = before.reduce((sum, one) => sum + (one - mean) ** 2, 0);
      const deviation = Math.sqrt(squares / (before.length - 1));
      const score = value === mean ? 0 : (value - mean) / deviation;
      if (!reaches(score, condition.change_dir, condition.threshold, false)) return null;
      const what = `${condition.name} is ${value}`;
      return { at, value: score, reason: `${what}, ${score} standard deviations from ${mean}` };
    }
  }
}

const SYMBOLS = { $gte: '≥', $gt: '>', $lt: '<', $lte: '≤', $eq: '=', $ne: '≠' } as const;

function compare(value: number, operator: keyof typeof SYMBOLS, threshold: number): boolean {
  switch (operator) {
    case '$gte':
      return value >= threshold;
    case '$gt':
      return value > threshold;
    case '$lt':
      return value < threshold;
    case '$lte':
      return value <= threshold;
    case '$eq':
      return value === threshold;
    case '$ne':
      return value !== threshold;
  }
}

function reaches(
  change: number,
  direction: 'INCREASE' | 'DECREASE' | 'ANY',
  amount: number,
  isInclusive: boolean,
): boolean {
  const size = direction === 'ANY' ? Math.abs(change) : direction === 'INCREASE' ? change : -change;
  return isInclusive ? size >= amount : size > amount;
}

function aggregate(operation: Aggregation, values: Tail): number {
  if (operation === 'MAX') return values.reduce((most, value) => Math.max(most, value));
  if (operation === 'MIN') return values.reduce((least, value) => Math.min(least, value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

type Aggregation = 'MAX' | 'MIN' | 'AVERAGE' | null | undefined;
type Change = Extract<MetricCondition, { kind: 'change' }>;

/** Without an aggregate single values are compared, whatever the window says. */
function windowSize({ agg_op }: { readonly agg_op?: Aggregation }, size: number): number {
  return agg_op ? size : 1;
}

const currentSize = (condition: Change): number =>
  windowSize(condition, condition.current_window_size);

const priorSize = (condition: Change): number =>
  windowSize(condition, condition.prior_window_size ?? condition.current_window_size);

function nameOf(
  { name, agg_op }: { readonly name: string; readonly agg_op?: Aggregation },
  size: number,
): string {
  return agg_op ? `${agg_op.toLowerCase()} of the last ${size} values of ${name}` : name;
}
