import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import { DATASET, openObjects, opOf } from './objects.testing.ts';

const bench = await openObjects();
afterAll(() => bench.close());

let project: ProjectId;
beforeEach(async () => {
  ({ id: project } = await bench.project());
});

describe('objects', () => {
  it('come back as they were sent', async () => {
    const text = '{"b": 1.0, "a":123456789012345678901234567890, "é":"\\ud83d\\ude00"}';
    const { digest, versionIndex } = await bench.publish(project, 'thing', text);
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
    const first = await bench.publish(project, 'thing', { a: 1 });
    await bench.publish(project, 'thing', { a: 2 });
    expect(first).toMatchObject({ versionIndex: 0, isNew: true });
    expect(await bench.publish(project, 'thing', '{ "a" : 1 }')).toEqual({
      ...first,
      isNew: false,
    });
    expect(await bench.objects.read(project, 'thing', 'latest')).toMatchObject({ versionIndex: 1 });
    expect(await bench.objects.read(project, 'thing', 'v0')).toMatchObject({ isLatest: false });
  });

  it('get each a number of their own when they are published at the same time', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) => bench.publish(project, 'thing', { a: index % 10 })),
    );
    const numbers = new Map(made.map(({ digest, versionIndex }) => [digest, versionIndex]));
    expect([...numbers.values()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('keep long values apart from their rows', async () => {
    const text = JSON.stringify({ long: 'x'.repeat(100_000) });
    const { digest } = await bench.publish(project, 'long', text);
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
      await expect(bench.publish(project, name, {})).rejects.toMatchObject({ code: 'invalid' });
    },
  );

  it.each(['', '{', 'NaN', '{"a":NaN}', '['.repeat(10_000), 'undefined'])(
    'refuse %j as a value',
    async (value) => {
      await expect(bench.publish(project, 'x', value)).rejects.toMatchObject({ code: 'invalid' });
    },
  );

  it('take names with letters of any language, points and dashes', async () => {
    await bench.publish(project, 'load_PIL.Image.Image-über', {});
    await bench.publish(project, '__proto__', { a: 1 });
    expect(await bench.objects.read(project, '__proto__', 'latest')).toMatchObject({
      value: '{"a":1}',
    });
  });

  it('know ops, classes and their bases', async () => {
    const model = { _type: 'M', _class_name: 'M', _bases: ['Model', 'Object', 'BaseModel'] };
    await bench.publish(project, 'm', model);
    await bench.publish(project, 'ds', DATASET);
    await bench.publish(project, 'f', opOf('digest'));
    await bench.publish(project, 'plain', { _class_name: 'M', _bases: ['X'] });
    const versions = await bench.objects.query(project);
    expect(versions.map(({ kind, baseClass, leafClass }) => [kind, baseClass, leafClass])).toEqual([
      ['object', 'Model', 'M'],
      ['object', 'Dataset', 'Dataset'],
      ['op', null, null],
      ['object', null, null],
    ]);
  });

  it('keep a name for one class until nothing is left of it', async () => {
    await bench.publish(project, 'ds', DATASET);
    const model = { _class_name: 'M', _bases: ['Model', 'Object', 'BaseModel'] };
    await expect(bench.publish(project, 'ds', model)).rejects.toMatchObject({ code: 'invalid' });
    await bench.objects.remove(project, 'ds');
    expect(await bench.publish(project, 'ds', model)).toMatchObject({ versionIndex: 1 });
  });

  it('of one name may be an op and an object; the object goes first', async () => {
    const made = await bench.publish(project, 'correct', { a: 1 });
    const function_ = await bench.publish(project, 'correct', opOf('x'));
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
    await expect(create(JSON.stringify(DATASET), 'AnnotationSpec')).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});

describe('removed versions', () => {
  it('say when they were removed, and the newest of the others is the latest', async () => {
    const { objects, room } = bench;
    await bench.publish(project, 'x', { a: 1 });
    const { digest } = await bench.publish(project, 'x', { a: 2 });
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
    await bench.publish(project, 'x', { a: 1 });
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
    await bench.publish(project, 'x', { a: 1 });
    await bench.publish(project, 'x', { a: 2 });
    await bench.objects.remove(project, 'x', ['v0']);
    expect(await bench.publish(project, 'x', { a: 1 })).toMatchObject({ versionIndex: 2 });
    expect(await bench.objects.read(project, 'x', 'latest')).toMatchObject({ value: '{"a":1}' });
  });
});

describe('tags and aliases', () => {
  it('stand beside their version, an alias at one only', async () => {
    const { objects } = bench;
    await bench.publish(project, 'x', { a: 1 });
    await bench.publish(project, 'x', { a: 2 });
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
      await bench.publish(project, 'x', {});
      await expect(bench.objects.setAliases(project, 'x', 'v0', [alias])).rejects.toMatchObject({
        code: 'invalid',
      });
    },
  );
});
