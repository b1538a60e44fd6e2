import { decodeKey, encodeKey } from '@runloom/model';
import type { BoundValue, ColumnStore } from '../../stores/columns/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Run, RunId } from '../runs/index.ts';
import { RowBinaryReader } from './row-binary.ts';
import { tablesOf } from './row-blocks.ts';
import type { RowSelection, Stream } from './types.ts';

type KeyTable = { metric_keys: { project_id: number; stream: string; key: string } };

/** A key with what is known of it from all rows. */
export interface StoredKey {
  readonly key: string;
  readonly type: string;
  readonly count: number;
  readonly lastStep: bigint;
  /** Of numbers; the value of anything else stands in the row of `lastStep`. */
  readonly lastNumber: number | null;
}

const KEYS_PER_INSERT = 300;

/** Stores keys of a project that may or may not be known. */
export async function insertKeys(
  metadata: MetadataStore,
  projectId: number,
  stream: Stream,
  keys: readonly string[],
): Promise<void> {
  const db = metadata.db.withTables<KeyTable>();
  for (let from = 0; from < keys.length; from += KEYS_PER_INSERT) {
    const rows = keys
      .slice(from, from + KEYS_PER_INSERT)
      .map((key) => ({ project_id: projectId, stream, key: encodeKey(key) }));
    await db
      .insertInto('metric_keys')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** All keys of a project's stream, sorted by code point. */
export async function selectKeys(
  metadata: MetadataStore,
  projectId: number,
  stream: Stream,
): Promise<string[]> {
  const rows = await metadata.db
    .withTables<KeyTable>()
    .selectFrom('metric_keys')
    .select('key')
    .where('project_id', '=', projectId)
    .where('stream', '=', stream)
    .execute();
  return rows.map((row) => decodeKey(row.key)).sort();
}

const from = (table: string, run: Run): string => (run.hasRewrites ? `${table} FINAL` : table);

/** Row texts in step order. */
export async function selectRows(
  columns: ColumnStore,
  run: Run,
  stream: Stream,
  selection: RowSelection,
): Promise<string[]> {
  const { where, params } = conditionsOf(run, selection);
  const table = from(tablesOf(stream).rows, run);
  if (selection.samples === undefined) {
    const limit = selection.limit === undefined ? '' : ' LIMIT {limit:UInt64}';
    return readTexts(columns, `SELECT row FROM ${table} WHERE ${where} ORDER BY step${limit}`, {
      ...params,
      ...(selection.limit === undefined ? {} : { limit: selection.limit }),
    });
  }
  const count = await readCount(columns, `SELECT count() FROM ${table} WHERE ${where}`, params);
  if (count <= selection.samples) {
    return readTexts(columns, `SELECT row FROM ${table} WHERE ${where} ORDER BY step`, params);
  }
  return readTexts(
    columns,
    `SELECT row FROM ${table} WHERE run = {run:UInt64} AND step IN (
       SELECT step FROM (
         SELECT step, row_number() OVER (ORDER BY step) AS position FROM ${table} WHERE ${where})
       WHERE position IN {positions:Array(UInt64)})
     ORDER BY step`,
    { ...params, positions: evenPositions(count, selection.samples) },
  );
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
  run: Run,
  selection: RowSelection,
): { where: string; params: Record<string, BoundValue> } {
  const conditions = ['run = {run:UInt64}'];
  const params: Record<string, BoundValue> = { run: run.id };
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
    const range = conditions.join(' AND ');
    const stepsOf = (table: string): string =>
      `SELECT step, key FROM ${table} WHERE ${range} AND key IN {keys:Array(String)}`;
    conditions.push(`step IN (
      SELECT step FROM (${stepsOf('history_points')} UNION ALL ${stepsOf('history_objects')})
      GROUP BY step HAVING uniqExact(key) = {keyCount:UInt64})`);
    params['keys'] = Array.from(keys, encodeKey);
    params['keyCount'] = keys.size;
  }
  return { where: conditions.join(' AND '), params };
}

/** Rows of the stream; each step counts once. */
export async function countRows(columns: ColumnStore, run: Run, stream: Stream): Promise<number> {
  const table = from(tablesOf(stream).rows, run);
  return readCount(columns, `SELECT count() FROM ${table} WHERE run = {run:UInt64}`, {
    run: run.id,
  });
}

/** Largest step of the stream, in rows or points: after a crash one may be ahead of the other. */
export async function selectLastStep(
  columns: ColumnStore,
  runId: RunId,
  stream: Stream,
): Promise<bigint | null> {
  const { rows, points } = tablesOf(stream);
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT count(), max(step) FROM (
          SELECT step FROM ${rows} WHERE run = {run:UInt64}
          UNION ALL SELECT step FROM ${points} WHERE run = {run:UInt64})`,
        params: { run: runId },
      },
      'RowBinary',
    ),
  );
  return reader.uint64() === 0n ? null : reader.int64();
}

/** What is known of every key of the history. */
export async function selectHistoryKeys(columns: ColumnStore, run: Run): Promise<StoredKey[]> {
  const params = { run: run.id };
  const [numbers, others] = await Promise.all([
    columns.queryBytes(
      {
        sql: `SELECT toString(key), 'number', toUInt64(count()), max(step), argMax(value, step)
          FROM ${from('history_points', run)} WHERE run = {run:UInt64} GROUP BY key`,
        params,
      },
      'RowBinary',
    ),
    columns.queryBytes(
      {
        sql: `SELECT toString(key), toString(type), toUInt64(count()), max(step), toFloat64(0)
          FROM ${from('history_objects', run)} WHERE run = {run:UInt64} GROUP BY key, type`,
        params,
      },
      'RowBinary',
    ),
  ]);
  return [...readKeys(numbers, true), ...readKeys(others, false)];
}

function readKeys(bytes: Uint8Array, numeric: boolean): StoredKey[] {
  const reader = new RowBinaryReader(bytes);
  const keys: StoredKey[] = [];
  while (!reader.done) {
    const key = decodeKey(reader.text());
    const type = decodeKey(reader.text());
    const count = Number(reader.uint64());
    const lastStep = reader.int64();
    const last = reader.float64();
    keys.push({ key, type, count, lastStep, lastNumber: numeric ? last : null });
  }
  return keys;
}

/** Texts of the rows at these steps, by step. */
export async function selectRowsAt(
  columns: ColumnStore,
  run: Run,
  steps: readonly bigint[],
): Promise<Map<bigint, string>> {
  if (steps.length === 0) return new Map();
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT step, row FROM ${from('history_rows', run)}
          WHERE run = {run:UInt64} AND step IN {steps:Array(Int64)}`,
        params: { run: run.id, steps },
      },
      'RowBinary',
    ),
  );
  const rows = new Map<bigint, string>();
  while (!reader.done) rows.set(reader.int64(), reader.text());
  return rows;
}

async function readTexts(
  columns: ColumnStore,
  sql: string,
  params: Record<string, BoundValue>,
): Promise<string[]> {
  const reader = new RowBinaryReader(await columns.queryBytes({ sql, params }, 'RowBinary'));
  const texts: string[] = [];
  while (!reader.done) texts.push(reader.text());
  return texts;
}

async function readCount(
  columns: ColumnStore,
  sql: string,
  params: Record<string, BoundValue>,
): Promise<number> {
  const bytes = await columns.queryBytes({ sql, params }, 'RowBinary');
  return Number(new RowBinaryReader(bytes).uint64());
}
