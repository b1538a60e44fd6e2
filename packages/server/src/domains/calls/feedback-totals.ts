import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { FEEDBACK_TABLE } from './columns.ts';
import { Statement } from './statement.ts';
import type { FeedbackGroup, FeedbackTotal, FeedbackTotalsQuery } from './types.ts';

const RATINGS = "JSONExtract(extra, 'scorer_ratings', 'Map(String, Float64)')";
const TAGS = "JSONExtract(extra, 'scorer_tags', 'Array(String)')";

/** What feedback is grouped by, each as a text. */
const GROUPS: Readonly<Record<FeedbackGroup, string>> = {
  scorer_id: 'toString(runnable_ref)',
  span_agent_name: "JSONExtractString(extra, 'span_agent_name')",
  span_agent_version: "JSONExtractString(extra, 'span_agent_version')",
  span_status_code: "JSONExtractString(extra, 'span_status_code')",
};

interface TotalRow {
  readonly bucket: string;
  readonly keys: readonly string[];
  readonly total: string;
  readonly scored: string;
  readonly sums: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Ratings and tags that scorers gave, summed up; those without feedback are left out. */
export async function totalFeedback(
  store: ColumnStore,
  project: ProjectId,
  query: FeedbackTotalsQuery,
): Promise<readonly FeedbackTotal[]> {
  const statement = new Statement();
  const { groupBy = [], bucketSeconds } = query;
  const keys = groupBy.map((group) => GROUPS[group]);
  const size = bucketSeconds === undefined ? null : statement.bind('Int64', bucketSeconds * 1e6);
  const bucket = size === null ? '0' : `intDiv(created_at, ${size}) * ${size}`;
  const rows = await store.query<TotalRow>({
    sql: `SELECT bucket, keys, count() AS total,
        countIf(notEmpty(row_ratings) OR notEmpty(row_tags)) AS scored,
        sumMap(row_ratings) AS sums, sumMap(mapApply((name, value) -> (name, 1), row_ratings)) AS counts,
        sumMap(CAST((row_tags, arrayMap(tag -> 1, row_tags)), 'Map(String, UInt64)')) AS tags
      FROM (
        SELECT ${bucket} AS bucket, CAST([${keys.join(', ')}], 'Array(String)') AS keys,
          ${RATINGS} AS row_ratings, arrayDistinct(${TAGS}) AS row_tags
        FROM ${FEEDBACK_TABLE} FINAL
        WHERE project = ${statement.bind('UInt64', project)} AND deleted = 0
          AND ${conditionsOf(statement, query).join(' AND ')}
      )
      GROUP BY bucket, keys ORDER BY bucket, keys`,
    params: statement.params,
  });
  const numbers = (counts: Readonly<Record<string, string>>): ReadonlyMap<string, number> =>
    new Map(Object.entries(counts).map(([name, count]) => [name, Number(count)]));
  return rows.map((row) => ({
    bucketStart: bucketSeconds === undefined ? null : Number(row.bucket),
    group: new Map(groupBy.map((group, at) => [group, row.keys[at] ?? ''])),
    totalCount: Number(row.total),
    scoredCount: Number(row.scored),
    ratingSums: new Map(Object.entries(row.sums)),
    ratingCounts: numbers(row.counts),
    tagCounts: numbers(row.tags),
  }));
}

function conditionsOf(statement: Statement, query: FeedbackTotalsQuery): string[] {
  const { types = [], triggers = [], scorers = [], agentNames = [], tags = [], about = [] } = query;
  const { ratingMin, ratingMax } = query;
  const conditions = [
    `created_at >= ${statement.bind('Int64', query.start)}`,
    `created_at < ${statement.bind('Int64', query.end)}`,
  ];
  const startsWith = (sql: string, prefixes: readonly string[]): string =>
    prefixes.map((prefix) => `startsWith(${sql}, ${statement.text(prefix)})`).join(' OR ');
  const anyOf = (sql: string, names: readonly string[]): string => {
    const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
    const exact = statement.among(
      sql,
      names.filter((name) => !name.endsWith('*')),
    );
    return prefixes.length === 0 ? exact : `${exact} OR ${startsWith(sql, prefixes)}`;
  };
  const add = (members: readonly string[], toSql: () => string): void => {
    if (members.length > 0) conditions.push(`(${toSql()})`);
  };
  add(types, () => startsWith('feedback_type', types));
  add(triggers, () => anyOf('trigger_ref', triggers));
  add(scorers, () => anyOf('runnable_ref', scorers));
  add(agentNames, () => statement.among(GROUPS.span_agent_name, agentNames));
  add(tags, () => `hasAny(${TAGS}, ${statement.bind('Array(String)', tags)})`);
  // `weave:///entity/project/agent_turn/…`
  add(about, () => statement.among("splitByChar('/', weave_ref)[6]", about));
  if (ratingMin !== undefined || ratingMax !== undefined) {
    const [least, most] = [ratingMin ?? -Number.MAX_VALUE, ratingMax ?? Number.MAX_VALUE];
    conditions.push(
      `arrayExists(value -> value BETWEEN ${statement.bind('Float64', least)} AND ${statement.bind('Float64', most)}, mapValues(${RATINGS}))`,
    );
  }
  return conditions;
}
