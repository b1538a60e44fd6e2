/**
 * Writes ClickHouse `Native` blocks: the columnar binary format the engine reads fastest. Numbers
 * are little-endian, so typed arrays are copied as they lie in memory.
 *
 * Layout (ClickHouse docs, "Native"): varuint columns, varuint rows, then per column its name, its
 * type and its data. Blocks may stand one after the other; together they are one insert.
 */

/** Types whose values have a fixed width. */
export type FixedType = 'UInt64' | 'Int64' | 'UInt32' | 'Float64';

/** One column of a block. Text is UTF-8; `Uint8Array` texts are written as they are. */
export type NativeColumn =
  | { readonly name: string; readonly type: 'UInt64'; readonly values: BigUint64Array }
  | { readonly name: string; readonly type: 'Int64'; readonly values: BigInt64Array }
  | { readonly name: string; readonly type: 'UInt32'; readonly values: Uint32Array }
  | { readonly name: string; readonly type: 'Float64'; readonly values: Float64Array }
  /** Little-endian values as raw bytes (for instance pairs of 32-bit halves of an Int64). */
  | { readonly name: string; readonly type: FixedType; readonly bytes: Uint8Array }
  /** The same number in every row; 64-bit integers as `bigint`. */
  | { readonly name: string; readonly type: 'UInt64' | 'Int64'; readonly fill: bigint }
  | { readonly name: string; readonly type: 'UInt32' | 'Float64'; readonly fill: number }
  | {
      readonly name: string;
      readonly type: 'String';
      readonly values: readonly (string | Uint8Array)[];
    }
  | { readonly name: string; readonly type: 'String'; readonly fill: string }
  /** Empty in every row but those named. */
  | {
      readonly name: string;
      readonly type: 'String';
      readonly only: ReadonlyMap<number, string>;
    }
  /** Row `i` holds `keys[indices[i]]`. */
  | {
      readonly name: string;
      readonly type: 'LowCardinality(String)';
      readonly keys: readonly string[];
      readonly indices: Uint8Array | Uint16Array | Uint32Array;
    }
  | { readonly name: string; readonly type: 'LowCardinality(String)'; readonly fill: string };

const WIDTH: Record<FixedType, number> = { UInt64: 8, Int64: 8, UInt32: 4, Float64: 8 };

// LowCardinality header: version 1; index width in the low byte, "keys follow" and "dictionary is new" above it.
const DICTIONARY_VERSION = 1n;
const DICTIONARY_FLAGS = (1n << 9n) | (1n << 10n);

const varuintSize = (value: number): number => {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
};

const textBytes = (text: string | Uint8Array): number =>
  typeof text === 'string' ? Buffer.byteLength(text) : text.byteLength;

const textSize = (text: string | Uint8Array): number => {
  const bytes = textBytes(text);
  return varuintSize(bytes) + bytes;
};

const textsSize = (texts: readonly (string | Uint8Array)[]): number => {
  let size = 0;
  for (const text of texts) size += textSize(text);
  return size;
};

/** How many bytes the data of a column take, and each of its texts where those are many: counted once. */
interface DataSize {
  readonly bytes: number;
  readonly texts?: Uint32Array;
}

const sizesOf = (texts: readonly (string | Uint8Array)[]): DataSize => {
  const sizes = new Uint32Array(texts.length);
  let bytes = 0;
  for (let at = 0; at < texts.length; at += 1) {
    const size = textBytes(texts[at] ?? '');
    sizes[at] = size;
    bytes += varuintSize(size) + size;
  }
  return { bytes, texts: sizes };
};

/** Appends to a buffer whose size was computed beforehand. */
interface Cursor {
  readonly buffer: Buffer;
  offset: number;
}

const putVaruint = (cursor: Cursor, value: number): void => {
  let rest = value;
  while (rest >= 0x80) {
    cursor.buffer[cursor.offset++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  cursor.buffer[cursor.offset++] = rest;
};

const putText = (cursor: Cursor, text: string | Uint8Array, size = textBytes(text)): void => {
  putVaruint(cursor, size);
  if (size === 0) return;
  if (typeof text !== 'string') {
    putBytes(cursor, text);
    return;
  }
  // As many bytes as characters: ASCII, which is copied as it lies.
  const encoding = size === text.length ? 'latin1' : 'utf8';
  cursor.offset += cursor.buffer.write(text, cursor.offset, encoding);
};

const putBytes = (cursor: Cursor, bytes: Uint8Array): void => {
  cursor.buffer.set(bytes, cursor.offset);
  cursor.offset += bytes.byteLength;
};

/** Texts of a few rows, in any order; all others are empty. */
const putFew = (cursor: Cursor, rowCount: number, texts: ReadonlyMap<number, string>): void => {
  let row = 0;
  const skipTo = (next: number): void => {
    cursor.buffer.fill(0, cursor.offset, cursor.offset + next - row);
    cursor.offset += next - row;
    row = next;
  };
  for (const [next, text] of [...texts].sort(([a], [b]) => a - b)) {
    skipTo(next);
    putText(cursor, text);
    row += 1;
  }
  skipTo(rowCount);
};

const putUInt64 = (cursor: Cursor, value: bigint): void => {
  cursor.offset = cursor.buffer.writeBigUInt64LE(value, cursor.offset);
};

const bytesOf = (view: NodeJS.TypedArray): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** Repeats the item that was just written (`itemBytes` before the cursor) until it stands `count` times. */
const repeatLast = (cursor: Cursor, itemBytes: number, count: number): void => {
  const start = cursor.offset - itemBytes;
  const end = start + itemBytes * count;
  let filled = cursor.offset;
  while (filled < end) {
    const length = Math.min(filled - start, end - filled);
    cursor.buffer.copyWithin(filled, start, start + length);
    filled += length;
  }
  cursor.offset = end;
};

const indexWidthCode = (indices: Uint8Array | Uint16Array | Uint32Array): bigint => {
  if (indices.BYTES_PER_ELEMENT === 1) return 0n;
  return indices.BYTES_PER_ELEMENT === 2 ? 1n : 2n;
};

const checkCount = (column: NativeColumn, rowCount: number, found: number): void => {
  if (found !== rowCount) {
    throw new RangeError(`Column ${column.name} has ${found} values for ${rowCount} rows.`);
  }
};

const checkIndices = (column: NativeColumn, indices: ArrayLike<number>, keyCount: number): void => {
  for (let row = 0; row < indices.length; row++) {
    const index = indices[row] ?? 0;
    if (index >= keyCount) {
      throw new RangeError(`Column ${column.name} names key ${index} of ${keyCount}.`);
    }
  }
};

/** Checks a column against the row count and tells how many bytes its data takes. */
const dataSize = (column: NativeColumn, rowCount: number): DataSize => {
  if (column.type === 'String' && 'values' in column) {
    checkCount(column, rowCount, column.values.length);
    return sizesOf(column.values);
  }
  return { bytes: plainSize(column, rowCount) };
};

const plainSize = (
  column: Exclude<NativeColumn, { type: 'String'; values: unknown }>,
  rowCount: number,
): number => {
  if (column.type === 'LowCardinality(String)') {
    if ('fill' in column) return 8 * 4 + textSize(column.fill) + rowCount;
    checkCount(column, rowCount, column.indices.length);
    checkIndices(column, column.indices, column.keys.length);
    return 8 * 4 + textsSize(column.keys) + column.indices.byteLength;
  }
  if (column.type === 'String') {
    if ('fill' in column) return textSize(column.fill) * rowCount;
    if ('only' in column) {
      let bytes = rowCount - column.only.size;
      for (const [row, text] of column.only) {
        if (row >= rowCount)
          throw new RangeError(`Column ${column.name} names row ${row} of ${rowCount}.`);
        bytes += textSize(text);
      }
      return bytes;
    }
  }
  const size = WIDTH[column.type] * rowCount;
  if ('values' in column) checkCount(column, rowCount, column.values.length);
  if ('bytes' in column) checkCount(column, rowCount, column.bytes.byteLength / WIDTH[column.type]);
  return size;
};

const putDictionary = (
  cursor: Cursor,
  rowCount: number,
  column: Extract<NativeColumn, { type: 'LowCardinality(String)' }>,
): void => {
  const keys = 'fill' in column ? [column.fill] : column.keys;
  const indices = 'fill' in column ? new Uint8Array(rowCount) : column.indices;
  putUInt64(cursor, DICTIONARY_VERSION);
  putUInt64(cursor, DICTIONARY_FLAGS | indexWidthCode(indices));
  putUInt64(cursor, BigInt(keys.length));
  for (const key of keys) putText(cursor, key);
  putUInt64(cursor, BigInt(rowCount));
  putBytes(cursor, bytesOf(indices));
};

const putFill = (cursor: Cursor, type: FixedType, fill: number | bigint): void => {
  const { buffer, offset } = cursor;
  if (type === 'UInt64') cursor.offset = buffer.writeBigUInt64LE(BigInt(fill), offset);
  else if (type === 'Int64') cursor.offset = buffer.writeBigInt64LE(BigInt(fill), offset);
  else if (type === 'UInt32') cursor.offset = buffer.writeUInt32LE(Number(fill), offset);
  else cursor.offset = buffer.writeDoubleLE(Number(fill), offset);
};

const putData = (
  cursor: Cursor,
  rowCount: number,
  column: NativeColumn,
  sizes: Uint32Array | undefined,
): void => {
  if (column.type === 'LowCardinality(String)') {
    putDictionary(cursor, rowCount, column);
  } else if (column.type === 'String') {
    if ('fill' in column) {
      putText(cursor, column.fill);
      repeatLast(cursor, textSize(column.fill), rowCount);
    } else if ('only' in column) {
      putFew(cursor, rowCount, column.only);
    } else {
      for (let row = 0; row < rowCount; row += 1) {
        putText(cursor, column.values[row] ?? '', sizes?.[row]);
      }
    }
  } else if ('fill' in column) {
    putFill(cursor, column.type, column.fill);
    repeatLast(cursor, WIDTH[column.type], rowCount);
  } else {
    putBytes(cursor, 'bytes' in column ? column.bytes : bytesOf(column.values));
  }
};

/**
 * Encodes `rowCount` rows as one `Native` block. A block of no rows is no bytes.
 *
 * Unpaired surrogates in text become U+FFFD (UTF-8 can't hold them); escape them beforehand if they
 * matter. Throws `RangeError` when a column's length is not `rowCount` or an index has no key.
 */
export const encodeNativeBlock = (
  rowCount: number,
  columns: readonly NativeColumn[],
): Uint8Array => {
  if (rowCount === 0) return new Uint8Array(0);
  let size = varuintSize(columns.length) + varuintSize(rowCount);
  const sizes = columns.map((column) => dataSize(column, rowCount));
  for (const [at, column] of columns.entries()) {
    size += textSize(column.name) + textSize(column.type) + (sizes[at]?.bytes ?? 0);
  }
  const cursor: Cursor = { buffer: Buffer.allocUnsafeSlow(size), offset: 0 };
  putVaruint(cursor, columns.length);
  putVaruint(cursor, rowCount);
  for (const [at, column] of columns.entries()) {
    putText(cursor, column.name);
    putText(cursor, column.type);
    putData(cursor, rowCount, column, sizes[at]?.texts);
  }
  return cursor.buffer;
};
