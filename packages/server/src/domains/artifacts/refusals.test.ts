import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import {
  codeOf,
  digestOfFiles,
  freshName,
  manifestOf,
  md5,
  openArtifactStage,
  tokenOf,
} from './artifacts.testing.ts';
import type { Version } from './types.ts';

const DAY = 24 * 3_600_000;
const stage = await openArtifactStage();
afterAll(() => stage.close());

const find = (name: string) => stage.artifacts.findMembership(stage.project, name);

describe('what is wrong', () => {
  it.each([
    ['../out'],
    ['/etc/passwd'],
    ['a/../../b'],
    ['a\\..\\b'],
    ['C:/x'],
    ['c:x'],
    ['C:\\x'],
    ['\\\\host\\share'],
    ['a/..'],
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
    const send = (sent: string) => stage.put(upload?.uploadPath ?? null, sent);
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
    expect(await codeOf(artifacts.create(bob, await inputOf(version)))).toBe('not_found');
    const another = { versionId: version.id, kind: 'full', name: 'm.json', md5: '' } as const;
    expect(await codeOf(artifacts.createManifest(bob, another))).toBe('not_found');
    const theft = { versionId: version.id, name: 'a', digest: md5('x'), parts: null };
    expect(await codeOf(artifacts.createFiles(bob, [theft]))).toBe('not_found');
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
