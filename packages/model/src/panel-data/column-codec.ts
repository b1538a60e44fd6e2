/**
 * How the numbers of a column stand in the binary answer. All are exact: the encoder takes the
 * smallest that gives every double back bit by bit (NaN is NaN, −0 is −0).
 *
 * - `f64`, `f32`: IEEE doubles; or floats, where every value is one.
 * - `u8`, `u16`, `u32`: whole numbers.
 * - `even`: value i is `first + i × step`, two doubles.
 * - `d8`, `d16`, `d32`: whole numbers by their distance to the one before, each divided by `scale` at
 *   the end: one double for the first, then the distances.
 */
export type ColumnEncoding =
  | 'f64'
  | 'f32'
  | 'u8'
  | 'u16'
  | 'u32'
  | 'even'
  | 'd8'
  | 'd16'
  | 'd32'
  /** Times are kept in microseconds and told in seconds. */
  | 'm8'
  | 'm16'
  | 'm32';

export interface EncodedColumn {
  readonly encoding: ColumnEncoding;
  readonly bytes: Uint8Array;
}

const MICRO = 1e6;

/** The numbers in the smallest form that is exact. */
export function encodeColumn(values: Float64Array): EncodedColumn {
  if (values.length > 2 && isEven(values)) {
    const first = values[0] as number;
    return encoded('even', Float64Array.of(first, (values[1] as number) - first));
  }
  return (
    encodeWhole(values) ??
    encodeDistances(values, 1) ??
    encodeDistances(values, MICRO) ??
    encodeFloats(values)
  );
}

/** @throws RangeError when there are too few bytes */
export function decodeColumn(
  encoding: ColumnEncoding,
  bytes: Uint8Array,
  length: number,
): Float64Array {
  switch (encoding) {
    case 'f64':
      return doubles(bytes, 0, length);
    case 'f32':
      return new Float64Array(new Float32Array(...placed(bytes, 0, length, 4)));
    case 'u8':
    case 'u16':
    case 'u32':
      return new Float64Array(unsigned(bytes, 0, length, WIDTHS[encoding]));
    case 'even': {
      const [first = 0, step = 0] = doubles(bytes, 0, 2);
      return Float64Array.from({ length }, (_, at) => first + at * step);
    }
    case 'd8':
    case 'd16':
    case 'd32':
      return fromDistances(bytes, length, WIDTHS[encoding], 1);
    case 'm8':
    case 'm16':
    case 'm32':
      return fromDistances(bytes, length, WIDTHS[encoding], MICRO);
  }
}

const WIDTHS = { u8: 1, u16: 2, u32: 4, d8: 1, d16: 2, d32: 4, m8: 1, m16: 2, m32: 4 } as const;

function isEven(values: Float64Array): boolean {
  const first = values[0] as number;
  const step = (values[1] as number) - first;
  for (let at = 0; at < values.length; at += 1) {
    if (!Object.is(first + at * step, values[at])) return false;
  }
  return true;
}

function encodeWhole(values: Float64Array): EncodedColumn | null {
  let largest = 0;
  for (const value of values) {
    // The comparison is false for NaN; of the two zeros only the positive one is whole here.
    if (!(value >= 0 && value <= 0xffffffff) || value !== Math.trunc(value)) return null;
    if (value === 0 && Object.is(value, -0)) return null;
    if (value > largest) largest = value;
  }
  if (largest <= 0xff) return encoded('u8', new Uint8Array(values));
  if (largest <= 0xffff) return encoded('u16', new Uint16Array(values));
  // A column of distances may still be smaller.
  return encodeDistances(values, 1) ?? encoded('u32', new Uint32Array(values));
}

/** Null where the values are not whole parts of 1 / scale in ascending order, each near the last. */
function encodeDistances(values: Float64Array, scale: number): EncodedColumn | null {
  if (values.length < 3) return null;
  const first = wholePart(values[0] as number, scale);
  // Most columns end here, before anything is taken for them.
  if (first === null) return null;
  const distances = new Uint32Array(values.length - 1);
  let largest = 0;
  let before = first;
  for (let at = 1; at < values.length; at += 1) {
    const whole = wholePart(values[at] as number, scale);
    if (whole === null) return null;
    const distance = whole - before;
    if (distance < 0 || distance > 0xffffffff) return null;
    distances[at - 1] = distance;
    if (distance > largest) largest = distance;
    before = whole;
  }
  const kind = scale === 1 ? 'd' : 'm';
  if (largest <= 0xff) return withFirst(`${kind}8`, first, new Uint8Array(distances));
  if (largest <= 0xffff) return withFirst(`${kind}16`, first, new Uint16Array(distances));
  return withFirst(`${kind}32`, first, distances);
}

/** How many parts of 1 / scale the value is; null where that is no whole number. */
function wholePart(value: number, scale: number): number | null {
  const whole = Math.round(value * scale);
  return Number.isSafeInteger(whole) && Object.is(whole / scale, value) ? whole : null;
}

function encodeFloats(values: Float64Array): EncodedColumn {
  for (const value of values) {
    if (!Object.is(Math.fround(value), value)) return encoded('f64', values);
  }
  return encoded('f32', new Float32Array(values));
}

function fromDistances(
  bytes: Uint8Array,
  length: number,
  width: 1 | 2 | 4,
  scale: number,
): Float64Array {
  const values = new Float64Array(length);
  let [whole = 0] = doubles(bytes, 0, 1);
  const distances = unsigned(bytes, 8, Math.max(0, length - 1), width);
  for (let at = 0; at < length; at += 1) {
    if (at > 0) whole += distances[at - 1] as number;
    values[at] = whole / scale;
  }
  return values;
}

type AnyArray = Float64Array | Float32Array | Uint8Array | Uint16Array | Uint32Array;

function encoded(encoding: ColumnEncoding, { buffer, byteOffset, byteLength }: AnyArray) {
  return { encoding, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
}

function withFirst(encoding: ColumnEncoding, first: number, distances: AnyArray): EncodedColumn {
  const bytes = new Uint8Array(8 + distances.byteLength);
  new Float64Array(bytes.buffer, 0, 1)[0] = first;
  bytes.set(new Uint8Array(distances.buffer, 0, distances.byteLength), 8);
  return { encoding, bytes };
}

function unsigned(
  bytes: Uint8Array,
  at: number,
  length: number,
  width: 1 | 2 | 4,
): Uint8Array | Uint16Array | Uint32Array {
  const place = placed(bytes, at, length, width);
  if (width === 1) return new Uint8Array(...place);
  return width === 2 ? new Uint16Array(...place) : new Uint32Array(...place);
}

const doubles = (bytes: Uint8Array, at: number, length: number): Float64Array =>
  new Float64Array(...placed(bytes, at, length, 8));

/** Where a typed array stands in its buffer; copied where it would stand askew. */
function placed(
  bytes: Uint8Array,
  at: number,
  length: number,
  width: number,
): [ArrayBufferLike, number, number] {
  const end = at + length * width;
  if (end > bytes.byteLength) throw new RangeError('The column is cut off.');
  const offset = bytes.byteOffset + at;
  if (offset % width === 0) return [bytes.buffer, offset, length];
  return [bytes.slice(at, end).buffer, 0, length];
}
