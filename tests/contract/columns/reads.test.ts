import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ColumnEngineError,
  type ColumnStore,
  openColumnStore,
} from '../../../packages/server/src/stores/columns/index.ts';
import { type Engine, engines } from './engines.ts';
import { POINT_COLUMNS, POINTS, pointsBlock } from './points.ts';

const written = join(tmpdir(), `runloom-outfile-${process.pid}`);

const elapsedMs = async (work: Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work;
  return performance.now() - from;
};

for (const { name, start } of engines) {
  describe(`reads of the column store on ${name}`, () => {
    let engine: Engine;
    let store: ColumnStore;

    beforeAll(async () => {
      engine = await start();
      store = await openColumnStore(await engine.createConfig());
      const values = Array.from({ length: 1000 }, (_, index) => index);
      await store.insertNative(POINTS, POINT_COLUMNS, [pointsBlock({ run: 1n, values })]);
    });
    afterAll(async () => {
      await store?.close();
      await engine?.stop();
    });

    const countOf = async (run: bigint): Promise<number> => {
      const [row] = await store.query<{ points: string }>({
        sql: `SELECT count() AS points FROM ${POINTS} WHERE run = {run:UInt64}`,
        params: { run },
      });
      return Number(row?.points);
    };

    it('answers', () => store.ping());

    it.each([
      ['a table that is not there', 'SELECT * FROM nowhere', 60],
      ['a column that is not there', `SELECT nothing FROM ${POINTS}`, 47],
      ['bad syntax', 'SELECT FROM WHERE', 62],
      ['a parameter without a value', 'SELECT {missing:String}', 456],
    ])('keeps the code of an error: %s', async (_, sql, engineCode) => {
      const failure = store.query({ sql });
      await expect(failure).rejects.toBeInstanceOf(ColumnEngineError);
      await expect(failure).rejects.toMatchObject({ engineCode });
    });

    it('never takes a parameter of an earlier read for one that is missing', async () => {
      const sql = 'SELECT {left:String} AS value';
      for (let round = 0; round < 20; round += 1) {
        expect(await store.query({ sql, params: { left: 'a' } })).toEqual([{ value: 'a' }]);
        await expect(store.query({ sql })).rejects.toMatchObject({ engineCode: 456 });
      }
    });

    it.each([
      ['an insert', `INSERT INTO ${POINTS} SELECT 9, 'k', 1, 1, 1, 1`],
      ['an insert behind WITH', `WITH 9 AS r INSERT INTO ${POINTS} SELECT r, 'k', 1, 1, 1, 1`],
      ['a dropped table', `DROP TABLE ${POINTS}`],
      ['deleted rows', `ALTER TABLE ${POINTS} DELETE WHERE 1`],
      ['a new table', 'CREATE TABLE t (a Int8) ENGINE = Memory'],
      ['a temporary table', 'CREATE TEMPORARY TABLE t (a Int8)'],
      ['a second statement', `SELECT 1; DROP TABLE ${POINTS}`],
      ['a second statement behind a bracket', `SELECT 1); DROP TABLE ${POINTS}; (SELECT 1`],
      ['a file to write', `SELECT 1 INTO OUTFILE '${written}'`],
      ['a setting', 'SELECT 1 SETTINGS max_memory_usage = 0'],
      ['readonly unset', 'SELECT 1 SETTINGS readonly = 0'],
      ['a changed setting', 'SET readonly = 0'],
      ['a file to read', "SELECT * FROM file('/etc/passwd', 'LineAsString')"],
      ['a file as a table', 'SELECT * FROM `/etc/passwd`'],
      ['a file as a value', "SELECT file('/etc/passwd')"],
      ['a file under a quoted name', "SELECT `file`('/etc/passwd')"],
      ['a file under an escaped name', "SELECT `\\x66ile` /**/ ('/etc/passwd')"],
      ['a file behind a comment', "SELECT file -- \n ('/etc/passwd')"],
      ['a file in a condition', "SELECT 1 WHERE 1 IN (SELECT 1 FROM file('/etc/passwd', 'CSV'))"],
      ['a URL', "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')"],
      ['S3', "SELECT * FROM s3('http://127.0.0.1:1/bucket/key', 'CSV', 'a String')"],
      ['another server', "SELECT * FROM remote('127.0.0.1:1', system.one)"],
      ['a program', "SELECT * FROM executable('id', 'TSV', 'a String')"],
    ])('refuses in a read: %s', async (_, sql) => {
      await expect(store.query({ sql })).rejects.toBeInstanceOf(ColumnEngineError);
      expect(existsSync(written)).toBe(false);
      expect(await countOf(1n)).toBe(1000);
      expect(await countOf(9n)).toBe(0);
    });

    it('takes any SELECT with its comments, unions and sub-queries', async () => {
      const sql = `WITH 2 AS two -- a comment; with a semicolon
        SELECT n FROM (SELECT number AS n FROM numbers(two) UNION ALL (SELECT 7)) ORDER BY n DESC /* end */ -- end`;
      expect(await store.query({ sql })).toEqual([{ n: '7' }, { n: '1' }, { n: '0' }]);
    });

    it('ends a read at its time limit', async () => {
      const read = store.query({
        sql: 'SELECT sum(sipHash64(number)) FROM numbers(1000000000000)',
        maxSeconds: 1,
      });
      const ms = await elapsedMs(expect(read).rejects.toMatchObject({ engineCode: 159 }));
      expect(ms).toBeGreaterThan(900);
      expect(ms).toBeLessThan(5000);
    });

    it('keeps nothing of an answer that was broken off', async () => {
      const sql = 'SELECT throwIf(number = 500000), number FROM numbers(1000000)';
      for (let round = 0; round < 10; round += 1) {
        const broken = store.queryBytes({ sql }, 'RowBinary');
        await expect(broken).rejects.toMatchObject({ engineCode: 395 });
        expect(await countOf(1n)).toBe(1000);
      }
    });

    it('ends a read that would take more memory than it may', async () => {
      const sql = 'SELECT length(groupArray(number)) AS length FROM numbers(10000000000)';
      // On a busy machine the time runs out before the memory does.
      await expect(store.query({ sql, maxSeconds: 120 })).rejects.toMatchObject({
        engineCode: 241,
      });
      expect(await countOf(1n)).toBe(1000);
    });

    it('ends a read whose answer is too large', async () => {
      const sql = 'SELECT number FROM numbers(100000000)';
      await expect(store.queryBytes({ sql }, 'RowBinary')).rejects.toMatchObject({
        engineCode: 396,
      });
    });

    it('answers quick reads while slow ones run', async () => {
      const slow = Array.from({ length: 4 }, () =>
        store.query({ sql: 'SELECT sleepEachRow(1) FROM numbers(2)', maxSeconds: 31 }),
      );
      const ms = await elapsedMs(Promise.all(Array.from({ length: 10 }, () => countOf(1n))));
      expect(ms).toBeLessThan(1500);
      await Promise.all(slow);
    });

    it('keeps many reads and writes beside each other apart', async () => {
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let round = 0; round < 10; round += 1) {
          const values = Array.from({ length: 50 }, (_, index) => writer * 1000 + index);
          const run = BigInt(100 + writer);
          const block = pointsBlock({ run, firstStep: round * 50, values });
          await store.insertNative(POINTS, POINT_COLUMNS, [block]);
        }
      });
      const readers = Array.from({ length: 12 }, async (_, reader) => {
        for (let round = 0; round < 40; round += 1) {
          const text = `reader ${reader} round ${round} '\\`;
          const [row] = await store.query({
            sql: 'SELECT {text:String} AS text, {n:Int64} AS n, count() AS points FROM numbers({n:UInt64})',
            params: { text, n: round * 1000 + reader },
          });
          const n = String(round * 1000 + reader);
          expect(row).toEqual({ text, n, points: n });
        }
      });
      await Promise.all([...writers, ...readers]);
      for (let writer = 0; writer < 4; writer += 1) {
        expect(await countOf(BigInt(100 + writer))).toBe(500);
      }
    });

    it('gives bytes in other formats', async () => {
      const sql = "SELECT 1::UInt8 AS a, 'x' AS b";
      const csv = await store.queryBytes({ sql }, 'CSVWithNames');
      expect(Buffer.from(csv).toString()).toBe('"a","b"\n1,"x"\n');
      const parquet = await store.queryBytes({ sql }, 'Parquet');
      expect(Buffer.from(parquet.subarray(0, 4)).toString()).toBe('PAR1');
      expect(await store.queryBytes({ sql: 'SELECT 1 WHERE 0' }, 'RowBinary')).toHaveLength(0);
    });
  });
}
