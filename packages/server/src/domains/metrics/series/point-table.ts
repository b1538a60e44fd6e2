import { encodeKey } from '@runloom/model';
import type { BoundValue, ColumnStore } from '../../../stores/columns/types.ts';
import type { Run } from '../../runs/index.ts';
import { tablesOf } from '../row-blocks.ts';
import { ROW_KEY, SQL_ROW_KEY } from '../row-form.ts';
import { pointsBesideTimes, pointsOfRuns, pointsWithTime } from '../scope.ts';
import type { Stream } from '../types.ts';
import { readNativeColumns } from './native-columns.ts';

/**
 * The points of one key of some runs, ready for FROM: columns `run`, `source` (whose rows they are of),
 * `key`, `step`, `value` and, when asked for, `ts` (microseconds).
 */
export interface PointTable {
  readonly from: string;
  readonly where: string;
  readonly source: string;
  /** What sorts them by run and step; the order they stand in where nothing is merged. */
  readonly order: string;
  readonly params: Readonly<Record<string, BoundValue>>;
}

export interface Timing {
  readonly withTime: boolean;
}

/**
 * Runs that can be read together, in the order they came: those that only ever appended, those that
 * must be merged, and those whose history stands in several places.
 */
export function readTogether(runs: readonly Run[], stream: Stream): readonly (readonly Run[])[] {
  const kinds = Map.groupBy(runs, (run) => {
    if (stream === 'history' && run.lineage !== null) return 'branched';
    return run.hasRewrites ? 'rewritten' : 'plain';
  });
  return [...kinds.values()];
}

/** Points of runs that `readTogether` put together. */
export function pointTable(
  runs: readonly Run[],
  stream: Stream,
  key: string,
  { withTime }: Timing,
): PointTable {
  const params = { runs: runs.map((run) => run.id), key: encodeKey(key) };
  if (stream === 'history' && runs.some((run) => run.lineage !== null)) {
    const branched = pointsOfRuns(runs, 'key = {key:String}', withTime);
    return {
      from: branched.from,
      where: '1',
      source: 'source',
      order: 'run, step, source',
      params: { ...branched.params, ...params },
    };
  }
  const merge = runs.some((run) => run.hasRewrites);
  const isGone = merge && stream === 'history' ? ' AND gone = 0' : '';
  // One run is a point in the table's order; a set must be looked up for each row.
  const ofRuns =
    runs.length === 1 ? 'run = {runs:Array(UInt64)}[1]' : 'run IN {runs:Array(UInt64)}';
  return {
    from: withTime
      ? pointsWithTime(stream, merge, runs.length)
      : `${tablesOf(stream).points}${merge ? ' FINAL' : ''}`,
    where: withTime ? '1' : `${ofRuns} AND key = {key:String}${isGone}`,
    source: 'run',
    order: 'run, key, step',
    params: { ...params, ...(withTime ? { keys: [encodeKey(key)] } : {}) },
  };
}

/** Below this many rows a join costs less than the question. */
const ROWS_WORTH_ASKING = 20_000;

/**
 * The points with the times of their rows, put side by side where every row has the key, else joined.
 * A row has one record and at most one point of a key, so as many points as records are all of them.
 * Both are read one after the other: the statement must be read in order.
 */
export async function timedPoints(
  columns: ColumnStore,
  runs: readonly Run[],
  stream: Stream,
  key: string,
): Promise<PointTable> {
  const table = pointTable(runs, stream, key, { withTime: true });
  const rowCount = runs.reduce((sum, run) => sum + run.historyLineCount, 0);
  const isPlain = runs.every((run) => !run.hasRewrites && run.lineage === null);
  if (stream !== 'history' || !isPlain || rowCount < ROWS_WORTH_ASKING) return table;
  const { columns: found } = readNativeColumns(
    await columns.queryBytes(
      {
        sql: `SELECT countIf(key = ${SQL_ROW_KEY}) AS records, count() AS both
          FROM ${tablesOf(stream).points}
          WHERE run IN {runs:Array(UInt64)} AND key IN {both:Array(String)}`,
        params: { runs: runs.map((run) => run.id), both: [encodeKey(key), ROW_KEY] },
      },
      'Native',
    ),
  );
  const [records = 0, both = 0] = [found['records'], found['both']].map((one) => Number(one?.[0]));
  if (both !== 2 * records) return table;
  return { ...table, from: pointsBesideTimes(stream) };
}
