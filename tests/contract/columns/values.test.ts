import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ColumnStore,
  encodeNativeBlock,
  openColumnStore,
} from '../../../packages/server/src/stores/columns/index.ts';
import { type Engine, engines } from './engines.ts';
import { POINT_COLUMNS, POINTS, pointsBlock } from './points.ts';

/** Texts that tear a statement, a text format or a line apart when they are not carried as data. */
const ODD_TEXTS: readonly string[] = [
  '',
  'plain',
  `quotes ' " \` and \\ \\\\ \\n \\' back\\slash\\`,
  'line\nbreaks\r\n\r\n\n\nand a blank line',
  "'; DROP TABLE odd; --",
  '/* */ -- # {x:String} {{ }} $$ $a$',
  '\0a NUL \0 in the middle\0',
  '\\0\\N NULL \\x41',
  'tab\tbell\u0007escape\u001b[31mdelete\u007f',
  '😀 é e\u0301 שלום \u202e\u2028\ufeff\uffff',
  '__proto__',
  "['a','b'] (1,2) %s %00 &param_x=1 ?query=+",
  'long '.repeat(50_000),
];

for (const { name, start } of engines) {
  describe(`values in the column store on ${name}`, () => {
    let engine: Engine;
    let store: ColumnStore;

    beforeAll(async () => {
      engine = await start();
      store = await openColumnStore(await engine.createConfig());
      await store.command({
        sql: `CREATE TABLE typed (n UInt32, u UInt64, i Int64, f Float64, s String, k LowCardinality(String))
          ENGINE = MergeTree ORDER BY n`,
      });
      await store.command({
        sql: 'CREATE TABLE odd (n UInt32, s String, k LowCardinality(String)) ENGINE = MergeTree ORDER BY n',
      });
    });
    afterAll(async () => {
      await store?.close();
      await engine?.stop();
    });

    it('gives back every number exactly, with 64-bit integers as text', async () => {
      const u = BigUint64Array.of(0n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n);
      const i = BigInt64Array.of(-(2n ** 63n), -1n, 2n ** 53n + 1n, 2n ** 63n - 1n);
      const f = Float64Array.of(0.1 + 0.2, Number.MIN_VALUE, -Number.MAX_VALUE, 1e300);
      const block = encodeNativeBlock(4, [
        { name: 'n', type: 'UInt32', values: Uint32Array.of(0, 1, 2, 2 ** 32 - 1) },
        { name: 'u', type: 'UInt64', values: u },
        { name: 'i', type: 'Int64', bytes: new Uint8Array(i.buffer) },
        { name: 'f', type: 'Float64', values: f },
        { name: 's', type: 'String', values: ['a', Buffer.from('b'), 'c', ''] },
        {
          name: 'k',
          type: 'LowCardinality(String)',
          keys: ['x', '', 'y'],
          indices: Uint16Array.of(2, 0, 1, 2),
        },
      ]);
      await store.insertNative('typed', ['n', 'u', 'i', 'f', 's', 'k'], [block]);
      const rows = await store.query({ sql: 'SELECT * FROM typed ORDER BY n' });
      expect(rows).toEqual(
        [0, 1, 2, 2 ** 32 - 1].map((n, row) => ({
          n,
          u: String(u[row]),
          i: String(i[row]),
          f: f[row],
          s: ['a', 'b', 'c', ''][row],
          k: ['y', 'x', '', 'y'][row],
        })),
      );
    });

    it('keeps NaN, the infinities and the negative zero', async () => {
      const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
      await store.insertNative(POINTS, POINT_COLUMNS, [pointsBlock({ run: 1n, values })]);
      const sql = `SELECT value, toString(value) AS text FROM ${POINTS} WHERE run = 1 ORDER BY step`;
      expect(await store.query({ sql })).toEqual([
        { value: null, text: 'nan' },
        { value: null, text: 'inf' },
        { value: null, text: '-inf' },
        { value: -0, text: '-0' },
      ]);
      const bytes = await store.queryBytes(
        { sql: `SELECT value FROM ${POINTS} WHERE run = 1 ORDER BY step` },
        'RowBinary',
      );
      expect([...new Float64Array(Uint8Array.from(bytes).buffer)]).toEqual(values);
    });

    it('gives back odd texts exactly, as text and as dictionary', async () => {
      const block = encodeNativeBlock(ODD_TEXTS.length, [
        { name: 'n', type: 'UInt32', values: Uint32Array.from(ODD_TEXTS.keys()) },
        { name: 's', type: 'String', values: ODD_TEXTS },
        {
          name: 'k',
          type: 'LowCardinality(String)',
          keys: ODD_TEXTS,
          indices: Uint32Array.from(ODD_TEXTS.keys()),
        },
      ]);
      await store.insertNative('odd', ['n', 's', 'k'], [block]);
      const rows = await store.query<{ s: string; k: string }>({
        sql: 'SELECT s, k FROM odd ORDER BY n',
      });
      expect(rows.map((row) => row.s)).toEqual(ODD_TEXTS);
      expect(rows.map((row) => row.k)).toEqual(ODD_TEXTS);
    });

    it('carries parameters as data, whatever they say', async () => {
      for (const text of [...ODD_TEXTS.filter((odd) => odd.length < 1000), 'é'.repeat(20_000)]) {
        const [row] = await store.query<{ text: string; list: string[]; found: string }>({
          sql: `SELECT {text:String} AS text, {list:Array(String)} AS list,
            (SELECT count() FROM odd WHERE s = {text:String}) AS found
            FROM numbers(2) LIMIT {limit:UInt32}`,
          params: { text, list: [text, 'other'], limit: 1 },
        });
        expect(row).toEqual({
          text,
          list: [text, 'other'],
          found: String(Number(ODD_TEXTS.includes(text))),
        });
      }
    });

    it('carries numbers of 64 bits and lists of them', async () => {
      const [row] = await store.query({
        sql: `SELECT {u:UInt64} AS u, {i:Int64} AS i, {f:Float64} AS f, {b:Bool} AS b,
          {us:Array(UInt64)} AS us, {none:Array(Int64)} AS none`,
        params: {
          u: 2n ** 64n - 1n,
          i: -(2n ** 63n),
          f: 0.1,
          b: true,
          us: [0n, 2n ** 64n - 1n],
          none: [],
        },
      });
      const largest = '18446744073709551615';
      expect(row).toEqual({
        u: largest,
        i: '-9223372036854775808',
        f: 0.1,
        b: true,
        us: ['0', largest],
        none: [],
      });
    });

    it('carries long lists', async () => {
      const runs = Array.from({ length: 8_000 }, (_, index) => BigInt(index) * 1_000_003n);
      const [row] = await store.query({
        sql: 'SELECT length({runs:Array(UInt64)}) AS length, arraySum({runs:Array(UInt64)}) AS sum',
        params: { runs },
      });
      expect(row).toEqual({ length: '8000', sum: String(1_000_003n * 31_996_000n) });
    });

    it.each([
      ['one parameter', { a: 'x'.repeat(128 * 1024) }],
      ['one parameter of other characters', { a: '😀'.repeat(11_000) }],
      ['one list', { a: Array.from({ length: 7_000 }, () => "it's odd") }],
      [
        'all together',
        Object.fromEntries([...'abcdefgh'].map((key) => [key, 'x'.repeat(130_000)])),
      ],
    ])('refuses parameters that no engine would take: %s', async (_, params) => {
      await expect(store.query({ sql: 'SELECT 1', params })).rejects.toMatchObject({
        code: 'too_large',
      });
    });

    it('takes parameters up to that size', async () => {
      const params = { a: 'x'.repeat(128 * 1024 - 1), b: 'x'.repeat(128 * 1024 - 1) };
      const sql = 'SELECT length({a:String}) + length({b:String}) AS length';
      expect(await store.query({ sql, params })).toEqual([{ length: '262142' }]);
    });

    it('takes blocks one after the other as one insert', async () => {
      const blocks = Array.from({ length: 500 }, (_, index) =>
        pointsBlock({ run: 2n, key: `key ${index % 7}`, firstStep: index * 3, values: [1, 2, 3] }),
      );
      await store.insertNative(POINTS, POINT_COLUMNS, blocks);
      const [row] = await store.query({
        sql: `SELECT count() AS points, uniqExact(step) AS steps, uniqExact(key) AS keys, sum(value) AS sum
          FROM ${POINTS} WHERE run = 2`,
      });
      expect(row).toEqual({ points: '1500', steps: '1500', keys: '7', sum: 3000 });
    });

    it('shows of rows written twice the last version', async () => {
      const write = (version: bigint, values: readonly number[]) =>
        store.insertNative(POINTS, POINT_COLUMNS, [pointsBlock({ run: 3n, version, values })]);
      await write(2n, [10, 20, 30]);
      await write(3n, [11]);
      await write(1n, [0, 0, 0]);
      const sql = `SELECT value FROM ${POINTS} FINAL WHERE run = 3 ORDER BY step`;
      const rows = await store.query<{ value: number }>({ sql });
      expect(rows.map((row) => row.value)).toEqual([11, 20, 30]);
    });

    it('reads its own write at once', async () => {
      for (let step = 0; step < 20; step += 1) {
        const block = pointsBlock({ run: 4n, firstStep: step, values: [step] });
        await store.insertNative(POINTS, POINT_COLUMNS, [block]);
        const [row] = await store.query<{ last: string }>({
          sql: `SELECT max(step) AS last FROM ${POINTS} WHERE run = 4`,
        });
        expect(row?.last).toBe(String(step));
      }
    });
  });
}
