import { encodeKey } from '@runloom/model';
import { encodeNativeBlock, type NativeColumn } from '../../stores/columns/native.ts';
import type { HistorySource } from '../runs/index.ts';
import type { DecodedColumns } from './row-decoder.ts';
import type { DecodedRows, Stream } from './types.ts';

type Insert = DecodedRows['inserts'][number];

const TABLES: Record<Stream, { readonly rows: string; readonly points: string }> = {
  history: { rows: 'history_rows', points: 'history_points' },
  system: { rows: 'system_rows', points: 'system_points' },
};

/** The tables of a stream. */
export const tablesOf = (stream: Stream): { readonly rows: string; readonly points: string } =>
  TABLES[stream];

/**
 * Encodes decoded rows for the column store. Points are sorted by key, so that each key's steps
 * stand together as the table keeps them. Each step must stand there once.
 */
export function encodeRows(
  source: HistorySource,
  stream: Stream,
  decoded: DecodedColumns,
  version: bigint,
): readonly Insert[] {
  const { rows, points, objects } = decoded;
  if (rows.count === 0) return [];
  const run: NativeColumn = { name: 'run', type: 'UInt64', fill: BigInt(source) };
  const versionColumn: NativeColumn = { name: 'version', type: 'UInt64', fill: version };
  const tables = tablesOf(stream);
  const inserts: Insert[] = [
    insert(tables.rows, rows.count, [
      run,
      { name: 'step', type: 'Int64', values: rows.steps },
      { name: 'ts', type: 'Int64', values: rows.times },
      { name: 'row', type: 'String', values: rows.texts },
      versionColumn,
    ]),
  ];
  if (points.count > 0) {
    const order = orderByKey(points.keys, points.count, decoded.keys.length);
    const rowOf = pick(points.rows, order);
    inserts.push(
      insert(tables.points, points.count, [
        run,
        keyColumn(decoded.keys, pick(points.keys, order)),
        { name: 'step', type: 'Int64', bytes: gather64(rows.steps, rowOf) },
        { name: 'value', type: 'Float64', values: pickValues(points.values, order) },
        { name: 'ts', type: 'Int64', bytes: gather64(rows.times, rowOf) },
        versionColumn,
      ]),
    );
  }
  if (objects.length > 0 && stream === 'history') {
    const rowOf = Uint32Array.from(objects, (object) => object.row);
    inserts.push(
      insert('history_objects', objects.length, [
        run,
        textColumn(
          'key',
          objects.map((object) => object.key),
        ),
        { name: 'step', type: 'Int64', bytes: gather64(rows.steps, rowOf) },
        textColumn(
          'type',
          objects.map((object) => object.type),
        ),
        versionColumn,
      ]),
    );
  }
  return inserts;
}

/** One value of a step that is to be taken back. */
export interface GoneValue {
  readonly step: bigint;
  readonly key: string;
}

/** Encodes the marks that take values back: points, or values that are no numbers. */
export function encodeGone(
  source: HistorySource,
  table: 'history_points' | 'history_objects',
  values: readonly GoneValue[],
  version: bigint,
): Insert {
  const isPoints = table === 'history_points';
  return insert(table, values.length, [
    { name: 'run', type: 'UInt64', fill: BigInt(source) },
    textColumn(
      'key',
      values.map(({ key }) => key),
    ),
    { name: 'step', type: 'Int64', values: BigInt64Array.from(values, ({ step }) => step) },
    ...(isPoints
      ? ([
          { name: 'value', type: 'Float64', values: new Float64Array(values.length) },
          { name: 'ts', type: 'Int64', fill: 0n },
        ] as const)
      : []),
    { name: 'version', type: 'UInt64', fill: version },
    { name: 'gone', type: 'UInt32', fill: 1 },
  ]);
}

function insert(table: string, rowCount: number, columns: readonly NativeColumn[]): Insert {
  return {
    table,
    columns: columns.map((column) => column.name),
    block: encodeNativeBlock(rowCount, columns),
  };
}

function keyColumn(keys: readonly string[], ids: Uint32Array): NativeColumn {
  return {
    name: 'key',
    type: 'LowCardinality(String)',
    keys: keys.map(encodeKey),
    indices: narrow(ids, keys.length),
  };
}

function textColumn(name: string, texts: readonly string[]): NativeColumn {
  const ids = new Map<string, number>();
  const indices = Uint32Array.from(texts, (text) => {
    const known = ids.get(text);
    if (known !== undefined) return known;
    ids.set(text, ids.size);
    return ids.size - 1;
  });
  return {
    name,
    type: 'LowCardinality(String)',
    keys: Array.from(ids.keys(), encodeKey),
    indices: narrow(indices, ids.size),
  };
}

function narrow(ids: Uint32Array, keyCount: number): Uint8Array | Uint16Array | Uint32Array {
  if (keyCount <= 0x100) return Uint8Array.from(ids);
  return keyCount <= 0x10000 ? Uint16Array.from(ids) : ids;
}

/** Positions of the points, those of one key together, each key's in their order (counting sort). */
function orderByKey(keyOf: Uint32Array, count: number, keyCount: number): Uint32Array {
  const next = new Uint32Array(keyCount + 1);
  for (let at = 0; at < count; at += 1) {
    const slot = at32(keyOf, at) + 1;
    next[slot] = at32(next, slot) + 1;
  }
  for (let key = 1; key <= keyCount; key += 1) next[key] = at32(next, key) + at32(next, key - 1);
  const order = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    const key = at32(keyOf, at);
    const slot = at32(next, key);
    order[slot] = at;
    next[key] = slot + 1;
  }
  return order;
}

/** 64-bit values by row, copied as halves: many times faster than through bigint. */
function gather64(source: BigInt64Array, rows: Uint32Array): Uint8Array {
  const halves = new Int32Array(source.buffer, source.byteOffset, source.length * 2);
  const gathered = new Int32Array(rows.length * 2);
  for (let at = 0; at < rows.length; at += 1) {
    const row = at32(rows, at) * 2;
    gathered[at * 2] = halves[row] as number;
    gathered[at * 2 + 1] = halves[row + 1] as number;
  }
  return new Uint8Array(gathered.buffer);
}

function pick(source: Uint32Array, order: Uint32Array): Uint32Array {
  const picked = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at += 1) picked[at] = at32(source, at32(order, at));
  return picked;
}

function pickValues(source: Float64Array, order: Uint32Array): Float64Array {
  const picked = new Float64Array(order.length);
  for (let at = 0; at < order.length; at += 1) picked[at] = source[at32(order, at)] as number;
  return picked;
}

const at32 = (array: Uint32Array, index: number): number => array[index] as number;
