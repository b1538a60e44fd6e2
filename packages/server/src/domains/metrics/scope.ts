import type { BoundValue } from '../../stores/columns/types.ts';
import { type HistorySource, historyParts, type Run } from '../runs/index.ts';
import { tablesOf } from './row-blocks.ts';
import { SQL_ROW_KEY } from './row-form.ts';
import type { Stream } from './types.ts';

/** What of the stream's tables a read sees: the tables, ready for FROM, and the condition. */
export interface Scope {
  /** Points and, under `SQL_ROW_KEY`, the records of rows. */
  readonly points: string;
  /** Values that are no numbers; of the history only. */
  readonly objects: string;
  /** Of both. */
  readonly where: string;
  /** Records of rows in the order of the history. */
  readonly order: string;
  readonly params: Readonly<Record<string, BoundValue>>;
}

const INT64_MAX = 2n ** 63n - 1n;

/** All that a run's stream consists of, inherited rows among it. */
export function scopeOfRun(run: Run, stream: Stream): Scope {
  const isPlain = run.lineage === null || stream === 'system';
  if (isPlain) return scope(stream, run.hasRewrites, 'run = {run:UInt64}', { run: run.id }, 'step');
  const parts = historyParts(run);
  // What is inherited may be rewritten by its owner at any time, so it is always merged.
  return scope(
    stream,
    true,
    `run IN {sources:Array(UInt64)} AND
      step <= transform(run, {sources:Array(UInt64)}, {limits:Array(Int64)}, toInt64(${INT64_MAX}))`,
    { sources: parts.map((part) => part.source), limits: parts.map(limitOf) },
    // Processes of a shared run count their steps each for itself.
    'step, value, run',
  );
}

/** What stands under one source, merged. */
export function scopeOfSource(source: HistorySource, stream: Stream): Scope {
  return scope(stream, true, 'run = {run:UInt64}', { run: source }, 'step');
}

function scope(
  stream: Stream,
  merge: boolean,
  where: string,
  params: Scope['params'],
  order: string,
): Scope {
  const final = merge ? ' FINAL' : '';
  return {
    points: `${tablesOf(stream).points}${final}`,
    objects: `history_objects${final}`,
    // Plain appends leave nothing behind that is gone.
    where: merge && stream === 'history' ? `${where} AND gone = 0` : where,
    order,
    params,
  };
}

/**
 * Points of runs that are no branches, with the time of their rows beside them: `run`, `key`, `step`,
 * `value`, `ts` (microseconds). Only for axes of time, since it costs more than the points alone.
 * Bound by the caller: the ids `runs`, the encoded `keys`. Of one run, rows are found by step alone,
 * which takes two thirds of the time.
 */
export function pointsWithTime(stream: Stream, merge: boolean, runCount: number): string {
  const table = `${tablesOf(stream).points}${merge ? ' FINAL' : ''}`;
  const visible = merge && stream === 'history' ? ' AND gone = 0' : '';
  return `(SELECT point.run AS run, point.key AS key, point.step AS step, point.value AS value,
      moment.ts AS ts
    FROM (SELECT run, key, step, value FROM ${table}
      WHERE run IN {runs:Array(UInt64)} AND key IN {keys:Array(String)}${visible}) AS point
    INNER JOIN (SELECT run, step, ${TIME} AS ts FROM ${table}
      WHERE run IN {runs:Array(UInt64)} AND key = ${SQL_ROW_KEY}) AS moment
    ON ${runCount === 1 ? '' : 'point.run = moment.run AND '}point.step = moment.step)`;
}

/**
 * The same where every row has the key: the points and the records of rows then stand side by side in
 * the table's order, and are put together as they come, in half the time. Only for runs that were never
 * written twice.
 */
export const pointsBesideTimes = (stream: Stream): string => {
  const { points } = tablesOf(stream);
  return `(SELECT point.run AS run, point.key AS key, point.step AS step, point.value AS value,
      moment.ts AS ts
    FROM (SELECT run, key, step, value FROM ${points}
      WHERE run IN {runs:Array(UInt64)} AND key IN {keys:Array(String)} ORDER BY run, key, step) AS point
    PASTE JOIN (SELECT ${TIME} AS ts FROM ${points}
      WHERE run IN {runs:Array(UInt64)} AND key = ${SQL_ROW_KEY} ORDER BY run, key, step) AS moment)`;
};

/**
 * Microseconds of the client's clock, of a row's record. The engine may look at values of other keys
 * before it leaves them out, and no whole number stands for NaN or an infinity.
 */
const TIME = 'toInt64(round(if(abs(value) < 9e12, value, 0) * 1e6))';

const MOMENTS = `INNER JOIN (SELECT run, step, ${TIME} AS ts FROM history_points FINAL
        WHERE run IN {sources:Array(UInt64)} AND key = ${SQL_ROW_KEY}) AS moment
      ON point.run = moment.run AND point.step = moment.step`;

/**
 * Points of many histories at once under the ids of their runs, as a table of `run`, `source`, `key`,
 * `step`, `value` and, when asked for, `ts`: one row of a parent may belong to several runs.
 * @param ofKeys the condition on `key`
 * @param withTime whether `ts` is asked for; without it a read is cheaper
 */
export function pointsOfRuns(
  runs: readonly Run[],
  ofKeys: string,
  withTime = false,
): {
  readonly from: string;
  readonly params: Readonly<Record<string, BoundValue>>;
} {
  const parts = runs.flatMap((run) =>
    historyParts(run).map((part) => ({ owner: run.id, ...part })),
  );
  return {
    from: `(SELECT part.owner AS run, part.source AS source, point.key AS key, point.step AS step, point.value AS value
        ${withTime ? ', moment.ts AS ts' : ''}
      FROM (SELECT run, key, step, value FROM history_points FINAL
        WHERE run IN {sources:Array(UInt64)} AND ${ofKeys} AND gone = 0) AS point
      ${withTime ? MOMENTS : ''}
      INNER JOIN (SELECT one.1 AS owner, one.2 AS source, one.3 AS upTo
        FROM (SELECT arrayJoin(arrayZip({owners:Array(UInt64)}, {sources:Array(UInt64)},
          {limits:Array(Int64)})) AS one)) AS part
      ON point.run = part.source
      WHERE point.step <= part.upTo)`,
    params: {
      owners: parts.map((part) => part.owner),
      sources: parts.map((part) => part.source),
      limits: parts.map(limitOf),
    },
  };
}

const limitOf = ({ upTo }: { readonly upTo: number | null }): bigint =>
  upTo === null ? INT64_MAX : BigInt(Math.floor(upTo));
