import { type ExactJson, encodeKey, parseExactJson } from '@runloom/model';
import { RowBinaryReader } from '../../stores/columns/index.ts';
import type { BoundValue, ColumnStore } from '../../stores/columns/types.ts';
import { readCount } from './reads.ts';
import { NO_TIME, SQL_ROW_KEY, WHOLE } from './row-form.ts';
import { type RowPlace, readTextsOf } from './row-reads.ts';
import type { Scope } from './scope.ts';
import type { RowPage, RowPosition, RowSelection } from './types.ts';

/** Row texts in the order of the history. */
export async function selectRows(
  columns: ColumnStore,
  scope: Scope,
  selection: RowSelection,
): Promise<string[]> {
  const { where, params } = conditionsOf(scope, selection);
  const { order } = scope;
  if (selection.samples === undefined) {
    const places = await selectPlaces(columns, scope, { where, params }, selection.limit);
    return readTextsOf(columns, scope, places);
  }
  const count = await readCount(
    columns,
    `SELECT count() FROM ${scope.points} WHERE ${where}`,
    params,
  );
  const chosen =
    count <= selection.samples
      ? { where, params }
      : {
          where: `${where} AND (run, step) IN (
            SELECT run, step FROM (
              SELECT run, step, row_number() OVER (ORDER BY ${order}) AS position
              FROM ${scope.points} WHERE ${where})
            WHERE position IN {positions:Array(UInt64)})`,
          params: { ...params, positions: evenPositions(count, selection.samples) },
        };
  return readTextsOf(columns, scope, await selectPlaces(columns, scope, chosen));
}

interface Conditions {
  readonly where: string;
  readonly params: Record<string, BoundValue>;
}

/** Where a row stands, and its time. */
interface TimedPlace extends RowPlace {
  /** Client clock, seconds. */
  readonly clock: number;
}

/** Places of rows in the order of the history, at most so many. */
async function selectPlaces(
  columns: ColumnStore,
  scope: Scope,
  { where, params }: Conditions,
  limit?: number,
): Promise<TimedPlace[]> {
  const end = limit === undefined ? '' : ' LIMIT {limit:UInt64}';
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT run, step, value FROM ${scope.points}
          WHERE ${where} ORDER BY ${scope.order}${end}`,
        params: { ...params, ...(limit === undefined ? {} : { limit }) },
      },
      'RowBinary',
    ),
  );
  const places: TimedPlace[] = [];
  while (!reader.done) {
    places.push({ source: reader.number64(), step: reader.int64(), clock: reader.float64() });
  }
  return places;
}

/** Rows after a position, and where to go on after them. */
export async function selectRowPage(
  columns: ColumnStore,
  scope: Scope,
  after: RowPosition | null,
  limit: number,
): Promise<RowPage> {
  const beyond =
    after === null
      ? ''
      : ` AND step >= {step:Int64}
          AND (step > {step:Int64} OR (value, run) > ({time:Float64}, {source:UInt64}))`;
  const places = await selectPlaces(
    columns,
    scope,
    {
      where: `${scope.where} AND ${IS_ROW}${beyond}`,
      params: { ...scope.params, ...after },
    },
    limit,
  );
  const last = places.at(-1);
  const next =
    last === undefined || places.length < limit
      ? null
      : { step: last.step, time: last.clock, source: last.source };
  return { rows: await readTextsOf(columns, scope, places), next };
}

const IS_ROW = `key = ${SQL_ROW_KEY}`;

/** 1-based positions, evenly spread over `count`, first and last among them. */
export function evenPositions(count: number, samples: number): number[] {
  if (samples <= 1) return samples === 1 ? [1] : [];
  return Array.from(
    { length: samples },
    (_, at) => Math.round((at * (count - 1)) / (samples - 1)) + 1,
  );
}

/** The rows of a selection. */
export function conditionsOf(scope: Scope, selection: RowSelection): Conditions {
  const conditions: string[] = [];
  const params: Record<string, BoundValue> = { ...scope.params };
  if (selection.minStep !== undefined) {
    conditions.push('step >= {minStep:Int64}');
    params['minStep'] = selection.minStep;
  }
  if (selection.maxStep !== undefined) {
    conditions.push('step < {maxStep:Int64}');
    params['maxStep'] = selection.maxStep;
  }
  const keys = new Set(selection.keys ?? []);
  keys.delete('_step');
  keys.delete('_timestamp');
  if (keys.size > 0) {
    const range = [scope.where, ...conditions].join(' AND ');
    const stepsOf = (table: string): string =>
      `SELECT run, step, key FROM ${table} WHERE ${range} AND key IN {keys:Array(String)}`;
    conditions.push(`(run, step) IN (
      SELECT run, step FROM (${stepsOf(scope.points)} UNION ALL ${stepsOf(scope.objects)})
      GROUP BY run, step HAVING uniqExact(key) = {keyCount:UInt64})`);
    params['keys'] = Array.from(keys, encodeKey);
    params['keyCount'] = keys.size;
  }
  return { where: [scope.where, IS_ROW, ...conditions].join(' AND '), params };
}

/** Rows of the scope, up to a step when one is given; each step of a source counts once. */
export async function countRows(
  columns: ColumnStore,
  scope: Scope,
  maxStep?: bigint,
): Promise<number> {
  const { where, params } = conditionsOf(scope, maxStep === undefined ? {} : { maxStep });
  return readCount(columns, `SELECT count() FROM ${scope.points} WHERE ${where}`, params);
}

/** Ends of the rows of the scope; null when there are none. */
export async function selectExtent(
  columns: ColumnStore,
  scope: Scope,
): Promise<{ firstStep: bigint; lastStep: bigint; firstTime: bigint; lastTime: bigint } | null> {
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT count(), min(step), max(step),
            toInt64(round(min(value) * 1e6)), toInt64(round(max(value) * 1e6))
          FROM ${scope.points} WHERE ${scope.where} AND ${IS_ROW}`,
        params: scope.params,
      },
      'RowBinary',
    ),
  );
  if (reader.uint64() === 0n) return null;
  return {
    firstStep: reader.int64(),
    lastStep: reader.int64(),
    firstTime: reader.int64(),
    lastTime: reader.int64(),
  };
}

/** Largest step of the scope. */
export async function selectLastStep(columns: ColumnStore, scope: Scope): Promise<bigint | null> {
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT count(), max(step) FROM ${scope.points.replace(' FINAL', '')}
          WHERE ${scope.where} AND ${IS_ROW}`,
        params: scope.params,
      },
      'RowBinary',
    ),
  );
  return reader.uint64() === 0n ? null : reader.int64();
}

/** The `_timestamp` of the row at a step; undefined when it has none. */
export async function selectTimestamp(
  columns: ColumnStore,
  scope: Scope,
  step: bigint,
): Promise<ExactJson | undefined> {
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT value, toString(form), rest FROM ${scope.points}
          WHERE ${scope.where} AND ${IS_ROW} AND step = {step:Int64}
          ORDER BY ${scope.order} LIMIT 1`,
        params: { ...scope.params, step },
      },
      'RowBinary',
    ),
  );
  if (reader.done) return undefined;
  const [clock, form, restText] = [reader.float64(), reader.text(), reader.text()];
  if (form !== WHOLE && !form.includes(NO_TIME)) return clock;
  const rest = restText === '' ? null : parseExactJson(restText);
  return rest instanceof Map ? rest.get('_timestamp') : undefined;
}

/** Steps that one statement is asked about: bound values are limited. */
const STEPS_PER_READ = 4000;

/** A row's text, and where it stands. */
export interface RowAt {
  readonly step: bigint;
  readonly text: string;
}

/**
 * Rows at these steps, in the order of the history; processes of a shared run may each have one at the
 * same step.
 * @param only when given, rows need to hold what this dotted key means and no more
 */
export async function selectRowsAt(
  columns: ColumnStore,
  scope: Scope,
  steps: readonly bigint[],
  only?: string,
): Promise<RowAt[]> {
  const rows: RowAt[] = [];
  const ascending = [...steps].sort((a, b) => (a < b ? -1 : 1));
  for (let from = 0; from < ascending.length; from += STEPS_PER_READ) {
    const places = await selectPlaces(columns, scope, {
      where: `${scope.where} AND ${IS_ROW} AND step IN {steps:Array(Int64)}`,
      params: { ...scope.params, steps: ascending.slice(from, from + STEPS_PER_READ) },
    });
    const texts = await readTextsOf(columns, scope, places, only);
    for (const [at, { step }] of places.entries()) rows.push({ step, text: texts[at] ?? '{}' });
  }
  return rows;
}
