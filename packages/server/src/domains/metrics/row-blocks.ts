import { encodeKey } from '@runloom/model';
import { encodeNativeBlock, type NativeColumn } from '../../stores/columns/native.ts';
import type { HistorySource } from '../runs/index.ts';
import type { DecodedColumns, PointColumns } from './row-columns.ts';
import { ROW_KEY } from './row-form.ts';
import type { DecodedRows, Stream } from './types.ts';
import { putCode } from './value-code.ts';

type Insert = DecodedRows['inserts'][number];

const TABLES: Record<Stream, { readonly points: string }> = {
  history: { points: 'history_points' },
  system: { points: 'system_points' },
};

/** The tables of a stream. */
export const tablesOf = (stream: Stream): { readonly points: string } => TABLES[stream];

/**
 * Encodes decoded rows for the column store: their points and, under a key of its own, the record of
 * each row. All of one key stands together, keys in the table's order, so that the engine finds them
 * sorted. Each step must stand there once.
 */
export function encodeRows(
  source: HistorySource,
  stream: Stream,
  decoded: DecodedColumns,
  version: bigint,
): readonly Insert[] {
  const { rows, objects } = decoded;
  if (rows.count === 0) return [];
  const run: NativeColumn = { name: 'run', type: 'UInt64', fill: BigInt(source) };
  const versionColumn: NativeColumn = { name: 'version', type: 'UInt64', fill: version };
  const inserts: Insert[] = [encodePoints(run, versionColumn, stream, decoded)];
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

function encodePoints(
  run: NativeColumn,
  version: NativeColumn,
  stream: Stream,
  { rows, keys, points }: DecodedColumns,
): Insert {
  const count = rows.count + points.count;
  const { encoded, rank } = rankKeys(keys);
  const { places, rowPlace } = placesByRank(points, rank, rows.count);
  const indices = new Uint32Array(count);
  const rowOf = new Uint32Array(count);
  const words = new Uint32Array(count * 2);
  for (let at = 0; at < points.count; at += 1) {
    const place = places[at] as number;
    indices[place] = rank[points.keys[at] as number] as number;
    rowOf[place] = points.rows[at] as number;
    putCode(points.values[at] as number, words, place * 2);
  }
  const rowRank = rank[keys.length] as number;
  for (let row = 0; row < rows.count; row += 1) {
    const place = rowPlace + row;
    indices[place] = rowRank;
    rowOf[place] = row;
    putCode(rows.clocks[row] as number, words, place * 2);
  }
  const forms = new Map<number, string>();
  for (const [at, form] of points.forms) forms.set(places[at] as number, form);
  for (const [row, form] of rows.forms) forms.set(rowPlace + row, form);
  const rests = new Map<number, string>();
  for (const [row, rest] of rows.rests) rests.set(rowPlace + row, rest);
  return insert(tablesOf(stream).points, count, [
    run,
    {
      name: 'key',
      type: 'LowCardinality(String)',
      keys: encoded,
      indices: narrow(indices, encoded.length),
    },
    { name: 'step', type: 'Int64', bytes: gather64(rows.steps, rowOf) },
    { name: 'bits', type: 'UInt64', bytes: new Uint8Array(words.buffer) },
    formColumn(forms, count),
    { name: 'rest', type: 'String', only: rests },
    version,
  ]);
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
  return insert(table, values.length, [
    { name: 'run', type: 'UInt64', fill: BigInt(source) },
    textColumn(
      'key',
      values.map(({ key }) => key),
    ),
    { name: 'step', type: 'Int64', values: BigInt64Array.from(values, ({ step }) => step) },
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

/** The keys and the one of rows, encoded and in the table's order; `rank` says which is where, that of rows last. */
function rankKeys(keys: readonly string[]): {
  readonly encoded: readonly string[];
  readonly rank: Uint32Array;
} {
  const texts = keys.map(encodeKey);
  texts.push(ROW_KEY);
  const order = Array.from(texts.keys());
  order.sort((a, b) => ((texts[a] ?? '') < (texts[b] ?? '') ? -1 : 1));
  const rank = new Uint32Array(texts.length);
  for (const [place, key] of order.entries()) rank[key] = place;
  return { encoded: order.map((key) => texts[key] ?? ''), rank };
}

/** Where each point goes: by the rank of its key, those of one key in their order (counting sort). */
function placesByRank(
  points: PointColumns,
  rank: Uint32Array,
  rowCount: number,
): { readonly places: Uint32Array; readonly rowPlace: number } {
  const next = new Uint32Array(rank.length + 1);
  for (let at = 0; at < points.count; at += 1) {
    const slot = at32(rank, at32(points.keys, at)) + 1;
    next[slot] = at32(next, slot) + 1;
  }
  const rowRank = at32(rank, rank.length - 1);
  next[rowRank + 1] = at32(next, rowRank + 1) + rowCount;
  for (let slot = 1; slot < next.length; slot += 1) {
    next[slot] = at32(next, slot) + at32(next, slot - 1);
  }
  const rowPlace = at32(next, rowRank);
  const places = new Uint32Array(points.count);
  for (let at = 0; at < points.count; at += 1) {
    const slot = at32(rank, at32(points.keys, at));
    const place = at32(next, slot);
    places[at] = place;
    next[slot] = place + 1;
  }
  return { places, rowPlace };
}

function formColumn(forms: ReadonlyMap<number, string>, count: number): NativeColumn {
  if (forms.size === 0) return { name: 'form', type: 'LowCardinality(String)', fill: '' };
  const texts = ['', ...new Set(forms.values())];
  const ids = new Map(texts.map((text, id) => [text, id]));
  const indices = new Uint32Array(count);
  for (const [at, form] of forms) indices[at] = ids.get(form) ?? 0;
  return {
    name: 'form',
    type: 'LowCardinality(String)',
    keys: texts,
    indices: narrow(indices, texts.length),
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

const at32 = (array: Uint32Array, index: number): number => array[index] as number;
