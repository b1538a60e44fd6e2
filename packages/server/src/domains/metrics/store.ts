import { decodeKey, encodeKey } from '@runloom/model';
import type { BoundValue, ColumnStore } from '../../stores/columns/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { RowBinaryReader } from './row-binary.ts';
import type { Scope } from './scope.ts';
import type { KeyKind, RowPage, RowPosition, RowSelection } from './types.ts';

type KeyTable = { metric_keys: { project_id: number; stream: string; key: string } };

/** A key with what is known of it from all rows. */
export interface StoredKey {
  readonly key: string;
  readonly type: string;
  readonly count: number;
  readonly lastStep: bigint;
  /** Of numbers; the value of anything else stands in the row of `lastStep`. */
  readonly lastNumber: number | null;
  /** Numbers that never went down. */
  readonly monotonic: boolean;
}

const KEYS_PER_INSERT = 300;

/** Stores keys of a project that may or may not be known. */
export async function insertKeys(
  metadata: MetadataStore,
  projectId: number,
  kind: KeyKind,
  keys: readonly string[],
): Promise<void> {
  const db = metadata.db.withTables<KeyTable>();
  for (let from = 0; from < keys.length; from += KEYS_PER_INSERT) {
    const rows = keys
      .slice(from, from + KEYS_PER_INSERT)
      .map((key) => ({ project_id: projectId, stream: kind, key: encodeKey(key) }));
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
  kind: KeyKind,
): Promise<string[]> {
  const rows = await metadata.db
    .withTables<KeyTable>()
    .selectFrom('metric_keys')
    .select('key')
    .where('project_id', '=', projectId)
    .where('stream', '=', kind)
    .execute();
  return rows.map((row) => decodeKey(row.key)).sort();
}

/** Keys of the numbers that are in view, sorted by code point. */
export async function selectPointKeys(columns: ColumnStore, scope: Scope): Promise<string[]> {
  const { points, wherePoints, params } = scope;
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      { sql: `SELECT DISTINCT toString(key) FROM ${points} WHERE ${wherePoints}`, params },
      'RowBinary',
    ),
  );
  const keys: string[] = [];
  while (!reader.done) keys.push(decodeKey(reader.text()));
  return keys.sort();
}

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

/** What is known of every key of the history. */
export async function selectHistoryKeys(columns: ColumnStore, scope: Scope): Promise<StoredKey[]> {
  const { params, wherePoints } = scope;
  // A key whose first value is its smallest and whose last is its largest may never have gone down.
  const [numbers, others] = await Promise.all([
    columns.queryBytes(
      {
        sql: `SELECT toString(key), toUInt64(count()), max(step), argMax(value, step),
            toUInt8(countIf(isNaN(value)) = 0 AND argMin(value, step) = min(value)
              AND argMax(value, step) = max(value))
          FROM ${scope.points} WHERE ${wherePoints} GROUP BY key`,
        params,
      },
      'RowBinary',
    ),
    columns.queryBytes(
      {
        sql: `SELECT toString(key), toString(type), toUInt64(count()), max(step)
          FROM ${scope.objects} WHERE ${wherePoints} GROUP BY key, type`,
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
          FROM ${scope.points} WHERE ${scope.wherePoints} GROUP BY key`,
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
            ORDER BY ${scope.order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before
          FROM ${scope.points} WHERE ${scope.wherePoints}
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
