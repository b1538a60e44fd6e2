import type { CallQuery } from './query-types.ts';
import type { Microseconds } from './units.ts';

export type StatAggregation =
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'count'
  | 'count_true'
  | 'count_false';

/** A number of calls, and what is wanted of it. Default of aggregations: the sum. */
export interface StatMetric<Name extends string> {
  readonly metric: Name;
  readonly aggregations?: readonly StatAggregation[];
  /** From 0 to 100. */
  readonly percentiles?: readonly number[];
}

export type CallMetric = 'latency_ms' | 'call_count' | 'error_count';

export type UsageMetric =
  | 'input_tokens'
  | 'output_tokens'
  | 'total_tokens'
  | 'cache_read_input_tokens'
  | 'cache_creation_input_tokens'
  | 'requests'
  | 'input_cost'
  | 'output_cost'
  | 'total_cost';

export interface StatsQuery extends Pick<CallQuery, 'filter' | 'query' | 'text'> {
  /** Calls that started at or after it, and before the end. */
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Of a bucket; absent for one that makes about a hundred of them. */
  readonly granularitySeconds?: number;
  /** Where days begin. Default UTC. */
  readonly timezone?: string;
  readonly callMetrics?: readonly StatMetric<CallMetric>[];
  /** Of each model; what is counted twice by calls above each other is counted once, where it was used. */
  readonly usageMetrics?: readonly StatMetric<UsageMetric>[];
  /** Beside the model, or in place of it: whose calls, or of which op. Default: model. */
  readonly usageBy?: 'model' | 'user' | 'op';
}

export interface StatBucket {
  readonly start: Microseconds;
  /** What the usage is of: a model, a user or an op; '' in buckets of calls. */
  readonly group: string;
  readonly count: number;
  /** As `avg_latency_ms`, `p95_latency_ms`, `sum_input_tokens`. */
  readonly values: Readonly<Record<string, number | null>>;
}

export interface CallStats {
  readonly start: Microseconds;
  readonly end: Microseconds;
  readonly granularitySeconds: number;
  readonly timezone: string;
  /** In the order of time; those without calls are left out. */
  readonly callBuckets: readonly StatBucket[];
  readonly usageBuckets: readonly StatBucket[];
}
