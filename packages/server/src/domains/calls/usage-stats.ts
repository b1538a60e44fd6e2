import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import type { CallConditions } from './conditions.ts';
import { conditionsOf } from './conditions.ts';
import { choosePrice } from './costs.ts';
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
import type { ModelPrice, ReadPrices, StatBucket, StatsQuery, UsageMetric } from './types.ts';

const TOKENS = [
  'prompt',
  'completion',
  'cache_read',
  'cache_creation',
  'requests',
  'total',
] as const;

/** `usage` is a list of `[model, …counts]`. */
const ENTRIES = `JSONExtract(usage, 'Array(Tuple(String, ${TOKENS.map(() => 'UInt64').join(', ')}))')`;

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

const PRICES = {
  prompt: 'promptCost',
  completion: 'completionCost',
  cache_read: 'cacheReadCost',
  cache_creation: 'cacheCreationCost',
} as const satisfies Record<string, keyof ModelPrice>;

const GROUPS = { model: 'u_model', user: 'u_user', op: 'u_op' } as const;

/** What calls used over time. What a client of Weave counts again in the calls above is taken off there. */
export async function selectUsageStats(
  deps: { readonly columns: ColumnStore; readonly prices: ReadPrices },
  project: ProjectId,
  query: StatsQuery,
  range: StatRange,
): Promise<readonly StatBucket[]> {
  const columns = metricColumns(query.usageMetrics ?? [], METRICS);
  const conditions = conditionsOf(project, query);
  const { statement } = conditions;
  const own = ownUsageSql(conditions, await scopeOf(deps.columns, project), range);
  const models = await deps.columns.query<{ model: string }>({
    sql: `SELECT DISTINCT u_model AS model FROM (${own})`,
    params: { ...statement.params },
  });
  const prices =
    models.length === 0
      ? []
      : await deps.prices(
          project,
          models.map(({ model }) => model),
        );
  const rows = await deps.columns.query<BucketRow>({
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
      e_usage: ENTRIES,
    },
    columns: values.columns,
    where: [...rangeConditions(statement, range), ...where, "usage != ''"],
    joins: values.joins,
  });
  const below = selectCalls(statement, scope, {
    select: { b_parent: 'parent_id', b_usage: ENTRIES },
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

/** Prices of each model by the time that a call began: they change at the dates they have. */
function priceColumns({ statement }: CallConditions, prices: readonly ModelPrice[]): string {
  const dates = [...new Set(prices.map(({ effectiveAt }) => effectiveAt))].sort((a, b) => a - b);
  const models = [...new Set(prices.map(({ model }) => model))];
  const keys: string[] = [];
  const chosen: ModelPrice[] = [];
  for (const model of models) {
    // Before the first date as after it: a price to come counts where there is no other.
    [Number.NEGATIVE_INFINITY, ...dates].forEach((date, era) => {
      const price = choosePrice(prices, model, date);
      if (!price) return;
      keys.push(`${era} ${model}`);
      chosen.push(price);
    });
  }
  if (keys.length === 0) {
    return Object.keys(PRICES)
      .map((token) => `CAST(NULL AS Nullable(Float64)) AS price_${token}`)
      .join(', ');
  }
  const era = `arrayCount(date -> date <= u_start, ${statement.bind('Array(Int64)', dates)})`;
  const place = `indexOf(${statement.bind('Array(String)', keys)}, concat(toString(${era}), ' ', u_model))`;
  return Object.entries(PRICES)
    .map(([token, field]) => {
      const list = statement.bind(
        'Array(Float64)',
        chosen.map((price) => price[field]),
      );
      return `if(${place} = 0, NULL, arrayElement(${list}, ${place})) AS price_${token}`;
    })
    .join(', ');
}
