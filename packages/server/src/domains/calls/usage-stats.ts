import type { ProjectId } from '../projects/index.ts';
import { type CallConditions, type CallReader, readConditions } from './conditions.ts';
import { type CallScope, scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';
import {
  type BucketRow,
  bucketStart,
  rangeConditions,
  type StatRange,
  selectValues,
  toBucket,
} from './stat-buckets.ts';
import { metricColumns } from './stat-columns.ts';
import type { ModelPrice, StatBucket, StatsQuery, UsageMetric } from './types.ts';
import { bindPrices, PRICED_TOKENS, TOKENS, USAGE_ENTRIES } from './usage-sql.ts';

const METRICS: Readonly<Record<UsageMetric, string>> = {
  input_tokens: 'u_prompt',
  output_tokens: 'u_completion',
  total_tokens: 'u_total',
  cache_read_input_tokens: 'u_cache_read',
  cache_creation_input_tokens: 'u_cache_creation',
  requests: 'u_requests',
  input_cost: 'u_prompt * price_prompt',
  output_cost: 'u_completion * price_completion',
  total_cost:
    'u_prompt * price_prompt + u_completion * price_completion + u_cache_read * price_cache_read + u_cache_creation * price_cache_creation',
};

const GROUPS = { model: 'u_model', user: 'u_user', op: 'u_op' } as const;

/** What calls used over time. What a client of Weave counts again in the calls above is taken off there. */
export async function selectUsageStats(
  reader: CallReader,
  project: ProjectId,
  query: StatsQuery,
  range: StatRange,
): Promise<readonly StatBucket[]> {
  const columns = metricColumns(query.usageMetrics ?? [], METRICS);
  const scope = await scopeOf(reader.columns, project);
  const conditions = await readConditions(reader, scope, query);
  const { statement } = conditions;
  const own = ownUsageSql(conditions, scope, range);
  const models = await reader.columns.query<{ model: string }>({
    sql: `SELECT DISTINCT u_model AS model FROM (${own})`,
    params: { ...statement.params },
  });
  const prices =
    models.length === 0
      ? []
      : await reader.prices(
          project,
          models.map(({ model }) => model),
        );
  const rows = await reader.columns.query<BucketRow>({
    sql: `SELECT ${bucketStart(statement, range, 'u_start')} AS bucket,
        ${GROUPS[query.usageBy ?? 'model']} AS bucket_group, count() AS bucket_count, ${selectValues(columns)}
      FROM (SELECT *, ${priceColumns(conditions, prices)} FROM (${own}))
      GROUP BY bucket, bucket_group ORDER BY bucket, bucket_group`,
    params: statement.params,
  });
  return rows.map((row) => toBucket(row, columns));
}

/** A row for each model that a call used by itself. */
function ownUsageSql(
  { statement, values, where }: CallConditions,
  scope: CallScope,
  range: StatRange,
): string {
  values.use('usage', 'source', 'user_id', 'op_name', 'parent_id');
  const traceLabel = values.read({ kind: 'text', name: 'op_name' }).sql;
  const used = selectCalls(statement, scope, {
    select: {
      e_id: 'id',
      e_start: 'started_at',
      e_source: 'source',
      e_user: 'user_id',
      e_op: traceLabel,
      e_usage: USAGE_ENTRIES,
    },
    columns: values.columns,
    where: [...rangeConditions(statement, range), ...where, "usage != ''"],
    joins: values.joins,
  });
  const below = selectCalls(statement, scope, {
    select: { b_parent: 'parent_id', b_usage: USAGE_ENTRIES },
    columns: new Set(['usage', 'parent_id']),
    // A child begins after its parent, or the parent's clock is wrong by less than an hour.
    where: [
      `started_at >= ${statement.bind('Int64', range.start - 3_600_000_000)}`,
      "usage != ''",
      "parent_id != ''",
    ],
  });
  const count = (token: string, index: number): string =>
    `if(e_source = 'weave', greatest(0., toFloat64(e_entry.${index + 2}) - ifNull(b_${token}, 0)), toFloat64(e_entry.${index + 2})) AS u_${token}`;
  return `SELECT e_start AS u_start, e_user AS u_user, e_op AS u_op, e_entry.1 AS u_model,
      ${TOKENS.map(count).join(', ')}
    FROM (SELECT *, arrayJoin(e_usage) AS e_entry FROM (${used})) AS used
    LEFT JOIN (
      SELECT b_parent, b_entry.1 AS b_model,
        ${TOKENS.map((token, index) => `toFloat64(sum(b_entry.${index + 2})) AS b_${token}`).join(', ')}
      FROM (SELECT b_parent, arrayJoin(b_usage) AS b_entry FROM (${below}))
      GROUP BY b_parent, b_model) AS below
    ON below.b_parent = used.e_id AND below.b_model = used.e_entry.1
    WHERE u_prompt + u_completion + u_cache_read + u_cache_creation + u_requests + u_total > 0`;
}

/** Prices of each token by the time that a call began; null without one. */
function priceColumns({ statement }: CallConditions, prices: readonly ModelPrice[]): string {
  const table = bindPrices(statement, prices);
  return PRICED_TOKENS.map((tokens) => {
    if (table === null) return `CAST(NULL AS Nullable(Float64)) AS price_${tokens}`;
    const place = table.place('u_model', 'u_start');
    return `if(${place} = 0, NULL, ${table.price(tokens, place)}) AS price_${tokens}`;
  }).join(', ');
}
