import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { codeOf, freshName, openArtifactStage, readVersion, tokenOf } from './artifacts.testing.ts';
import type { Collection, Version } from './types.ts';

const DAY = 24 * 3_600_000;
const stage = await openArtifactStage();
afterAll(() => stage.close());

const find = (name: string) => stage.artifacts.findMembership(stage.project, name);
const collectionOf = async (name: string) =>
  (await stage.artifacts.findCollection(stage.project, name)) as Collection;

describe('a deleted version', () => {
  const blobOf = async (version: Version) => {
    const { entries } = await stage.artifacts.listEntries(version, { first: 10 });
    const [entry] = entries;
    const token = entry ? tokenOf(stage.artifacts.downloadPath(version, entry)) : '';
    return (await stage.artifacts.openDownload(token)).digest;
  };

  it('keeps its aliases unless they go with it, and the newest left is the latest', async () => {
    const name = freshName();
    const [one, two] = [await stage.log(name, { a: '1' }), await stage.log(name, { a: '2' })];
    const remove = (deleteAliases: boolean) =>
      codeOf(stage.artifacts.removeVersion(stage.ada, two.id, { deleteAliases }));
    expect(await remove(false)).toBe('conflict');
    expect(await remove(true)).toBe('allowed');
    expect((await find(name))?.version.id).toBe(one.id);
    expect(await find(`${name}:v1`)).toBeNull();
    await stage.artifacts.restoreVersion(stage.ada, stage.project, two.id);
    expect((await find(name))?.version.id).toBe(two.id);
  });

  it('frees the bytes that nobody else has, and says how many', async () => {
    const [name, other] = [freshName(), freshName()];
    const doomed = await stage.log(name, { own: `only ${name}`, shared: 'held by another' });
    await stage.log(other, { copy: 'held by another' });
    const blob = await blobOf(doomed);
    await stage.artifacts.removeVersion(stage.ada, doomed.id, { deleteAliases: true });
    expect(await stage.blobs.stat(blob)).not.toBeNull();
    const receipt = await stage.artifacts.purgeVersion(stage.ada, stage.project, doomed.id);
    const manifestBytes = doomed.manifest?.sizeBytes ?? 0;
    expect(receipt).toMatchObject({ versions: 1, files: 1 });
    expect(receipt.freedBytes).toBe(`only ${name}`.length + manifestBytes);
    expect(await stage.blobs.stat(blob)).toBeNull();
    expect(await readVersion(stage, (await find(other))?.version as Version)).toEqual({
      copy: 'held by another',
    });
    expect(await stage.artifacts.listReceipts(stage.project)).toMatchObject([receipt]);
  });

  it('shares its bytes with files of runs', async () => {
    const { run } = await stage.runs.upsert(stage.ada, { entityName: 'ada', projectName: 'looms' });
    const [upload] = stage.files.createUploads(run, ['same.txt']);
    const body = Readable.from([Buffer.from('in both rooms')]);
    await stage.files.receiveUpload(tokenOf(upload?.uploadPath ?? null), body, null);
    const version = await stage.log(freshName(), { a: 'in both rooms' });
    const blob = await blobOf(version);
    await stage.files.remove(run, ['same.txt']);
    expect(await stage.blobs.stat(blob)).not.toBeNull();
    await stage.artifacts.removeVersion(stage.ada, version.id, { deleteAliases: true });
    await stage.artifacts.purgeVersion(stage.ada, stage.project, version.id);
    expect(await stage.blobs.stat(blob)).toBeNull();
  });

  it('goes for good after 7 days, with its collection, or when it was never finished', async () => {
    const [name, whole] = [freshName(), freshName()];
    const one = await stage.log(name, { a: `a of ${name}` });
    await stage.log(whole, { b: `b of ${whole}` });
    const unfinished = await stage.begin(freshName());
    await stage.send(unfinished, { c: `c of ${name}` });
    await stage.artifacts.removeVersion(stage.ada, one.id, { deleteAliases: true });
    const collection = await stage.artifacts.findCollection(stage.project, whole);
    if (collection) await stage.artifacts.removeCollection(stage.ada, collection.id);
    expect(await find(whole)).toBeNull();
    expect(await stage.artifacts.listDeleted(stage.project)).toHaveLength(1);
    expect(await stage.artifacts.listDeletedCollections(stage.project)).toHaveLength(1);
    expect(await stage.artifacts.collect()).toEqual([]);
    stage.room.clock.now += 7 * DAY + 1;
    const receipts = await stage.artifacts.collect();
    expect(receipts.find(({ reason }) => reason === 'unfinished')?.files).toBeGreaterThan(0);
    expect(receipts.find(({ reason }) => reason === 'retention')).toMatchObject({
      versions: 2,
      files: 2,
    });
    expect(await stage.artifacts.collect()).toEqual([]);
    expect(await stage.artifacts.listDeleted(stage.project)).toEqual([]);
  });

  it('was one whose time was up, unless it is linked', async () => {
    const [name, kept] = [freshName(), freshName()];
    await stage.log(name, { a: 'short lived' }, { ttlSeconds: 60 });
    const linked = await stage.log(kept, { a: 'linked' }, { ttlSeconds: 60 });
    const target = { entityName: 'ada', projectName: 'looms', portfolioName: `${kept}-best` };
    await stage.artifacts.link(stage.ada, linked.id, target, []);
    stage.room.clock.now += 61_000;
    await stage.artifacts.collect();
    expect(await find(name)).toBeNull();
    expect(await find(kept)).not.toBeNull();
  });
});

describe('what would come of removing versions', () => {
  it('is what the receipt says afterwards', async () => {
    const [name, other] = [freshName(), freshName()];
    const one = await stage.log(name, { own: `1 of ${name}`, both: `both of ${name}` });
    const two = await stage.log(name, { own: `2 of ${name}`, both: `both of ${name}` });
    await stage.log(other, { copy: `2 of ${name}` });
    const ask = async (ids: Version['id'][] | null) =>
      stage.artifacts.consequencesOf(stage.ada, await collectionOf(name), ids);
    const manifests = (one.manifest?.sizeBytes ?? 0) + (two.manifest?.sizeBytes ?? 0);
    // What both hold stays until both go, what another artifact holds stays for good.
    expect(await ask([one.id])).toMatchObject({ versions: 1, files: 1 });
    expect(await ask([two.id])).toMatchObject({ versions: 1, files: 0 });
    const told = await ask(null);
    expect(told).toMatchObject({
      versions: 2,
      files: 2,
      freedBytes: `1 of ${name}`.length + `both of ${name}`.length + manifests,
      isEstimate: false,
    });
    expect(await ask([one.id, two.id])).toEqual(told);
    let freed = 0;
    for (const { id } of [one, two]) {
      await stage.artifacts.removeVersion(stage.ada, id, { deleteAliases: true });
      freed += (await stage.artifacts.purgeVersion(stage.ada, stage.project, id)).freedBytes;
    }
    expect(freed).toBe(told.freedBytes);
  });

  it('leaves out what files of runs hold, too', async () => {
    const { run } = await stage.runs.upsert(stage.ada, { entityName: 'ada', projectName: 'looms' });
    const [upload] = stage.files.createUploads(run, ['held.txt']);
    const body = Readable.from([Buffer.from('a run has it')]);
    await stage.files.receiveUpload(tokenOf(upload?.uploadPath ?? null), body, null);
    const name = freshName();
    const version = await stage.log(name, { a: 'a run has it' });
    const told = await stage.artifacts.consequencesOf(stage.ada, await collectionOf(name), null);
    expect(told.freedBytes).toBe(version.manifest?.sizeBytes);
  });

  it('names what was made with them, as far as the asker may see it', async () => {
    const name = freshName();
    const { run } = await stage.runs.upsert(stage.ada, { entityName: 'ada', projectName: 'looms' });
    const version = await stage.log(name, { a: name });
    const address = { entityName: 'ada', projectName: 'looms', runName: run.name };
    await stage.artifacts.use(stage.ada, version.id, { ...address, usedAs: 'data' });
    const ask = async (actor: typeof stage.ada) =>
      stage.artifacts.consequencesOf(actor, await collectionOf(name), null);
    expect((await ask(stage.ada)).dependents).toMatchObject([
      { relation: 'input', label: 'data', to: { kind: 'run', path: ['runs', run.name] } },
    ]);
    expect(await ask(stage.bob)).toMatchObject({ dependents: [], hiddenDependents: 1 });
  });
});

describe('the room that artifacts take', () => {
  it('is told by what is kept once, as if each stood alone, and what only they hold', async () => {
    const [name, other] = [freshName(), freshName()];
    const { storedBytes: before } = await stage.artifacts.storage(stage.project);
    await stage.log(name, { a: `a of ${name}`, shared: `shared ${name}` });
    await stage.log(name, { a: `a of ${name}`, more: `m` });
    await stage.log(other, { shared: `shared ${name}` }, { typeName: 'model' });
    const use = await stage.artifacts.storage(stage.project);
    const [own, shared] = [`a of ${name}`.length, `shared ${name}`.length];
    expect(use.storedBytes - before).toBe(own + shared + 1);
    expect(use.collections.find((each) => each.name === name)).toMatchObject({
      storedBytes: own + shared + 1,
      versionBytes: own + shared + own + 1,
      ownBytes: own + 1,
    });
    expect(use.collections.find((each) => each.name === other)).toMatchObject({ ownBytes: 0 });
    const inUse = use.otherBytes;
    const collection = await collectionOf(name);
    await stage.artifacts.removeCollection(stage.ada, collection.id);
    const after = await stage.artifacts.storage(stage.project);
    expect(after.otherBytes - inUse).toBe(own + 1);
  });
});

describe('a deleted artifact', () => {
  const find = async (name: string) => {
    const listed = await stage.artifacts.listDeletedCollections(stage.project);
    return listed.find(({ collection }) => collection.name === name);
  };

  it('comes back whole: versions, aliases and links', async () => {
    const { artifacts, ada, project, lineage } = stage;
    const first = await stage.log('whole', { a: 'first of whole' }, { aliases: ['best'] });
    await stage.log('whole', { a: 'second of whole' });
    const target = { entityName: 'ada', projectName: project.name, portfolioName: 'shelf' };
    const { collection: shelf } = await artifacts.link(ada, first.id, target, ['kept']);
    await artifacts.removeCollection(ada, first.collectionId);
    await artifacts.removeCollection(ada, shelf.id);
    expect(await artifacts.findMembership(project, 'whole:best')).toBeNull();
    expect(await find('whole')).toMatchObject({ versionCount: 2 });
    expect(await find('shelf')).toMatchObject({ collection: { kind: 'portfolio' } });

    await artifacts.restoreCollection(ada, project, first.collectionId);
    await artifacts.restoreCollection(ada, project, shelf.id);
    expect(await artifacts.findMembership(project, 'whole:best')).toMatchObject({ index: 0 });
    expect(await artifacts.findMembership(project, 'whole:latest')).toMatchObject({ index: 1 });
    expect(await artifacts.findMembership(project, 'shelf:kept')).toMatchObject({ index: 0 });
    const node = { kind: 'artifact', key: String(first.id) } as const;
    const { edges } = await lineage.follow(ada, [node], { direction: 'downstream', limit: 10 });
    expect(edges.map(({ relation }) => relation)).toEqual(['link']);
    expect(await find('whole')).toBeUndefined();
  });

  it('stays in the trash while another one has its name, and is nothing to strangers', async () => {
    const { artifacts, ada, bob, project } = stage;
    const old = await stage.log('named', { a: 'old of named' });
    await artifacts.removeCollection(ada, old.collectionId);
    await stage.log('named', { a: 'new of named' });
    const restore = (actor: typeof ada) =>
      codeOf(artifacts.restoreCollection(actor, project, old.collectionId));
    expect(await restore(ada)).toBe('conflict');
    expect(await restore(bob)).toBe('not_found');
    expect(await codeOf(artifacts.purgeCollection(bob, project, old.collectionId))).toBe(
      'not_found',
    );
  });

  it('is removed for good at once when asked to, and the receipt says how much that freed', async () => {
    const { artifacts, ada, project } = stage;
    const version = await stage.log('unwanted', { a: 'of unwanted' });
    await stage.log('unwanted', { a: 'also of unwanted' });
    expect(await codeOf(artifacts.purgeCollection(ada, project, version.collectionId))).toBe(
      'not_found',
    );
    await artifacts.removeCollection(ada, version.collectionId);
    const receipt = await artifacts.purgeCollection(ada, project, version.collectionId);
    expect(receipt).toMatchObject({ reason: 'asked', versions: 2, files: 2 });
    expect(await codeOf(artifacts.restoreCollection(ada, project, version.collectionId))).toBe(
      'not_found',
    );
  });
});
