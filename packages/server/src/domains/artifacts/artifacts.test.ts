import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ArtifactStage,
  codeOf,
  digestOfFiles,
  manifestOf,
  md5,
  openArtifactStage,
  readVersion,
  tokenOf,
} from './artifacts.testing.ts';
import type { Version } from './types.ts';

const DAY = 24 * 3_600_000;
let stage: ArtifactStage;
beforeAll(async () => {
  stage = await openArtifactStage();
});
afterAll(() => stage.close());

let names = 0;
const freshName = (): string => {
  names += 1;
  return `thing-${names}`;
};
const find = (name: string) => stage.artifacts.findMembership(stage.project, name);
const aliasesOf = async (version: Version) =>
  (await stage.artifacts.aliasesOf(version.id)).map(({ alias }) => alias).sort();
const readAll = (version: Version) => readVersion(stage, version);

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

describe('what is wrong', () => {
  it.each([
    ['../out'],
    ['/etc/passwd'],
    ['a/../../b'],
    ['a\\..\\b'],
    ['C:/x'],
    ['a\0b'],
    ['a//b'],
    ['.'],
    [''],
  ])('%j names no file of an artifact', async (path) => {
    const name = freshName();
    const files = { [path]: { ref: 's3://x/y', digest: 'e' } };
    const begun = await stage.begin(name, { digest: digestOfFiles(files) });
    const spec = { versionId: begun.id, name: path, digest: md5('x'), parts: null };
    expect(await codeOf(stage.artifacts.createFiles(stage.ada, [spec]))).toBe('invalid');
    await stage.sendManifest(begun.id, manifestOf(files));
    expect(await codeOf(stage.artifacts.commit(stage.ada, begun.id))).toBe('invalid');
    expect(await find(name)).toBeNull();
  });

  it('a digest that does not match keeps the version unseen, and nothing of it', async () => {
    const name = freshName();
    const begun = await stage.begin(name, { digest: digestOfFiles({ a: 'told' }) });
    const spec = { versionId: begun.id, name: 'a', digest: md5('told'), parts: null };
    const [upload] = await stage.artifacts.createFiles(stage.ada, [spec]);
    const token = tokenOf(upload?.uploadPath ?? null);
    const send = (sent: string) =>
      stage.artifacts.receiveFile(token, Readable.from([Buffer.from(sent)]), sent.length);
    expect(await codeOf(send('else'))).toBe('invalid');
    await stage.sendManifest(begun.id, manifestOf({ a: 'told' }));
    expect(await codeOf(stage.artifacts.commit(stage.ada, begun.id))).toBe('invalid');
    await send('told');
    expect((await stage.artifacts.commit(stage.ada, begun.id)).index).toBe(0);
  });

  it('a manifest of another digest, or none, is no version', async () => {
    const name = freshName();
    const begun = await stage.begin(name, { digest: digestOfFiles({ a: 'told' }) });
    expect(await codeOf(stage.artifacts.commit(stage.ada, begun.id))).toBe('conflict');
    await stage.send(begun, { a: 'other' });
    await stage.sendManifest(begun.id, manifestOf({ a: 'other' }));
    await expect(stage.artifacts.commit(stage.ada, begun.id)).rejects.toThrow(/was announced with/);
    for (const bad of ['', '{', '[]', '{"version":2}', '{"version":1,"contents":{"a":1}}']) {
      await stage.sendManifest(begun.id, bad);
      expect(await codeOf(stage.artifacts.commit(stage.ada, begun.id))).toBe('invalid');
    }
    expect(await find(name)).toBeNull();
  });

  it('addresses are for one use and one version, and end', async () => {
    const version = await stage.log(freshName(), { a: 'secret' });
    const { entries } = await stage.artifacts.listEntries(version, { first: 1 });
    const [entry] = entries;
    const read = entry ? tokenOf(stage.artifacts.downloadPath(version, entry)) : '';
    const begun = await stage.begin(freshName());
    const spec = { versionId: begun.id, name: 'b', digest: md5('b'), parts: null };
    const [upload] = await stage.artifacts.createFiles(stage.ada, [spec]);
    const write = tokenOf(upload?.uploadPath ?? null);
    const put = (token: string) =>
      codeOf(stage.artifacts.receiveFile(token, Readable.from([Buffer.from('b')]), 1));
    const get = (token: string) => codeOf(stage.artifacts.openDownload(token));
    expect(await put(read)).toBe('forbidden');
    expect(await get(write)).toBe('forbidden');
    expect(await get(`${read}x`)).toBe('forbidden');
    expect(await get(read)).toBe('allowed');
    const before = stage.room.clock.now;
    stage.room.clock.now += 15 * 60_000;
    expect(await get(read)).toBe('forbidden');
    stage.room.clock.now = before + DAY;
    expect(await put(write)).toBe('forbidden');
    stage.room.clock.now = before;
  });

  it.each([
    ['aliases', { aliases: ['v3'] }],
    ['aliases', { aliases: ['a/b'] }],
    ['tags', { tags: ['a:b'] }],
    ['collections', { collectionName: 'a/b' }],
    ['collections', { collectionName: 'x'.repeat(129) }],
    ['types', { typeName: '' }],
    ['digests', { digest: 'xyz' }],
    ['times', { ttlSeconds: 0 }],
  ])('%s are refused: %j', async (_what, input) => {
    expect(await codeOf(stage.begin(freshName(), input))).toBe('invalid');
  });

  it('another type under a known name is refused', async () => {
    const name = freshName();
    await stage.log(name, { a: 'x' });
    expect(await codeOf(stage.begin(name, { typeName: 'model' }))).toBe('conflict');
  });

  it('nothing of another tenant can be seen, changed or claimed', async () => {
    const { artifacts, bob, ada } = stage;
    const version = await stage.log(freshName(), { a: 'only for ada' });
    const theirs = await stage.projects.ensure(bob, 'bob', 'own');
    expect(await codeOf(artifacts.getVersion(bob, version.id, 'read'))).toBe('not_found');
    expect(await artifacts.getVersions(bob, [version.id])).toEqual([]);
    expect(await codeOf(artifacts.getCollection(bob, version.collectionId, 'read'))).toBe(
      'not_found',
    );
    expect(await codeOf(artifacts.removeVersion(bob, version.id, { deleteAliases: true }))).toBe(
      'not_found',
    );
    expect(await codeOf(artifacts.commit(bob, version.id))).toBe('not_found');
    const target = { entityName: 'bob', projectName: 'own', portfolioName: 'stolen' };
    expect(await codeOf(artifacts.link(bob, version.id, target, []))).toBe('not_found');
    // Knowing the digest of a file is not having it.
    const begun = await artifacts.create(bob, {
      ...(await inputOf(version)),
      entityName: 'bob',
      projectName: 'own',
    });
    const spec = { versionId: begun.id, name: 'a', digest: md5('only for ada'), parts: null };
    const [upload] = await artifacts.createFiles(bob, [spec]);
    expect(upload?.uploadPath).not.toBeNull();
    const id = Buffer.from(`Artifact:${version.id}`).toString('base64');
    const contents = { a: { digest: md5('only for ada'), size: 1, birthArtifactID: id } };
    const manifest = JSON.stringify({
      ...JSON.parse(manifestOf({})),
      contents,
    });
    const made = await artifacts.createManifest(bob, {
      versionId: begun.id,
      kind: 'full',
      name: 'm.json',
      md5: '',
    });
    const body = Readable.from([Buffer.from(manifest)]);
    await artifacts.receiveFile(tokenOf(artifacts.manifestUploadPath(made)), body, null);
    await expect(artifacts.commit(bob, begun.id)).rejects.toThrow(/never sent/);
    expect(await artifacts.listCollections(theirs)).toHaveLength(1);
    expect((await artifacts.getVersion(ada, version.id, 'read')).version.state).toBe('committed');
  });
});

async function inputOf(version: Version) {
  return {
    entityName: 'ada',
    projectName: 'looms',
    runName: null,
    typeName: version.typeName,
    collectionName: version.collectionName,
    digest: version.digest,
    description: null,
    metadata: null,
    labels: null,
    aliases: [],
    tags: [],
    historyStep: null,
    deduplicate: true,
    distributedId: null,
    clientId: null,
    sequenceClientId: null,
    ttlSeconds: null,
  };
}

describe('a file sent in parts', () => {
  const parts = ['first part, ', 'second part, ', 'end'];
  const hex = (part: string) => Buffer.from(md5(part), 'base64').toString('hex');
  const begin = async (name: string) => {
    const begun = await stage.begin(name, { digest: digestOfFiles({ big: parts.join('') }) });
    const digest = md5(parts.join(''));
    const spec = { versionId: begun.id, name: 'big', digest, parts: parts.map(hex) };
    const [upload] = await stage.artifacts.createFiles(stage.ada, [spec]);
    if (!upload?.multipart) throw new Error('It should be sent in parts.');
    return { begun, ...upload.multipart };
  };
  const put = (path: string, sent: string) =>
    stage.artifacts.receiveFile(tokenOf(path), Readable.from([Buffer.from(sent)]), sent.length);
  const complete = (begun: Version, uploadId: string, told = parts.map(hex)) =>
    stage.artifacts.completeMultipart(stage.ada, {
      versionId: begun.id,
      uploadId,
      abort: false,
      parts: told.map((part, index) => ({ part: index + 1, md5: `"${part}"` })),
    });

  it('becomes one, goes on where it stopped, and is completed once', async () => {
    const name = freshName();
    const first = await begin(name);
    await put(first.partPaths[0] ?? '', parts[0] ?? '');
    await expect(complete(first.begun, first.uploadId)).rejects.toThrow(/missing: 2, 3/);
    const { createFiles } = stage.artifacts;
    const spec = {
      versionId: first.begun.id,
      name: 'big',
      digest: md5(parts.join('')),
      parts: parts.map(hex),
    };
    const [again] = await createFiles(stage.ada, [spec]);
    expect(again?.multipart?.uploadId).toBe(first.uploadId);
    expect(await codeOf(put(first.partPaths[1] ?? '', 'something else'))).toBe('invalid');
    await put(first.partPaths[1] ?? '', parts[1] ?? '');
    await put(first.partPaths[2] ?? '', parts[2] ?? '');
    const both = await Promise.all([
      complete(first.begun, first.uploadId),
      complete(first.begun, first.uploadId),
    ]);
    expect(both[0]).toEqual({ digest: md5(parts.join('')) });
    expect(await complete(first.begun, first.uploadId)).toEqual(both[0]);
    await stage.sendManifest(first.begun.id, manifestOf({ big: parts.join('') }));
    const version = await stage.artifacts.commit(stage.ada, first.begun.id);
    expect(await readAll(version)).toEqual({ big: parts.join('') });
  });

  it('of which a part is missing or another is told is refused', async () => {
    stage.room.clock.now += 1;
    const name = freshName();
    const files = { big: `${parts.join('')}!` };
    const begun = await stage.begin(name, { digest: digestOfFiles(files) });
    const told = [...parts, '!'];
    const spec = { versionId: begun.id, name: 'big', digest: md5(files.big), parts: told.map(hex) };
    const [upload] = await stage.artifacts.createFiles(stage.ada, [spec]);
    for (const [index, path] of (upload?.multipart?.partPaths ?? []).entries()) {
      await put(path, told[index] ?? '');
    }
    const id = upload?.multipart?.uploadId ?? '';
    await expect(complete(begun, id, told.map(hex).toReversed())).rejects.toThrow(/not the one/);
    expect(await codeOf(complete(begun, '999999'))).toBe('not_found');
    expect(await complete(begun, id, told.map(hex))).toEqual({ digest: md5(files.big) });
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
