import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeNativeBlock, type NativeColumn } from './native.ts';

const encode = (rowCount: number, column: NativeColumn): Buffer =>
  Buffer.from(encodeNativeBlock(rowCount, [column]));

/** The bytes of a column's data: what follows the header of a one-column block. */
const dataOf = (rowCount: number, column: NativeColumn): Buffer => {
  const headerBytes = 2 + (rowCount < 128 ? 0 : 1) + 2 + column.name.length + column.type.length;
  return encode(rowCount, column).subarray(headerBytes);
};

const readTexts = (data: Buffer, count: number): { texts: Buffer[]; end: number } => {
  const texts: Buffer[] = [];
  let offset = 0;
  for (let i = 0; i < count; i++) {
    let length = 0;
    let scale = 1;
    for (;;) {
      const byte = data[offset++] ?? 0;
      length += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) break;
    }
    texts.push(data.subarray(offset, offset + length));
    offset += length;
  }
  return { texts, end: offset };
};

test('a block starts with its counts, and each column with its name and type', () => {
  const block = encodeNativeBlock(300, [{ name: 'é', type: 'UInt32', fill: 0 }]);
  expect([...block.subarray(0, 13)]).toEqual([
    1,
    (300 & 0x7f) | 0x80,
    2,
    2,
    0xc3,
    0xa9,
    6,
    ...Buffer.from('UInt32'),
  ]);
  expect(block.byteLength).toBe(13 + 1200);
});

test('numbers are written as they lie in memory, little-endian', () => {
  const values = new BigInt64Array([-(2n ** 63n), -1n, 2n ** 63n - 1n]);
  const data = dataOf(3, { name: 'v', type: 'Int64', values });
  expect([0, 8, 16].map((at) => data.readBigInt64LE(at))).toEqual([...values]);
});

test('a view into a larger buffer is written without its neighbours', () => {
  const all = new Float64Array([1, Number.NaN, Number.NEGATIVE_INFINITY, 4]);
  const data = dataOf(2, { name: 'v', type: 'Float64', values: all.subarray(1, 3) });
  expect(data.byteLength).toBe(16);
  expect(data.readDoubleLE(0)).toBeNaN();
  expect(data.readDoubleLE(8)).toBe(Number.NEGATIVE_INFINITY);
});

test('raw bytes stand for the values of a fixed-width type', () => {
  const halves = new Int32Array([1, 0, -1, -1]);
  const bytes = new Uint8Array(halves.buffer);
  const data = dataOf(2, { name: 'v', type: 'Int64', bytes });
  expect([data.readBigInt64LE(0), data.readBigInt64LE(8)]).toEqual([1n, -1n]);
});

test('a fill repeats one value in every row', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.bigInt(0n, 2n ** 64n - 1n), (rows, fill) => {
      const data = dataOf(rows, { name: 'v', type: 'UInt64', fill });
      expect([...new BigUint64Array(Uint8Array.from(data).buffer)]).toEqual(
        new Array(rows).fill(fill),
      );
    }),
  );
  const text = dataOf(3, { name: 'v', type: 'String', fill: 'aé' });
  expect(readTexts(text, 3).texts.map(String)).toEqual(['aé', 'aé', 'aé']);
});

test('any text is written as length and UTF-8, strings and bytes alike', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), (values) => {
      const mixed = values.map((value, row) => (row % 2 === 0 ? value : Buffer.from(value)));
      const data = dataOf(values.length, { name: 'v', type: 'String', values: mixed });
      const { texts, end } = readTexts(data, values.length);
      expect(texts.map(String)).toEqual(values);
      expect(end).toBe(data.byteLength);
    }),
  );
});

test.each([
  ['one byte', Uint8Array, 0n],
  ['two bytes', Uint16Array, 1n],
  ['four bytes', Uint32Array, 2n],
] as const)('a dictionary column with indices of %s says so', (_, Indices, code) => {
  const indices = new Indices([1, 0, 1]);
  const data = dataOf(3, { name: 'v', type: 'LowCardinality(String)', keys: ['a', 'bc'], indices });
  expect(data.readBigUInt64LE(0)).toBe(1n);
  expect(data.readBigUInt64LE(8)).toBe(code | 0x600n);
  expect(data.readBigUInt64LE(16)).toBe(2n);
  expect(data.subarray(24, 29).toString('latin1')).toBe('\x01a\x02bc');
  expect(data.readBigUInt64LE(29)).toBe(3n);
  expect(data.subarray(37)).toEqual(Buffer.from(indices.buffer));
});

test('a dictionary column of one text has one key', () => {
  const data = dataOf(2, { name: 'v', type: 'LowCardinality(String)', fill: 'k' });
  expect(data.readBigUInt64LE(16)).toBe(1n);
  expect([...data.subarray(-2)]).toEqual([0, 0]);
});

test('a block of no rows is no bytes', () => {
  expect(encodeNativeBlock(0, [{ name: 'v', type: 'String', values: [] }]).byteLength).toBe(0);
});

test('a column of the wrong length or an index without a key is refused', () => {
  const short = new Float64Array(1);
  expect(() => encode(2, { name: 'loss', type: 'Float64', values: short })).toThrow(
    /loss has 1 values for 2 rows/,
  );
  expect(() => encode(1, { name: 'v', type: 'UInt32', bytes: new Uint8Array(5) })).toThrow(
    RangeError,
  );
  const indices = new Uint8Array([1]);
  expect(() =>
    encode(1, { name: 'v', type: 'LowCardinality(String)', keys: ['a'], indices }),
  ).toThrow(/names key 1 of 1/);
});
