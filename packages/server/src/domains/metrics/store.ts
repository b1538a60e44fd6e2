import { encodeKey } from '@runloom/model';
import type { BoundValue, ColumnStore } from '../../stores/columns/types.ts';
import { readCount, readTexts } from './reads.ts';
import { RowBinaryReader } from './row-binary.ts';
import type { Scope } from './scope.ts';
import type { RowPage, RowPosition, RowSelection } from './types.ts';

/** Row texts in the order of the history. */
export async function selectRows(
  columns: ColumnStore,
  scope: Scope,
  selection: RowSelection,
): Promise<string[]> {
  const { where, params } = conditionsOf(scope, selection);
  const { rows, order } = scope;
  if (selection.samples === undefined) {
    const limit = selection.limit === undefined ? '' : ' LIMIT {limit:UInt64}';
    return readTexts(columns, `SELECT row FROM ${rows} WHERE ${where} ORDER BY ${order}${limit}`, {
      ...params,
      ...(selection.limit === undefined ? {} : { limit: selection.limit }),
    });
  }
  const count = await readCount(columns, `SELECT count() FROM ${rows} WHERE ${where}`, params);
  if (count <= selection.samples) {
    return readTexts(columns, `SELECT row FROM ${rows} WHERE ${where} ORDER BY ${order}`, params);
  }
  return readTexts(
    columns,
    `SELECT row FROM ${rows} WHERE ${where} AND (run, step) IN (
       SELECT run, step FROM (
         SELECT run, step, row_number() OVER (ORDER BY ${order}) AS position
         FROM ${rows} WHERE ${where})
       WHERE position IN {positions:Array(UInt64)})
     ORDER BY ${order}`,
    { ...params, positions: evenPositions(count, selection.samples) },
  );
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
          AND (step > {step:Int64} OR (ts, run) > ({time:Int64}, {source:UInt64}))`;
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT step, ts, run, row FROM ${scope.rows} WHERE ${scope.where}${beyond}
          ORDER BY ${scope.order} LIMIT {limit:UInt64}`,
        params: { ...scope.params, ...after, limit },
      },
      'RowBinary',
    ),
  );
  const rows: string[] = [];
  let next: RowPosition | null = null;
  while (!reader.done) {
    next = { step: reader.int64(), time: reader.int64(), source: Number(reader.uint64()) };
    rows.push(reader.text());
  }
  return { rows, next: rows.length < limit ? null : next };
}

export interface SteppedRow {
  readonly step: bigint;
  readonly text: string;
}

/** Rows with the steps they stand at, at most so many. */
export async function selectSteppedRows(
  columns: ColumnStore,
  scope: Scope,
  selection: RowSelection,
  limit: number,
): Promise<readonly SteppedRow[]> {
  const { where, params } = conditionsOf(scope, selection);
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT step, row FROM ${scope.rows} WHERE ${where}
          ORDER BY ${scope.order} LIMIT {limit:UInt64}`,
        params: { ...params, limit },
      },
      'RowBinary',
    ),
  );
  const rows: SteppedRow[] = [];
  while (!reader.done) rows.push({ step: reader.int64(), text: reader.text() });
  return rows;
}

/** 1-based positions, evenly spread over `count`, first and last among them. */
export function evenPositions(count: number, samples: number): number[] {
  if (samples <= 1) return samples === 1 ? [1] : [];
  return Array.from(
    { length: samples },
    (_, at) => Math.round((at * (count - 1)) / (samples - 1)) + 1,
  );
}

function conditionsOf(
  scope: Scope,
  selection: RowSelection,
): { where: string; params: Record<string, BoundValue> } {
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
    const range = [scope.wherePoints, ...conditions].join(' AND ');
    const stepsOf = (table: string): string =>
      `SELECT run, step, key FROM ${table} WHERE ${range} AND key IN {keys:Array(String)}`;
    conditions.push(`(run, step) IN (
      SELECT run, step FROM (${stepsOf(scope.points)} UNION ALL ${stepsOf(scope.objects)})
      GROUP BY run, step HAVING uniqExact(key) = {keyCount:UInt64})`);
    params['keys'] = Array.from(keys, encodeKey);
    params['keyCount'] = keys.size;
  }
  return { where: [scope.where, ...conditions].join(' AND '), params };
}

/** Rows of the scope, up to a step when one is given; each step of a source counts once. */
export async function countRows(
  columns: ColumnStore,
  scope: Scope,
  maxStep?: bigint,
): Promise<number> {
  const { where, params } = conditionsOf(scope, maxStep === undefined ? {} : { maxStep });
  return readCount(columns, `SELECT count() FROM ${scope.rows} WHERE ${where}`, params);
}

/** Ends of the rows of the scope; null when there are none. */
export async function selectExtent(
  columns: ColumnStore,
  scope: Scope,
): Promise<{ firstStep: bigint; lastStep: bigint; firstTime: bigint; lastTime: bigint } | null> {
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT count(), min(step), max(step), min(ts), max(ts)
          FROM ${scope.rows} WHERE ${scope.where}`,
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

/** Largest step of the scope, in rows or points: after a crash one may be ahead of the other. */
export async function selectLastStep(columns: ColumnStore, scope: Scope): Promise<bigint | null> {
  const largest = (table: string): string =>
    `SELECT count() AS found, max(step) AS largest FROM ${table} WHERE ${scope.where}`;
  const plain = (table: string): string => table.replace(' FINAL', '');
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT toUInt64(sum(found)), maxIf(largest, found > 0) FROM (
          ${largest(plain(scope.rows))} UNION ALL ${largest(plain(scope.points))})`,
        params: scope.params,
      },
      'RowBinary',
    ),
  );
  return reader.uint64() === 0n ? null : reader.int64();
}

/** The `_timestamp` of the last row, as JSON text; null when it has none, or none that the engine can read. */
export async function selectLastTimestamp(
  columns: ColumnStore,
  scope: Scope,
  lastStep: bigint,
): Promise<string | null> {
  const [text] = await readTexts(
    columns,
    `SELECT JSONExtractRaw(row, '_timestamp') FROM ${scope.rows}
      WHERE ${scope.where} AND step = {step:Int64} LIMIT 1`,
    { ...scope.params, step: lastStep },
  );
  return text === undefined || text === '' ? null : text;
}

/** Steps that one statement is asked about: bound values are limited. */
const STEPS_PER_READ = 4000;

/** Texts of the rows at these steps, by step. */
export async function selectRowsAt(
  columns: ColumnStore,
  scope: Scope,
  steps: readonly bigint[],
): Promise<Map<bigint, string>> {
  const rows = new Map<bigint, string>();
  for (let from = 0; from < steps.length; from += STEPS_PER_READ) {
    const reader = new RowBinaryReader(
      await columns.queryBytes(
        {
          sql: `SELECT step, row FROM ${scope.rows}
            WHERE ${scope.where} AND step IN {steps:Array(Int64)}`,
          params: { ...scope.params, steps: steps.slice(from, from + STEPS_PER_READ) },
        },
        'RowBinary',
      ),
    );
    while (!reader.done) rows.set(reader.int64(), reader.text());
  }
  return rows;
}
