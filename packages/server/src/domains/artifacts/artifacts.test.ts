import { afterAll, describe, expect, it } from 'vitest';
import {
  type ArtifactStage,
  codeOf,
  digestOfFiles,
  freshName,
  manifestOf,
  md5,
  openArtifactStage,
  readVersion,
} from './artifacts.testing.ts';
import type { Version } from './types.ts';

const stage = await openArtifactStage();
afterAll(() => stage.close());

const find = (name: string) => stage.artifacts.findMembership(stage.project, name);
const readAll = (version: Version) => readVersion(stage, version);
const aliasesOf = async (version: Version) =>
  (await stage.artifacts.aliasesOf(version.id)).map(({ alias }) => alias).sort();

describe('a version', () => {
  it('is seen once it is whole, numbered from 0, and holds what was sent', async () => {
    const name = freshName();
    const files = { 'a.txt': 'one', 'deep/ü %.txt': 'two' };
    const begun = await stage.begin(name, { digest: digestOfFiles(files), aliases: ['raw'] });
    await stage.send(begun, files);
    expect(await find(name)).toBeNull();
    await stage.sendManifest(begun.id, manifestOf(files));
    expect(await find(name)).toBeNull();
    const version = await stage.artifacts.commit(stage.ada, begun.id);
    expect(version).toMatchObject({ state: 'committed', index: 0, sizeBytes: 6, fileCount: 2 });
    expect(await aliasesOf(version)).toEqual(['latest', 'raw']);
    expect(await readAll(version)).toEqual(files);
    for (const alias of ['', ':latest', ':raw', ':v0', `:${version.digest}`]) {
      expect((await find(name + alias))?.version.id).toBe(version.id);
    }
    const again = await stage.artifacts.commit(stage.ada, begun.id);
    expect(again.index).toBe(0);
  });

  it('of the same digest is the one that is there, with the new aliases', async () => {
    const name = freshName();
    const first = await stage.log(name, { a: 'same' });
    await stage.log(name, { a: 'other' });
    const again = await stage.log(name, { a: 'same' }, { aliases: ['latest', 'back'] });
    expect(again.id).toBe(first.id);
    expect(await aliasesOf(first)).toEqual(['back', 'latest']);
    const apart = await stage.log(name, { a: 'same' }, { deduplicate: false });
    expect(apart.index).toBe(2);
  });

  it('may be empty, as often as anybody likes', async () => {
    // Their manifests are the same letter by letter, sent and kept.
    for (const name of [freshName(), freshName()]) {
      expect((await stage.log(name, {})).fileCount).toBe(0);
      expect((await stage.log(name, {}, { deduplicate: false })).index).toBe(1);
    }
  });

  it('begun twice by a client that lost the answer is one', async () => {
    const name = freshName();
    const input = { clientId: `client-${name}`, digest: digestOfFiles({ a: 'x' }) };
    const [one, two] = [await stage.begin(name, input), await stage.begin(name, input)];
    expect(two.id).toBe(one.id);
    expect(await stage.artifacts.findByClientId(stage.ada, `client-${name}`)).toBe(one.id);
    expect(await stage.artifacts.findByClientId(stage.bob, `client-${name}`)).toBeNull();
  });

  it('keeps a content once, and asks for none that the project has', async () => {
    const [one, two] = [freshName(), freshName()];
    await stage.log(one, { a: 'kept once' });
    const begun = await stage.begin(two, { digest: digestOfFiles({ b: 'kept once' }) });
    const spec = { versionId: begun.id, name: 'b', digest: md5('kept once'), parts: null };
    expect(await stage.artifacts.createFiles(stage.ada, [spec])).toMatchObject([
      { uploadPath: null },
    ]);
    const before = (await stage.artifacts.storage(stage.project)).storedBytes;
    await stage.log(two, { b: 'kept once' });
    expect((await stage.artifacts.storage(stage.project)).storedBytes).toBe(before);
  });

  it.each([['incremental'], ['patch']] as const)(
    'is put together from %s manifests',
    async (kind) => {
      const name = freshName();
      const base = await stage.log(name, { a: 'base', b: 'base' });
      const input = {
        digest: digestOfFiles({ b: 'new' }),
        ...(kind === 'patch' && { distributedId: 'group' }),
      };
      const begun = await stage.begin(name, input);
      const writers = kind === 'patch' ? [{ b: 'new' }, { c: 'more' }] : [{ b: 'new' }];
      for (const files of writers) {
        // Each writer of a group begins it, and all work on the same.
        if (kind === 'patch') expect((await stage.begin(name, input)).id).toBe(begun.id);
        await stage.send(begun, files);
        await stage.sendManifest(begun.id, manifestOf(files), kind);
      }
      const version = await stage.artifacts.commit(stage.ada, begun.id);
      const whole = kind === 'patch' ? { b: 'new', c: 'more' } : { a: 'base', b: 'new' };
      expect(await readAll(version)).toEqual(whole);
      expect(version.digest).toBe(digestOfFiles(whole));
      expect(await readAll(base)).toEqual({ a: 'base', b: 'base' });
    },
  );

  it('of many incremental writers at once holds what all of them wrote', async () => {
    const name = freshName();
    await stage.log(name, { base: 'x' });
    const writers = Array.from({ length: 6 }, (_, index) => ({ [`file-${index}`]: `by ${index}` }));
    await Promise.all(
      writers.map(async (files) => {
        const begun = await stage.begin(name, { digest: digestOfFiles(files) });
        await stage.send(begun, files);
        await stage.sendManifest(begun.id, manifestOf(files), 'incremental');
        await stage.artifacts.commit(stage.ada, begun.id);
      }),
    );
    const latest = await find(name);
    expect(latest?.index).toBe(6);
    expect(latest && (await readAll(latest.version))).toEqual(
      Object.assign({ base: 'x' }, ...writers),
    );
  });

  it('committed at the same time as others has a number of its own', async () => {
    const name = freshName();
    const logged = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        stage.log(name, { a: `number ${index}` }, { aliases: ['latest', 'best'] }),
      ),
    );
    expect(logged.map(({ index }) => index).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 12 }, (_, index) => index),
    );
    expect((await find(`${name}:latest`))?.index).toBe(11);
    expect(await find(`${name}:best`)).not.toBeNull();
  });
});

describe('aliases', () => {
  const input = (name: string, alias: string) => ({
    alias,
    entityName: 'ada',
    projectName: 'looms',
    collectionName: name,
  });

  it('are moved from version to version, and each stands on one', async () => {
    const name = freshName();
    const [one, two] = [await stage.log(name, { a: '1' }), await stage.log(name, { a: '2' })];
    await stage.artifacts.addAliases(stage.ada, one.id, [input(name, 'best')]);
    await stage.artifacts.addAliases(stage.ada, two.id, [input(name, 'best')]);
    expect((await find(`${name}:best`))?.version.id).toBe(two.id);
    expect(await aliasesOf(one)).toEqual([]);
    await stage.artifacts.deleteAliases(stage.ada, two.id, [input(name, 'best')]);
    expect(await find(`${name}:best`)).toBeNull();
    expect(await codeOf(stage.artifacts.addAliases(stage.ada, one.id, [input(name, 'v1')]))).toBe(
      'invalid',
    );
    expect(
      await codeOf(stage.artifacts.addAliases(stage.ada, one.id, [input('elsewhere', 'x')])),
    ).toBe('not_found');
  });
});

describe('a portfolio', () => {
  it('holds versions of sequences under numbers and aliases of its own', async () => {
    const [name, best] = [freshName(), freshName()];
    await stage.log(name, { a: '1' });
    const two = await stage.log(name, { a: '2' });
    const target = { entityName: 'ada', projectName: 'looms', portfolioName: best };
    const link = await stage.artifacts.link(stage.ada, two.id, target, ['prod']);
    expect(link).toMatchObject({
      index: 0,
      collection: { kind: 'portfolio', typeName: 'dataset' },
    });
    expect((await stage.artifacts.link(stage.ada, two.id, target, [])).index).toBe(0);
    expect((await find(`${best}:prod`))?.version.id).toBe(two.id);
    const model = await stage.log(freshName(), { m: 'm' }, { typeName: 'model' });
    expect(await codeOf(stage.artifacts.link(stage.ada, model.id, target, []))).toBe('conflict');
    const into = { ...target, portfolioName: name };
    expect(await codeOf(stage.artifacts.link(stage.ada, two.id, into, []))).toBe('conflict');
    expect(await codeOf(stage.begin(best))).toBe('conflict');
    await stage.artifacts.unlink(stage.ada, two.id, link.collection.id);
    expect(await find(`${best}:v0`)).toBeNull();
    expect(await find(`${name}:v1`)).not.toBeNull();
  });
});

describe('two versions', () => {
  it('differ by path and digest, page by page', async () => {
    const name = freshName();
    const before = await stage.log(name, { a: '1', b: '1', c: '1', 'd/e': '1' });
    const after = await stage.log(name, { a: '1', b: '2', 'd/e': '1', f: '1', é: '1' });
    const changes: string[] = [];
    let cursor: string | null = null;
    do {
      const diff: Awaited<ReturnType<ArtifactStage['artifacts']['diff']>> =
        await stage.artifacts.diff(before, after, { first: 2, after: cursor });
      expect(diff).toMatchObject({ added: 2, removed: 1, changed: 1, same: 2 });
      changes.push(...diff.entries.map(({ path, change }) => `${path} ${change}`));
      cursor = diff.nextCursor;
    } while (cursor !== null);
    expect(changes).toEqual(['b changed', 'c removed', 'f added', 'é added']);
  });

  it('are listed folder by folder', async () => {
    const files = { 'a/b/c': '1', 'a/b/d': '2', 'a/e': '3', 'a.txt': '4', a0: '5', z: '6' };
    const version = await stage.log(freshName(), files);
    const walk = async (folder: string) => {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<ArtifactStage['artifacts']['listFolder']>> =
          await stage.artifacts.listFolder(version, { folder, first: 1, after });
        seen.push(...page.folders.map((each) => `${each.name}/ ${each.fileCount}`));
        seen.push(...page.files.map(({ path }) => path));
        after = page.nextCursor;
      } while (after !== null);
      return seen;
    };
    expect(await walk('')).toEqual(['a.txt', 'a/ 3', 'a0', 'z']);
    expect(await walk('a')).toEqual(['b/ 2', 'a/e']);
    expect(await walk('a/b/')).toEqual(['a/b/c', 'a/b/d']);
    expect(await walk('missing')).toEqual([]);
  });
});
