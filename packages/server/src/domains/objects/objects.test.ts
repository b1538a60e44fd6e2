import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import { type ObjectBench, openObjects } from './objects.testing.ts';
import type { TableQuery, TableRow } from './types.ts';

let bench: ObjectBench;
let project: ProjectId;
let projectName: string;

beforeAll(async () => {
  bench = await openObjects();
}, 60_000);
afterAll(() => bench.close());
beforeEach(async () => {
  ({ id: project, name: projectName } = await bench.project());
});

const publish = (name: string, value: unknown) =>
  bench.objects.create(bench.room.admin, project, {
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  });

async function rowsOf(digest: string, query?: TableQuery): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const some of bench.objects.queryTable(project, digest, query)) rows.push(...some);
  return rows;
}

const dataset = { _type: 'Dataset', _class_name: 'Dataset', _bases: ['Object', 'BaseModel'] };
const op = (source: string) => ({
  _type: 'CustomWeaveType',
  weave_type: { type: 'Op' },
  files: { 'obj.py': source },
});

describe('objects', () => {
  it('come back as they were sent', async () => {
    const text = '{"b": 1.0, "a":123456789012345678901234567890, "é":"\\ud83d\\ude00"}';
    const { digest, versionIndex } = await publish('thing', text);
    expect(versionIndex).toBe(0);
    for (const version of [digest, 'latest', 'v0']) {
      expect(await bench.objects.read(project, 'thing', version)).toMatchObject({
        value: text,
        digest,
        isLatest: true,
        kind: 'object',
        sizeBytes: Buffer.byteLength(text),
        deletedAt: null,
      });
    }
  });

  it('number contents as they first came; the newest content is the latest', async () => {
    const first = await publish('thing', { a: 1 });
    await publish('thing', { a: 2 });
    expect(first).toMatchObject({ versionIndex: 0, isNew: true });
    expect(await publish('thing', '{ "a" : 1 }')).toEqual({ ...first, isNew: false });
    expect(await bench.objects.read(project, 'thing', 'latest')).toMatchObject({ versionIndex: 1 });
    expect(await bench.objects.read(project, 'thing', 'v0')).toMatchObject({ isLatest: false });
  });

  it('get each a number of their own when they are published at the same time', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) => publish('thing', { a: index % 10 })),
    );
    const numbers = new Map(made.map(({ digest, versionIndex }) => [digest, versionIndex]));
    expect([...numbers.values()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('keep long values apart from their rows', async () => {
    const text = JSON.stringify({ long: 'x'.repeat(100_000) });
    const { digest } = await publish('long', text);
    expect((await bench.objects.read(project, 'long', digest)).value).toBe(text);
    const [listed] = await bench.objects.query(project, { metadataOnly: true });
    expect(listed).toMatchObject({ value: '{}', sizeBytes: text.length });
  });

  it('refuse another digest than expected, with theirs', async () => {
    const create = (expectedDigest: string) =>
      bench.objects.create(bench.room.admin, project, { name: 'x', value: '{}', expectedDigest });
    const digest = 'RBNvo1WzZ4oRRq0W9XhknpT7T8If536DEMBg9hyqY4o';
    await expect(create('other')).rejects.toMatchObject({ code: 'conflict', data: { digest } });
    expect(await create(digest)).toMatchObject({ digest });
  });

  it.each(['', 'a/b', 'a:b', 'a b', 'a\u0000', 'x'.repeat(129), '../x', '<b>'])(
    'refuse the name %j',
    async (name) => {
      await expect(publish(name, {})).rejects.toMatchObject({ code: 'invalid' });
    },
  );

  it.each(['', '{', 'NaN', '{"a":NaN}', '['.repeat(10_000), 'undefined'])(
    'refuse %j as a value',
    async (value) => {
      await expect(publish('x', value)).rejects.toMatchObject({ code: 'invalid' });
    },
  );

  it('take names with letters of any language, points and dashes', async () => {
    await publish('load_PIL.Image.Image-über', {});
    await publish('__proto__', { a: 1 });
    expect(await bench.objects.read(project, '__proto__', 'latest')).toMatchObject({
      value: '{"a":1}',
    });
  });

  it('know ops, classes and their bases', async () => {
    const model = { _type: 'M', _class_name: 'M', _bases: ['Model', 'Object', 'BaseModel'] };
    await publish('m', model);
    await publish('ds', dataset);
    await publish('f', op('digest'));
    await publish('plain', { _class_name: 'M', _bases: ['X'] });
    const versions = await bench.objects.query(project);
    expect(versions.map(({ kind, baseClass, leafClass }) => [kind, baseClass, leafClass])).toEqual([
      ['object', 'Model', 'M'],
      ['object', 'Dataset', 'Dataset'],
      ['op', null, null],
      ['object', null, null],
    ]);
  });

  it('keep a name for one class until nothing is left of it', async () => {
    await publish('ds', dataset);
    const model = { _class_name: 'M', _bases: ['Model', 'Object', 'BaseModel'] };
    await expect(publish('ds', model)).rejects.toMatchObject({ code: 'invalid' });
    await bench.objects.remove(project, 'ds');
    expect(await publish('ds', model)).toMatchObject({ versionIndex: 1 });
  });

  it('of one name may be an op and an object; the object goes first', async () => {
    const made = await publish('correct', { a: 1 });
    const function_ = await publish('correct', op('x'));
    const { objects } = bench;
    expect(await objects.read(project, 'correct', 'latest')).toMatchObject({ kind: 'object' });
    expect(await objects.read(project, 'correct', 'latest', { kind: 'op' })).toMatchObject({
      digest: function_.digest,
      versionIndex: 0,
    });
    expect(await objects.read(project, 'correct', function_.digest)).toMatchObject({ kind: 'op' });
    expect(await objects.read(project, 'correct', made.digest)).toMatchObject({ kind: 'object' });
  });

  it('make objects of built-in classes of plain fields', async () => {
    const { objects, room } = bench;
    const create = (value: string, builtinClass: string) =>
      objects.create(room.admin, project, { name: 'spec', value, builtinClass });
    await create('{"name":"Quality","field_schema":{"type":"integer"}}', 'AnnotationSpec');
    const { value, leafClass } = await objects.read(project, 'spec', 'latest');
    expect(leafClass).toBe('AnnotationSpec');
    expect(JSON.parse(value)).toEqual({
      _type: 'AnnotationSpec',
      name: 'Quality',
      description: null,
      field_schema: { type: 'integer' },
      unique_among_creators: false,
      op_scope: null,
      _class_name: 'AnnotationSpec',
      _bases: ['BaseObject', 'BaseModel'],
    });
    await expect(create('{}', 'Leaderboard')).rejects.toThrow('needs columns');
    await expect(create('{}', 'constructor')).rejects.toMatchObject({ code: 'invalid' });
    await expect(create(JSON.stringify(dataset), 'AnnotationSpec')).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});

describe('lists of objects', () => {
  beforeEach(async () => {
    for (const [index, name] of ['b', 'a', 'c'].entries()) {
      bench.room.clock.now += 1_000;
      await publish(name, { ...dataset, index });
      await publish(name, { ...dataset, index, more: true });
    }
    await publish('op', op('x'));
  });
  const names = async (query: Parameters<typeof bench.objects.query>[1]) =>
    (await bench.objects.query(project, query)).map(
      ({ name, versionIndex }) => `${name}${versionIndex}`,
    );

  it('begin with the oldest, and go the way that is asked for', async () => {
    expect(await names({})).toEqual(['b0', 'b1', 'a0', 'a1', 'c0', 'c1', 'op0']);
    expect(await names({ sort: [{ field: 'created_at', direction: 'desc' }], limit: 3 })).toEqual([
      'op0',
      'c1',
      'c0',
    ]);
    expect(
      await names({ sort: [{ field: 'object_id', direction: 'asc' }], limit: 2, offset: 1 }),
    ).toEqual(['a1', 'b0']);
    expect(await names({ offset: 5 })).toEqual(['c1', 'op0']);
    await expect(names({ sort: [{ field: 'digest', direction: 'asc' }] })).rejects.toThrow(
      'can\'t be sorted by "digest"',
    );
    await expect(names({ limit: -1 })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('leave out what no filter wants', async () => {
    const only = (filter: NonNullable<Parameters<typeof bench.objects.query>[1]>['filter']) =>
      names(filter ? { filter } : {});
    expect(await only({ latestOnly: true })).toEqual(['b1', 'a1', 'c1', 'op0']);
    expect(await only({ kind: 'op' })).toEqual(['op0']);
    expect(await only({ names: ['a', 'op'] })).toEqual(['a0', 'a1', 'op0']);
    expect(await only({ names: [] })).toHaveLength(7);
    expect(await only({ baseClasses: ['Dataset'], latestOnly: true })).toEqual(['b1', 'a1', 'c1']);
    expect(await only({ leafClasses: ['X'] })).toEqual([]);
    expect(await only({ excludedBaseClasses: ['Dataset'] })).toEqual(['op0']);
    const { objects } = bench;
    await objects.addTags(project, 'a', 'v0', ['prod']);
    await objects.setAliases(project, 'b', 'v0', ['best']);
    expect(await only({ tags: ['prod', 'x'] })).toEqual(['a0']);
    expect(await only({ aliases: ['best'] })).toEqual(['b0']);
    expect(await only({ aliases: ['latest', 'best'], names: ['b'] })).toEqual(['b0', 'b1']);
  });

  it('tell of each name how many versions it has', async () => {
    const summaries = await bench.objects.summarize(project, { kind: 'object' });
    expect(summaries.map(({ name, versionCount }) => [name, versionCount])).toEqual([
      ['c', 2],
      ['a', 2],
      ['b', 2],
    ]);
  });
});

describe('removed versions', () => {
  it('say when they were removed, and the newest of the others is the latest', async () => {
    const { objects, room } = bench;
    await publish('x', { a: 1 });
    const { digest } = await publish('x', { a: 2 });
    await objects.setAliases(project, 'x', digest, ['best']);
    room.clock.now += 5;
    expect(await objects.remove(project, 'x', [digest])).toEqual([
      { digest, baseClass: null, leafClass: null },
    ]);
    await expect(objects.read(project, 'x', digest)).rejects.toMatchObject({
      code: 'not_found',
      data: { deletedAt: room.clock.now },
    });
    expect(await objects.read(project, 'x', 'latest')).toMatchObject({ versionIndex: 0 });
    await expect(objects.read(project, 'x', 'best')).rejects.toMatchObject({ code: 'not_found' });
    expect(await objects.query(project)).toHaveLength(1);
    await expect(objects.remove(project, 'x', [digest])).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('are removed all or none', async () => {
    const { objects } = bench;
    await publish('x', { a: 1 });
    await expect(objects.remove(project, 'x', ['v0', 'v7'])).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await objects.query(project)).toHaveLength(1);
    expect(await objects.remove(project, 'x', null)).toHaveLength(1);
    await expect(objects.read(project, 'x', 'latest')).rejects.toMatchObject({
      data: { deletedAt: bench.room.clock.now },
    });
    await expect(objects.remove(project, 'nothing')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are new when they are published again', async () => {
    await publish('x', { a: 1 });
    await publish('x', { a: 2 });
    await bench.objects.remove(project, 'x', ['v0']);
    expect(await publish('x', { a: 1 })).toMatchObject({ versionIndex: 2 });
    expect(await bench.objects.read(project, 'x', 'latest')).toMatchObject({ value: '{"a":1}' });
  });
});

describe('tags and aliases', () => {
  it('stand beside their version, an alias at one only', async () => {
    const { objects } = bench;
    await publish('x', { a: 1 });
    await publish('x', { a: 2 });
    await objects.addTags(project, 'x', 'v0', ['prod', 'old', 'prod']);
    await objects.setAliases(project, 'x', 'v0', ['production']);
    await objects.setAliases(project, 'x', 'v1', ['production']);
    const read = (version: string) =>
      objects.read(project, 'x', version, { includesLabels: true, metadataOnly: true });
    expect(await read('v0')).toMatchObject({ tags: ['old', 'prod'], aliases: [] });
    expect(await read('production')).toMatchObject({
      versionIndex: 1,
      aliases: ['latest', 'production'],
    });
    await objects.removeTags(project, 'x', 'v0', ['old', 'never']);
    expect(await objects.listTags(project)).toEqual(['prod']);
    expect(await objects.listAliases(project)).toEqual(['production']);
    await objects.removeAliases(project, 'x', ['production']);
    await expect(read('production')).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each(['latest', 'v0', 'v123', 'x'.repeat(43), 'a'.repeat(64), '', 'a/b', ' a', 'a:b'])(
    'refuse the alias %j',
    async (alias) => {
      await publish('x', {});
      await expect(bench.objects.setAliases(project, 'x', 'v0', [alias])).rejects.toMatchObject({
        code: 'invalid',
      });
    },
  );
});

describe('tables', () => {
  const rows = ['{"q":"a","e":1}', '{"q":"b","e":2}', '{"q":"c","e":3.0}'];
  const DIGEST = 'cef385213b9459b19e6270c043883207b1a656fe35dc8f6b7393ca7c62fcd7ca';

  it('have the digests that clients compute, and their rows as they were sent', async () => {
    const { objects } = bench;
    const made = await objects.createTable(project, rows, DIGEST);
    expect(made.digest).toBe(DIGEST);
    expect(await rowsOf(DIGEST)).toEqual(
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
    expect(await rowsOf(empty)).toEqual([]);
    expect(await rowsOf('unknown')).toEqual([]);
  });

  it('are made of rows that are there, in any order and more than once', async () => {
    const { objects } = bench;
    const { rowDigests } = await objects.createTable(project, rows);
    const [a = '', b = '', c = ''] = rowDigests;
    const { digest } = await objects.createTableOfDigests(project, [c, a, a, b, c]);
    expect((await rowsOf(digest)).map(({ value }) => value)).toEqual(
      [2, 0, 0, 1, 2].map((index) => rows[index]),
    );
    expect((await rowsOf(digest, { rowDigests: [a, c] })).map(({ index }) => index)).toEqual([
      0, 1, 2, 4,
    ]);
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
    expect((await rowsOf(changed.digest)).map(({ value }) => value)).toEqual(expected);
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
      (await rowsOf(digest, query)).map(({ index }) => index);
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
      (await rowsOf(digest, { sort: fields.map((field) => ({ field, direction: 'asc' })) })).map(
        ({ index }) => index,
      );
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
    expect((await rowsOf(digest)).map(({ value }) => value)).toEqual(many);
    const edited = await objects.updateTable(project, digest, [{ kind: 'pop', index: 10_000 }]);
    expect(
      (await rowsOf(edited.digest, { offset: 9_999, limit: 2 })).map(({ value }) => value),
    ).toEqual(['{"id":9999}', '{"id":10001}']);
    const shuffled = rowDigests.toSorted();
    const { digest: other } = await objects.createTableOfDigests(project, shuffled);
    expect((await rowsOf(other)).map((row) => row.digest)).toEqual(shuffled);
  });
});

describe('files', () => {
  it('are found by the digest of their bytes, whole and in part', async () => {
    const { objects } = bench;
    const body = Buffer.from('hello');
    const file = await objects.createFile(project, { name: 'obj.py', body });
    expect(file.digest).toBe('LPJNulXwow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ');
    expect(await objects.createFile(project, { name: 'again', body })).toEqual(file);
    const read = async (range?: { start: number; end: number }) =>
      (await buffer(await objects.openFile(project, file.digest, range))).toString();
    expect(await read()).toBe('hello');
    expect(await read({ start: 1, end: 2 })).toBe('el');
    await expect(read({ start: 9, end: 10 })).rejects.toMatchObject({ code: 'invalid' });
    expect(await objects.fileBytes(project)).toBe(5);
    expect(await objects.findFile(project, 'none')).toBeNull();
    await expect(objects.openFile(project, 'none')).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      objects.createFile(project, { name: 'x', body, expectedDigest: 'other' }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of ops hold their source, and may come later', async () => {
    const { objects } = bench;
    await publish('f', op('LPJNulXwow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ'));
    const version = await objects.read(project, 'f', 'latest');
    expect(await objects.readOpSource(version)).toBeNull();
    await objects.createFile(project, { name: 'obj.py', body: Buffer.from('hello') });
    expect(await objects.readOpSource(version)).toBe('hello');
  });

  it('are seen in their project only', async () => {
    const { digest } = await bench.objects.createFile(project, {
      name: 'x',
      body: Buffer.from('secret'),
    });
    const { id } = await bench.project();
    expect(await bench.objects.findFile(id, digest)).toBeNull();
  });
});

describe('references', () => {
  const uri = (rest: string) => `weave:///admin/${projectName}/${rest}`;
  const read = (...refs: string[]) =>
    bench.objects.readReferences({ actor: bench.room.admin }, refs);

  it('lead to objects, into them, and on through the references in them', async () => {
    const { objects } = bench;
    const table = await objects.createTable(project, ['{"q":"a","n":[1.0,2]}', '{"q":"b"}']);
    const made = await publish('ds', { ...dataset, rows: uri(`table/${table.digest}`) });
    const [first = ''] = table.rowDigests;
    const ds = uri(`object/ds:${made.digest}`);
    expect(
      await read(
        ds,
        `${ds}/attr/rows`,
        `${ds}/attr/rows/id/${first}/key/q`,
        `${ds}/attr/rows/id/${first}/key/n/index/0`,
        `${ds}/attr/rows/index/1`,
        uri(`table/${table.digest}`),
        uri(`table/${table.digest}/id/${first}`),
        uri('object/ds:latest/attr/_type'),
      ),
    ).toEqual([
      (await objects.read(project, 'ds', 'latest')).value,
      JSON.stringify(uri(`table/${table.digest}`)),
      '"a"',
      '1.0',
      '{"q":"b"}',
      '[{"q":"a","n":[1.0,2]},{"q":"b"}]',
      '{"q":"a","n":[1.0,2]}',
      '"Dataset"',
    ]);
  });

  it('lead to calls', async () => {
    bench.calls.set(`${project}/c1`, '{"inputs":{"a":[1.0]},"output":{"x":1}}');
    expect(
      await read(
        uri('call/c1/attr/output/key/x'),
        uri('call/c1/attr/inputs/key/a/index/0'),
        uri('call/c2'),
      ),
    ).toEqual(['1', '1.0', null]);
  });

  it('are null for what is gone, was never there or is no reference', async () => {
    await publish('x', { a: [1], self: uri('object/x:latest/attr/self') });
    const gone = await publish('gone', {});
    await bench.objects.remove(project, 'gone');
    const refs = [
      uri(`object/gone:${gone.digest}`),
      uri('object/none:latest'),
      uri('object/x:latest/key/__proto__'),
      uri('object/x:latest/attr/a/index/7'),
      uri('object/x:latest/attr/a/index/-1'),
      uri('object/x:latest/attr/a/id/x'),
      uri('object/x:latest/attr/self/attr/self'),
      uri('object/x:%00'),
      uri('table/none'),
      'weave:///other/none/object/x:latest',
      'weave:///',
      'nonsense',
    ];
    expect(await read(...refs)).toEqual(refs.map(() => null));
  });

  it('show nobody what they may not see', async () => {
    const { digest } = await publish('x', { a: 1 });
    const stranger = await bench.room.user('stranger');
    const ref = uri(`object/x:${digest}`);
    const { objects } = bench;
    expect(await objects.readReferences({ actor: stranger }, [ref])).toEqual([null]);
    expect(await objects.readReferences({ project }, [ref])).toEqual(['{"a":1}']);
    const other = await bench.project();
    expect(await objects.readReferences({ project: other.id }, [ref])).toEqual([null]);
    // Rooms of the server bound what they ask for themselves.
    const many = Array.from({ length: 1_001 }, () => ref);
    expect(await objects.readReferences({ project }, many)).toEqual(many.map(() => '{"a":1}'));
    await expect(read(...many)).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
