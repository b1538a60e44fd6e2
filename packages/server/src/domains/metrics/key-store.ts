import { decodeKey, encodeKey } from '@runloom/model';
import { RowBinaryReader } from '../../stores/columns/index.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import { readTexts } from './reads.ts';
import { SQL_ROW_KEY } from './row-form.ts';
import type { Scope } from './scope.ts';

/** A key with what is known of it from all rows. */
export interface StoredKey {
  readonly key: string;
  readonly type: string;
  readonly count: number;
  readonly lastStep: bigint;
  /** Of numbers; the values of anything else stand in rows. */
  readonly firstNumber: number | null;
  readonly lastNumber: number | null;
  /** Numbers that never went down. */
  readonly monotonic: boolean;
}

/** Keys of the numbers that are in view, sorted by code point. */
export async function selectPointKeys(columns: ColumnStore, scope: Scope): Promise<string[]> {
  const { points, where, params } = scope;
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT DISTINCT toString(key) FROM ${points} WHERE ${where} AND key != ${SQL_ROW_KEY}`,
        params,
      },
      'RowBinary',
    ),
  );
  const keys: string[] = [];
  while (!reader.done) keys.push(decodeKey(reader.text()));
  return keys.sort();
}

/** What is known of every key of the history. */
export async function selectHistoryKeys(columns: ColumnStore, scope: Scope): Promise<StoredKey[]> {
  const { params, where } = scope;
  // A key whose first value is its smallest and whose last is its largest may never have gone down.
  const [numbers, others] = await Promise.all([
    columns.queryBytes(
      {
        sql: `SELECT toString(key), toUInt64(count()), max(step),
            argMin(value, step) AS first, argMax(value, step) AS last,
            toUInt8(countIf(isNaN(value)) = 0 AND first = min(value) AND last = max(value))
          FROM ${scope.points} WHERE ${where} AND key != ${SQL_ROW_KEY} GROUP BY key`,
        params,
      },
      'RowBinary',
    ),
    columns.queryBytes(
      {
        sql: `SELECT toString(key), toString(type), toUInt64(count()), max(step)
          FROM ${scope.objects} WHERE ${where} GROUP BY key, type`,
        params,
      },
      'RowBinary',
    ),
  ]);
  const keys = readNumbers(numbers);
  const fallen = await selectFallenKeys(
    columns,
    scope,
    keys.flatMap(({ key, count, monotonic }) => (monotonic && count > 2 ? key : [])),
  );
  for (const one of keys) if (fallen.has(one.key)) one.monotonic = false;
  return [...keys, ...readOthers(others)];
}

function readNumbers(bytes: Uint8Array): (StoredKey & { monotonic: boolean })[] {
  const reader = new RowBinaryReader(bytes);
  const keys = [];
  while (!reader.done) {
    keys.push({
      key: decodeKey(reader.text()),
      type: 'number',
      count: Number(reader.uint64()),
      lastStep: reader.int64(),
      firstNumber: reader.float64(),
      lastNumber: reader.float64(),
      monotonic: reader.uint8() === 1,
    });
  }
  return keys;
}

function readOthers(bytes: Uint8Array): StoredKey[] {
  const reader = new RowBinaryReader(bytes);
  const keys = [];
  while (!reader.done) {
    keys.push({
      key: decodeKey(reader.text()),
      type: decodeKey(reader.text()),
      count: Number(reader.uint64()),
      lastStep: reader.int64(),
      firstNumber: null,
      lastNumber: null,
      monotonic: false,
    });
  }
  return keys;
}

/** Numbers of one key over all rows. */
export interface KeyStatistics {
  readonly key: string;
  readonly hasNaN: boolean;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly first: number;
  readonly last: number;
}

/** Of every key that has numbers. */
export async function selectStatistics(
  columns: ColumnStore,
  scope: Scope,
): Promise<KeyStatistics[]> {
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      {
        sql: `SELECT toString(key), toUInt8(countIf(isNaN(value)) > 0), min(value), max(value),
            avg(value), argMin(value, step), argMax(value, step)
          FROM ${scope.points} WHERE ${scope.where} AND key != ${SQL_ROW_KEY} GROUP BY key`,
        params: scope.params,
      },
      'RowBinary',
    ),
  );
  const statistics: KeyStatistics[] = [];
  while (!reader.done) {
    statistics.push({
      key: decodeKey(reader.text()),
      hasNaN: reader.uint8() === 1,
      min: reader.float64(),
      max: reader.float64(),
      mean: reader.float64(),
      first: reader.float64(),
      last: reader.float64(),
    });
  }
  return statistics;
}

/** Bytes of keys that one statement is asked about: bound values are limited. */
const KEY_BYTES_PER_READ = 100_000;
/** For more keys than fit into so many statements it is faster to look at all. */
const MAX_READS_BY_KEY = 4;

/** Those of the keys whose value went down from one step to the next. */
async function selectFallenKeys(
  columns: ColumnStore,
  scope: Scope,
  keys: readonly string[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const batches = [...inBatches(keys.map(encodeKey), KEY_BYTES_PER_READ)];
  const answers = await Promise.all(
    (batches.length > MAX_READS_BY_KEY ? [null] : batches).map((batch) =>
      readTexts(
        columns,
        `SELECT toString(key) FROM (
          SELECT key, value, lagInFrame(value, 1, value) OVER (PARTITION BY key
            ORDER BY step, run ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before
          FROM ${scope.points} WHERE ${scope.where} AND key != ${SQL_ROW_KEY}
            ${batch === null ? '' : 'AND key IN {keys:Array(String)}'})
        GROUP BY key HAVING countIf(value < before) > 0`,
        { ...scope.params, ...(batch !== null && { keys: batch }) },
      ),
    ),
  );
  return new Set(answers.flat().map(decodeKey));
}

function* inBatches(texts: readonly string[], bytes: number): Generator<readonly string[]> {
  let batch: string[] = [];
  let size = 0;
  for (const text of texts) {
    // Quotes, the comma and what the client of the engine escapes.
    const own = encodeURIComponent(text).length + 12;
    if (size + own > bytes && batch.length > 0) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(text);
    size += own;
  }
  if (batch.length > 0) yield batch;
}
