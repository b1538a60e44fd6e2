import { invalid } from '../../platform/errors.ts';
import type { StatColumns } from './stat-columns.ts';
import type { Statement } from './statement.ts';
import type { StatBucket, StatsQuery } from './types.ts';

const DAY = 86_400;
/** Buckets that people know: from a minute to 30 days. */
const GRANULARITIES = [60, 300, 900, 1800, 3600, 7200, 21_600, 43_200, DAY, 7 * DAY, 30 * DAY];
const WANTED_BUCKETS = 120;
const MAX_BUCKETS = 10_000;

/** A checked range of time and the buckets in it. */
export interface StatRange {
  readonly start: number;
  readonly end: number;
  readonly granularitySeconds: number;
  readonly timezone: string;
}

/** Reads the range of a query. @throws RunloomError('invalid') */
export function checkRange(query: StatsQuery): StatRange {
  const { start, end, timezone = 'UTC' } = query;
  if (!(end > start)) throw invalid('The end of the range must be after its start.');
  const seconds = (end - start) / 1e6;
  const granularitySeconds =
    query.granularitySeconds ??
    GRANULARITIES.find((size) => seconds / size <= WANTED_BUCKETS) ??
    Math.ceil(seconds / WANTED_BUCKETS / DAY) * DAY;
  if (!Number.isInteger(granularitySeconds) || granularitySeconds < 1) {
    throw invalid('The granularity is a whole number of seconds, at least 1.');
  }
  if (seconds / granularitySeconds > MAX_BUCKETS) {
    throw invalid(
      `The range has more than ${MAX_BUCKETS} buckets. Choose a larger granularity or a shorter range.`,
    );
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw invalid(`There is no time zone ${JSON.stringify(timezone)}.`);
  }
  return { start, end, granularitySeconds, timezone };
}

/** The conditions that hold a call within the range. */
export function rangeConditions(statement: Statement, range: StatRange): string[] {
  return [
    `started_at >= ${statement.bind('Int64', range.start)}`,
    `started_at < ${statement.bind('Int64', range.end)}`,
  ];
}

/** Where the bucket of a call begins, unix seconds. Buckets of whole days begin at midnight. */
export function bucketStart(statement: Statement, range: StatRange, started: string): string {
  const { granularitySeconds, timezone } = range;
  const zone = statement.text(timezone);
  const time = `toDateTime(intDiv(${started}, 1000000), ${zone})`;
  const days = granularitySeconds / DAY;
  const interval = Number.isInteger(days)
    ? `toIntervalDay(${statement.bind('UInt32', days)})`
    : `toIntervalSecond(${statement.bind('UInt32', granularitySeconds)})`;
  return `toUnixTimestamp(toDateTime(toStartOfInterval(${time}, ${interval}, ${zone}), ${zone}))`;
}

/** One bucket as the engine answers it: values under `v0`, `v1`, … */
export type BucketRow = Readonly<Record<string, string | number | null>>;

export function toBucket(row: BucketRow, columns: StatColumns): StatBucket {
  return {
    start: Number(row['bucket']) * 1e6,
    group: String(row['bucket_group'] ?? ''),
    count: Number(row['bucket_count']),
    values: Object.fromEntries(
      columns.map(({ name }, index) => {
        const value = row[`v${index}`];
        return [name, value === null || value === undefined ? null : Number(value)];
      }),
    ),
  };
}

/** The values of a bucket as SQL. */
export const selectValues = (columns: StatColumns): string =>
  columns.map(({ sql }, index) => `${sql} AS v${index}`).join(', ');
