import { canonicalJson, DatasetEdit } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectBench } from '../objects/objects.testing.ts';
import { openObjects } from '../objects/objects.testing.ts';
import type { Project } from '../projects/index.ts';
import { createDatasets, type Datasets } from './index.ts';

let bench: ObjectBench;
let datasets: Datasets;
let project: Project;

beforeAll(async () => {
  bench = await openObjects();
  datasets = createDatasets({ objects: bench.objects });
  const { name } = await bench.project();
  project = await bench.projects.find(bench.room.admin, 'admin', name, 'write');
}, 60_000);
afterAll(() => bench.close());

async function* one(rows: readonly string[]): AsyncGenerator<readonly string[]> {
  yield rows;
}

const publish = (
  name: string,
  rows: readonly string[],
  mode: 'create' | 'append' | 'replace' = 'create',
) => datasets.publishRows(bench.room.admin, project, name, mode, one(rows));

const edit = (name: string, changes: Omit<DatasetEdit, 'base'> & { base?: string }) =>
  datasets.edit(bench.room.admin, project, name, DatasetEdit.parse({ base: 'latest', ...changes }));

async function rowsOf(name: string, version = 'latest'): Promise<readonly string[]> {
  const found = await datasets.read(project, name, version);
  const rows: string[] = [];
  for await (const page of datasets.streamRows(project, found)) {
    rows.push(...page.map(({ value }) => value));
  }
  return rows;
}

const numbers = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, at) => `{"n":${from + at},"q":"question ${from + at}"}`);

describe('datasets', () => {
  it('are objects and tables with the digests that clients compute', async () => {
    const made = await publish('greeting', [
      '{"q":"a","e":1}',
      '{"q":"b","e":2}',
      '{"q":"c","e":3.0}',
    ]);
    const { object, tableDigest } = await datasets.read(project, 'greeting', 'v0');
    // The check value of the protocol's description.
    expect(tableDigest).toBe('cef385213b9459b19e6270c043883207b1a656fe35dc8f6b7393ca7c62fcd7ca');
    expect(canonicalJson(object.value)).toBe(
      `{"_bases": ["Object", "BaseModel"], "_class_name": "Dataset", "_type": "Dataset", "description": null, "name": "greeting", "rows": "weave:///admin/${project.name}/table/${tableDigest}"}`,
    );
    expect(made).toMatchObject({ rowCount: 3, duplicateCount: 0, isNew: true, versionIndex: 0 });
  });

  it('keep and count rows that come twice', async () => {
    const made = await publish('twice', ['{"a":1}', '{"a": 1}', '{"a":1.0}', '{"a":1}']);
    expect(made).toMatchObject({ rowCount: 4, duplicateCount: 2 });
    expect(await publish('twice', ['{"a":1}'], 'append')).toMatchObject({
      rowCount: 5,
      duplicateCount: 3,
    });
  });

  it('are edited cell by cell, row by row, with all else as it was', async () => {
    await publish('edited', ['{"a":1.0,"b":"x"}', '{"a":2}', '{"a":3}', '{"a":4}']);
    const made = await edit('edited', {
      cells: [
        { index: 0, set: { b: '"y"' } },
        { index: 3, set: { c: 'null' }, clear: ['a'] },
      ],
      removed: [1],
      inserted: [
        { before: 0, rows: ['{"a":-2}', '{"a":-1}'] },
        { before: 4, rows: ['{"a":5}'] },
        { before: 1, rows: ['{"a":1.5}'] },
      ],
    });
    expect(made).toMatchObject({ versionIndex: 1, rowCount: 7 });
    expect(await rowsOf('edited')).toEqual([
      '{"a":-2}',
      '{"a":-1}',
      '{"a":1.0,"b":"y"}',
      '{"a":1.5}',
      '{"a":3}',
      '{"c":null}',
      '{"a":5}',
    ]);
    expect(await rowsOf('edited', 'v0')).toHaveLength(4);
  });

  it('get and lose columns in all rows', async () => {
    await publish('columns', ['{"a":1,"b":2}', '{"a":3}']);
    await edit('columns', {
      columns: [
        { kind: 'rename', name: 'a', to: 'x' },
        { kind: 'remove', name: 'b' },
        { kind: 'add', name: 'c', value: '[]' },
      ],
    });
    expect(await rowsOf('columns')).toEqual(['{"x":1,"c":[]}', '{"x":3,"c":[]}']);
    await expect(
      edit('columns', { columns: [{ kind: 'rename', name: 'x', to: 'c' }] }),
    ).rejects.toThrow('there are rows with both columns');
  });

  it.each<[string, Omit<DatasetEdit, 'base'>, string]>([
    ['a row that is not there', { removed: [9] }, 'There is no row 9'],
    ['a row twice', { removed: [0], cells: [{ index: 0, set: { a: '1' } }] }, 'twice'],
    ['a value that is no JSON', { cells: [{ index: 0, set: { a: 'x' } }] }, 'is no JSON'],
    ['all rows', { removed: [0, 1] }, 'needs a row'],
    ['all columns', { columns: [{ kind: 'remove', name: 'a' }] }, 'has no columns'],
    ['a row that is no object', { inserted: [{ before: 0, rows: ['1'] }] }, 'no JSON object'],
  ])('refuse an edit of %s', async (_, changes, message) => {
    await publish('refused', ['{"a":1}', '{"a":2}'], 'create').catch(() => {});
    await expect(edit('refused', changes)).rejects.toThrow(message);
    expect(await rowsOf('refused')).toEqual(['{"a":1}', '{"a":2}']);
  });

  it('are not edited past a version that the editor has not seen', async () => {
    const first = await publish('raced', ['{"a":1}']);
    await edit('raced', { latest: first.digest, cells: [{ index: 0, set: { a: '2' } }] });
    await expect(
      edit('raced', {
        base: 'v0',
        latest: first.digest,
        cells: [{ index: 0, set: { a: '3' } }],
      }),
    ).rejects.toMatchObject({ code: 'conflict', data: { versionIndex: 1 } });
  });

  it('tell that a content was there before', async () => {
    await publish('again', ['{"a":1}']);
    await edit('again', { cells: [{ index: 0, set: { a: '2' } }] });
    const back = await edit('again', { cells: [{ index: 0, set: { a: '1' } }] });
    expect(back).toMatchObject({ versionIndex: 0, isNew: false });
  });

  it('share with the version before what an edit leaves alone', async () => {
    await publish('large', numbers(20_000));
    const bytes = await bench.objects.storedBytes(project.entityId);
    await edit('large', { cells: [{ index: 12_345, set: { q: '"other"' } }] });
    await publish('large', numbers(3, 20_000), 'append');
    expect((await bench.objects.storedBytes(project.entityId)) - bytes).toBeLessThan(2_000);
    const { difference } = await datasets.compare(project, 'large', 'v0', 'latest');
    expect(difference).toEqual({
      changed: [{ from: 12_345, to: 12_345 }],
      added: [20_000, 20_001, 20_002],
      removed: [],
      unchangedCount: 19_999,
      isReordered: false,
    });
    const { tableDigest } = await datasets.read(project, 'large', 'latest');
    const rows = await datasets.readRows(project, tableDigest, [20_002, 12_345, 99_999]);
    expect(rows.map(({ index, value }) => [index, value])).toEqual([
      [20_002, '{"n":20002,"q":"question 20002"}'],
      [12_345, '{"n":12345,"q":"other"}'],
    ]);
  });

  it('are split by the digests of their rows, so that copies stay together', async () => {
    await publish('whole', [...numbers(1_000), ...numbers(1_000)]);
    const parts = [
      { name: 'train', share: 3 },
      { name: 'test', share: 1 },
    ];
    const split = () =>
      datasets.split(bench.room.admin, project, 'whole', { version: 'latest', seed: '', parts });
    const [train, test] = await split();
    expect((train?.rowCount ?? 0) + (test?.rowCount ?? 0)).toBe(2_000);
    expect(test?.name).toBe('whole-test');
    const [left, right] = [await rowsOf('whole-train'), await rowsOf('whole-test')];
    expect(left.filter((row) => right.includes(row))).toEqual([]);
    expect((await split()).map(({ isNew }) => isNew)).toEqual([false, false]);
    const { object } = await datasets.read(project, 'whole-test', 'latest');
    expect(object.value).toContain('Part \\"test\\" (25 %) of whole:v0');
  });

  it('are told from other objects', async () => {
    await bench.objects.create(bench.room.admin, project.id, { name: 'plain', value: '{"a":1}' });
    await expect(datasets.read(project, 'plain', 'latest')).rejects.toThrow('is no dataset');
    await expect(publish('none', ['{"a":1}'], 'append')).rejects.toThrow('does not exist');
    await expect(publish('greeting', ['{"a":1}'])).rejects.toThrow('already');
    await expect(publish('empty', [])).rejects.toThrow('needs a row');
  });
});
