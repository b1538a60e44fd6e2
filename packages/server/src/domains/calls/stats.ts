import type { ProjectId } from '../projects/index.ts';
import { type CallReader, readConditions } from './conditions.ts';
import { scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';
import {
  type BucketRow,
  bucketStart,
  checkRange,
  rangeConditions,
  type StatRange,
  selectValues,
  toBucket,
} from './stat-buckets.ts';
import { metricColumns, type StatColumns } from './stat-columns.ts';
import type { CallMetric, CallStats, StatBucket, StatsQuery } from './types.ts';
import { selectUsageStats } from './usage-stats.ts';

/** What a call counts for each metric; null where it does not count. */
const CALL_METRICS: Readonly<Record<CallMetric, string>> = {
  latency_ms: 's_latency',
  call_count: '1',
  error_count: 's_failed',
};

/** Numbers of calls over time. */
export async function readStats(
  reader: CallReader,
  project: ProjectId,
  query: StatsQuery,
): Promise<CallStats> {
  const range = checkRange(query);
  const { callMetrics = [], usageMetrics = [] } = query;
  const callBuckets =
    callMetrics.length === 0
      ? []
      : await selectCallStats(
          reader,
          project,
          query,
          range,
          metricColumns(callMetrics, CALL_METRICS),
        );
  const usageBuckets =
    usageMetrics.length === 0 ? [] : await selectUsageStats(reader, project, query, range);
  return { ...range, callBuckets, usageBuckets };
}

async function selectCallStats(
  reader: CallReader,
  project: ProjectId,
  query: StatsQuery,
  range: StatRange,
  columns: StatColumns,
): Promise<readonly StatBucket[]> {
  const scope = await scopeOf(reader.columns, project);
  const { statement, values, where } = await readConditions(reader, scope, query);
  const latency = values.read({ kind: 'number', name: 'latency_ms' }).sql;
  values.use('failed');
  const calls = selectCalls(statement, scope, {
    select: { s_start: 'started_at', s_latency: latency, s_failed: 'toFloat64(failed)' },
    columns: values.columns,
    where: [...rangeConditions(statement, range), ...where],
    joins: values.joins,
  });
  const rows = await reader.columns.query<BucketRow>({
    sql: `SELECT ${bucketStart(statement, range, 's_start')} AS bucket,
        count() AS bucket_count, ${selectValues(columns)}
      FROM (${calls}) GROUP BY bucket ORDER BY bucket`,
    params: statement.params,
  });
  return rows.map((row) => toBucket(row, columns));
}
