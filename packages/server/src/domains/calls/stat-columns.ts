import { invalid } from '../../platform/errors.ts';
import type { StatAggregation, StatMetric } from './types.ts';

/** What each bucket holds: its name in the answer and the SQL that makes it. */
export type StatColumns = readonly { readonly name: string; readonly sql: string }[];

/** Numbers of one bucket; more are a mistake. */
const MAX_COLUMNS = 100;

const AGGREGATIONS: Readonly<Record<StatAggregation, (value: string) => string>> = {
  sum: (value) => `sumOrNull(${value})`,
  avg: (value) => `avgOrNull(${value})`,
  min: (value) => `minOrNull(${value})`,
  max: (value) => `maxOrNull(${value})`,
  count: (value) => `count(${value})`,
  count_true: (value) => `countIf(${value} != 0)`,
  count_false: (value) => `countIf(${value} = 0)`,
};

/**
 * The columns of what is asked for: `avg_latency_ms`, `p99.9_latency_ms`. Percentiles are exact.
 * @param values the SQL of each metric
 * @throws RunloomError('invalid') for a metric or percentile that there is not
 */
export function metricColumns<Name extends string>(
  metrics: readonly StatMetric<Name>[],
  values: Readonly<Record<Name, string>>,
): StatColumns {
  const columns = new Map<string, string>();
  for (const { metric, aggregations, percentiles = [] } of metrics) {
    if (!Object.hasOwn(values, metric)) {
      throw invalid(
        `There is no metric ${JSON.stringify(metric)}. There are: ${Object.keys(values).join(', ')}.`,
      );
    }
    const value = values[metric];
    const wanted: readonly StatAggregation[] =
      aggregations ?? (percentiles.length > 0 ? [] : ['sum']);
    for (const aggregation of wanted) {
      if (!Object.hasOwn(AGGREGATIONS, aggregation)) {
        throw invalid(
          `There is no aggregation ${JSON.stringify(aggregation)}. There are: ${Object.keys(AGGREGATIONS).join(', ')}.`,
        );
      }
      columns.set(`${aggregation}_${metric}`, AGGREGATIONS[aggregation](value));
    }
    for (const percentile of percentiles) {
      if (!(percentile >= 0 && percentile <= 100)) {
        throw invalid(`A percentile is from 0 to 100, not ${percentile}.`);
      }
      const level = (percentile / 100).toFixed(6);
      columns.set(`p${percentile}_${metric}`, `quantileExactInclusiveOrNull(${level})(${value})`);
    }
  }
  if (columns.size > MAX_COLUMNS)
    throw invalid(`At most ${MAX_COLUMNS} numbers are made of calls.`);
  return [...columns].map(([name, sql]) => ({ name, sql }));
}
