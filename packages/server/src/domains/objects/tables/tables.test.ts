import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '../../projects/index.ts';
import { openObjects } from '../objects.testing.ts';
import type { TableQuery } from '../types.ts';

const bench = await openObjects();
afterAll(() => bench.close());

let project: ProjectId;
beforeEach(async () => {
  ({ id: project } = await bench.project());
});

describe('tables', () => {
  const rows = ['{"q":"a","e":1}', '{"q":"b","e":2}', '{"q":"c","e":3.0}'];
  const DIGEST = 'cef385213b9459b19e6270c043883207b1a656fe35dc8f6b7393ca7c62fcd7ca';

  it('have the digests that clients compute, and their rows as they were sent', async () => {
    const { objects } = bench;
    const made = await objects.createTable(project, rows, DIGEST);
    expect(made.digest).toBe(DIGEST);
    expect(await bench.rowsOf(project, DIGEST)).toEqual(
      rows.map((value, index) => ({ value, index, digest: made.rowDigests[index] })),
    );
    expect(await objects.tables(project, [DIGEST, 'other'])).toEqual([
      { digest: DIGEST, rowCount: 3, sizeBytes: rows.join('').length },
    ]);
    await expect(objects.createTable(project, rows, 'other')).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('of nothing are tables too', async () => {
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const { objects } = bench;
    expect(await objects.createTableOfDigests(project, [])).toEqual({ digest: empty });
    expect(await objects.tables(project, [empty])).toMatchObject([{ rowCount: 0 }]);
    expect(await bench.rowsOf(project, empty)).toEqual([]);
    expect(await bench.rowsOf(project, 'unknown')).toEqual([]);
  });

  it('are made of rows that are there, in any order and more than once', async () => {
    const { objects } = bench;
    const { rowDigests } = await objects.createTable(project, rows);
    const [a = '', b = '', c = ''] = rowDigests;
    const { digest } = await objects.createTableOfDigests(project, [c, a, a, b, c]);
    expect((await bench.rowsOf(project, digest)).map(({ value }) => value)).toEqual(
      [2, 0, 0, 1, 2].map((index) => rows[index]),
    );
    expect(
      (await bench.rowsOf(project, digest, { rowDigests: [a, c] })).map(({ index }) => index),
    ).toEqual([0, 1, 2, 4]);
    await expect(objects.createTableOfDigests(project, [a, 'x'.repeat(43)])).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('are changed into others that share their rows', async () => {
    const { objects } = bench;
    const base = await objects.createTable(project, rows);
    const changed = await objects.updateTable(project, base.digest, [
      { kind: 'append', row: '{"q":"z"}' },
      { kind: 'pop', index: 0 },
      { kind: 'insert', index: 1, row: '{"q":"i"}' },
    ]);
    const expected = [rows[1], '{"q":"i"}', rows[2], '{"q":"z"}'];
    expect((await bench.rowsOf(project, changed.digest)).map(({ value }) => value)).toEqual(
      expected,
    );
    expect(changed.rowDigests).toHaveLength(2);
    expect((await objects.createTable(project, expected as string[])).digest).toBe(changed.digest);
    for (const index of [3, -4, 0.5]) {
      await expect(
        objects.updateTable(project, base.digest, [{ kind: 'pop', index }]),
      ).rejects.toMatchObject({ code: 'invalid' });
    }
    await expect(objects.updateTable(project, 'unknown', [])).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('are read in pages, and in order of any value', async () => {
    const values = [
      { a: { b: 2 } },
      { a: { b: 'x' } },
      { a: {} },
      { a: { b: 10 } },
      { a: { b: 'a' } },
    ];
    const { digest } = await bench.objects.createTable(
      project,
      values.map((value) => JSON.stringify(value)),
    );
    const order = async (query: TableQuery) =>
      (await bench.rowsOf(project, digest, query)).map(({ index }) => index);
    const by = (direction: 'asc' | 'desc') => [{ field: 'a.b', direction }];
    expect(await order({ limit: 2, offset: 1 })).toEqual([1, 2]);
    expect(await order({ limit: 0 })).toEqual([]);
    expect(await order({ offset: 9 })).toEqual([]);
    expect(await order({ sort: by('asc') })).toEqual([0, 3, 4, 1, 2]);
    expect(await order({ sort: by('desc'), limit: 3 })).toEqual([1, 4, 3]);
    expect(await order({ sort: by('desc'), offset: 2, limit: 2 })).toEqual([3, 0]);
    await expect(order({ limit: -1 })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('are put in order by items of lists, several values, and beside integers of any size', async () => {
    const { digest } = await bench.objects.createTable(project, [
      '{"n":[3],"k":"b"}',
      '{"n":[1],"k":"b"}',
      '{"n":[2.5],"k":"a","big":1180591620717411303424}',
      '{"k":"a.b","a.b":7}',
    ]);
    const order = async (...fields: string[]) =>
      (
        await bench.rowsOf(project, digest, {
          sort: fields.map((field) => ({ field, direction: 'asc' })),
        })
      ).map(({ index }) => index);
    expect(await order('n.0')).toEqual([1, 2, 0, 3]);
    expect(await order('k', 'n.0')).toEqual([2, 3, 1, 0]);
    expect(await order('k')).toEqual([2, 3, 0, 1]);
    expect(await order('big')).toEqual([2, 0, 1, 3]);
    expect(await order('a\\.b')).toEqual([3, 0, 1, 2]);
    expect(await order('__proto__')).toEqual([0, 1, 2, 3]);
  });

  it.each(['[]', '1', 'null', '"x"', '{', ''])('refuse %j as a row', async (row) => {
    await expect(bench.objects.createTable(project, ['{}', row])).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('of many rows are read whole, and edited without writing them again', async () => {
    const { objects } = bench;
    const many = Array.from({ length: 40_000 }, (_, index) => `{"id":${index}}`);
    const { digest, rowDigests } = await objects.createTable(project, many);
    expect((await bench.rowsOf(project, digest)).map(({ value }) => value)).toEqual(many);
    const edited = await objects.updateTable(project, digest, [{ kind: 'pop', index: 10_000 }]);
    expect(
      (await bench.rowsOf(project, edited.digest, { offset: 9_999, limit: 2 })).map(
        ({ value }) => value,
      ),
    ).toEqual(['{"id":9999}', '{"id":10001}']);
    const shuffled = rowDigests.toSorted();
    const { digest: other } = await objects.createTableOfDigests(project, shuffled);
    expect((await bench.rowsOf(project, other)).map((row) => row.digest)).toEqual(shuffled);
  });
});
