import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VersionId } from '../../domains/artifacts/index.ts';
import { openRoom, type Room } from './room.testing.ts';

let room: Room;
/** Admin and member of the organization, someone of another one. None is an admin of the instance. */
let keys: Record<'ada' | 'ben' | 'eve', string>;

const REGISTRY = '/organizations/lab/registries/models';
const send = (
  who: keyof typeof keys,
  method: string,
  path: string,
  body?: unknown,
): ReturnType<Room['call']> =>
  room.call(method, `/api/v1${path}`, {
    key: keys[who],
    ...(body === undefined ? {} : { body }),
  });

/** Logs a version without files as the stock client does. */
async function log(collection: string, type: string, metadata: unknown): Promise<VersionId> {
  const query = `mutation Create($input: CreateArtifactInput!) {
    createArtifact(input: $input) { artifact { id } } }`;
  const digest = createHash('md5').update('wandb-artifact-manifest-v1\n').digest('hex');
  const input = {
    entityName: 'vision',
    projectName: 'train',
    artifactTypeName: type,
    artifactCollectionName: collection,
    digest,
    digestAlgorithm: 'MANIFEST_MD5',
    metadata: JSON.stringify(metadata),
    aliases: [{ artifactCollectionName: collection, alias: 'latest' }],
    enableDigestDeduplication: false,
  };
  const call = async (text: string, variables: unknown) => {
    const answer = await room.call('POST', '/graphql', {
      key: keys.ada,
      body: { query: text, variables },
    });
    if (answer.json?.errors) throw new Error(answer.text);
    return answer.json.data;
  };
  const { createArtifact } = await call(query, { input });
  const { id } = createArtifact.artifact;
  const manifest = JSON.stringify({
    version: 1,
    storagePolicy: 'wandb-storage-policy-v1',
    storagePolicyConfig: { storageLayout: 'V2' },
    contents: {},
  });
  const { createArtifactManifest } = await call(
    `mutation M($id: ID!, $digest: String!) { createArtifactManifest(input: { artifactID: $id,
      name: "wandb_manifest.json", digest: $digest, entityName: "vision", projectName: "train",
      runName: "r1", type: FULL }) { artifactManifest { file { uploadUrl } } } }`,
    { id, digest: createHash('md5').update(manifest).digest('base64') },
  );
  const put = await fetch(
    new URL(createArtifactManifest.artifactManifest.file.uploadUrl, room.url),
    { method: 'PUT', body: manifest },
  );
  if (!put.ok) throw new Error(await put.text());
  await call(
    'mutation C($id: ID!) { commitArtifact(input: { artifactID: $id }) { artifact { id } } }',
    {
      id,
    },
  );
  return Number(Buffer.from(id, 'base64').toString().split(':')[1]) as VersionId;
}

const link = (who: keyof typeof keys, version: string, aliases: string[], collection = 'net') =>
  send(who, 'POST', `/projects/vision/train/artifacts/net/versions/${version}/links`, {
    entity: 'lab-org',
    project: 'wandb-registry-models',
    collection,
    aliases,
  });
const alias = (who: keyof typeof keys, method: 'PUT' | 'DELETE', version: string, name: string) =>
  send(
    who,
    method,
    `/projects/lab-org/wandb-registry-models/artifacts/net/versions/${version}/aliases/${name}`,
  );

beforeAll(async () => {
  room = await openRoom();
  keys = { ada: await room.user('ada'), ben: await room.user('ben'), eve: await room.user('eve') };
  await room.admin('PUT', '/admin/organizations/lab', {});
  await room.admin('PUT', '/admin/organizations/lab/members/ada', { role: 'admin' });
  await room.admin('PUT', '/admin/organizations/lab/members/ben', { role: 'member' });
  await room.admin('PUT', '/admin/organizations/lab/teams/vision', {});
  for (const name of ['ada', 'ben']) {
    const path = `/admin/organizations/lab/teams/vision/members/${name}`;
    await room.admin('PUT', path, { role: 'member' });
  }
  await room.admin('PUT', '/admin/organizations/other', {});
  await room.admin('PUT', '/admin/organizations/other/members/eve', { role: 'admin' });
  await room.startRun(keys.ada, { entity: 'vision', project: 'train', run: 'r1' });
  for (const stage of ['a', 'b']) await log('net', 'model', { stage });
  await log('words', 'dataset', {});
}, 60_000);
afterAll(() => room.close());

describe.sequential('a registry', () => {
  it('is made by an admin of the organization and seen by its members', async () => {
    const body = {
      description: 'Models that matter',
      allowsAllTypes: false,
      types: ['model'],
      protectedAliases: ['production'],
    };
    expect((await send('ben', 'PUT', REGISTRY, body)).status).toBe(403);
    expect((await send('ada', 'PUT', REGISTRY, body)).status).toBe(201);
    for (const who of ['ada', 'ben'] as const) {
      const { json } = await send(who, 'GET', '/registries');
      expect(json.registries).toMatchObject([
        { name: 'models', collectionCount: 0, canManage: who === 'ada', canWrite: who === 'ada' },
      ]);
    }
    expect((await send('ada', 'GET', '/organizations')).json.organizations).toEqual([
      { name: 'lab', entity: 'lab-org', canManage: true },
    ]);
  });

  it('is not known to another tenant, and neither is what stands in it', async () => {
    await send('ada', 'PUT', `${REGISTRY}/members/users/ben`, { role: 'member' });
    expect((await link('ada', 'v0', ['staging', 'production'])).json).toMatchObject({
      collection: 'net',
      version: 'v0',
    });
    for (const path of [
      REGISTRY,
      `${REGISTRY}/collections`,
      `${REGISTRY}/collections/net/versions`,
      `${REGISTRY}/collections/net/alias-history`,
      '/projects/lab-org/wandb-registry-models/artifacts/net',
      '/entities/lab-org/automations',
    ]) {
      expect([path, (await send('eve', 'GET', path)).status]).toEqual([path, 404]);
    }
    expect((await link('eve', 'v0', [])).status).toBe(404);
    const automation = { name: 'mine', eventType: 'LINK_MODEL', eventFilter: '{}' };
    const made = await send('eve', 'POST', '/projects/lab-org/wandb-registry-models/automations', {
      ...automation,
      action: { type: 'NO_OP' },
      collection: 'net',
    });
    expect(made.status).toBe(404);
  });

  it('has members of its organization only, and who made it is one of them', async () => {
    const outside = await send('ada', 'PUT', `${REGISTRY}/members/users/eve`, { role: 'viewer' });
    expect([outside.status, outside.json.error.message]).toEqual([
      404,
      expect.stringContaining('The user in this organization'),
    ]);
    const { json } = await send('ben', 'GET', `${REGISTRY}/members`);
    expect(json.members).toEqual([
      { kind: 'user', name: 'ada', role: 'admin' },
      { kind: 'user', name: 'ben', role: 'member' },
    ]);
  });

  it('refuses what it does not take in words', async () => {
    const wrong = await send(
      'ben',
      'POST',
      '/projects/vision/train/artifacts/words/versions/v0/links',
      { entity: 'lab-org', project: 'wandb-registry-models', collection: 'words', aliases: [] },
    );
    expect([wrong.status, wrong.json.error.message]).toEqual([
      400,
      expect.stringContaining('takes artifacts of the types model, not dataset'),
    ]);
    const missing = await send(
      'ben',
      'POST',
      '/projects/vision/train/artifacts/net/versions/v0/links',
      { entity: 'lab-org', project: 'wandb-registry-modles', collection: 'net' },
    );
    expect(missing.status).toBe(404);
    const clash = await link('ben', 'v0', [], 'v3');
    expect(clash.status).toBe(201);
    const number = await link('ben', 'v0', ['v3']);
    expect(number.status).toBe(400);
    await send('ada', 'DELETE', '/projects/lab-org/wandb-registry-models/artifacts/v3');
  });

  it('keeps protected aliases from members, whichever way they try', async () => {
    expect((await link('ben', 'v1', ['staging'])).status).toBe(201);
    const tries = [
      await alias('ben', 'PUT', 'v1', 'production'),
      await alias('ben', 'DELETE', 'v0', 'production'),
      await link('ben', 'v1', ['production']),
      // With the version in the registry, with its collection, and with the version in its project.
      await send(
        'ben',
        'DELETE',
        '/projects/lab-org/wandb-registry-models/artifacts/net/versions/v0',
      ),
      await send('ben', 'DELETE', '/projects/lab-org/wandb-registry-models/artifacts/net'),
      await send(
        'ben',
        'DELETE',
        '/projects/vision/train/artifacts/net/versions/v0?aliases=delete',
      ),
    ];
    for (const { status, json } of tries) {
      expect([status, json?.error.message]).toEqual([
        403,
        expect.stringContaining('The alias production is protected'),
      ]);
    }
    expect((await alias('ada', 'PUT', 'v1', 'production')).status).toBe(204);
  });

  it('is watched for what happens to artifacts, never for runs', async () => {
    const draft = { name: 'loss', eventFilter: '{"run_state_filter":{"states":["FAILED"]}}' };
    const wrong = await send('ben', 'POST', '/projects/lab-org/wandb-registry-models/automations', {
      ...draft,
      eventType: 'RUN_STATE',
      action: { type: 'NO_OP' },
      collection: 'net',
    });
    expect([wrong.status, wrong.json.error.message]).toEqual([
      400,
      expect.stringContaining("can't watch an artifact collection"),
    ]);
    const linked = { name: 'linked', eventType: 'LINK_MODEL', eventFilter: '{}' };
    const made = await send('ada', 'POST', '/entities/lab-org/automations', {
      ...linked,
      action: { type: 'NO_OP' },
    });
    expect(made.json).toMatchObject({ scope: { kind: 'entity', entity: 'lab-org' } });
    const refused = await send('ben', 'POST', '/entities/lab-org/automations', {
      ...linked,
      name: 'mine',
      action: { type: 'NO_OP' },
    });
    expect(refused.status).toBe(403);
    const trial = await send('ada', 'POST', '/automations/trial', {
      entity: 'lab-org',
      eventType: 'LINK_MODEL',
      eventFilter: '{}',
      action: { type: 'NO_OP' },
    });
    expect(trial.json).toMatchObject({
      isInvented: false,
      subject: 'lab-org/wandb-registry-models/net:v1',
    });
    await link('ada', 'v1', [], 'other');
    const path = `/automations/${made.json.id}/executions`;
    await expect
      .poll(async () => (await send('ada', 'GET', path)).json.executions, { timeout: 10_000 })
      .toMatchObject([{ state: 'succeeded', subject: 'lab-org/wandb-registry-models/other:v0' }]);
    await send('ada', 'DELETE', '/projects/lab-org/wandb-registry-models/artifacts/other');
    const { json } = await room.call('POST', '/graphql', {
      key: keys.ada,
      body: { query: '{ organization(name: "lab") { triggers { edges { node { name } } } } }' },
    });
    expect(json.data.organization.triggers.edges).toEqual([{ node: { name: 'linked' } }]);
  });

  it('says who moved which alias, and when', async () => {
    const { json } = await send('ben', 'GET', `${REGISTRY}/collections/net/alias-history`);
    expect(json.moves).toMatchObject([
      { alias: 'production', from: 'v0', to: 'v1', by: 'ada' },
      { alias: 'staging', from: 'v0', to: 'v1', by: 'ben' },
      { alias: 'staging', from: null, to: 'v0', by: 'ada' },
      { alias: 'production', from: null, to: 'v0', by: 'ada' },
    ]);
    const first = await send('ben', 'GET', `${REGISTRY}/collections/net/alias-history?limit=3`);
    const rest = await send(
      'ben',
      'GET',
      `${REGISTRY}/collections/net/alias-history?limit=3&before=${first.json.nextBefore}`,
    );
    expect([first.json.moves.length, rest.json.moves.length]).toEqual([3, 1]);
  });

  it('tells where versions come from and who linked them', async () => {
    const { json } = await send('ada', 'GET', `${REGISTRY}/collections/net/versions`);
    expect(json.versions).toMatchObject([
      {
        version: 'v1',
        aliases: expect.arrayContaining(['production', 'staging']),
        linkedBy: 'ben',
        source: { entity: 'vision', project: 'train', artifact: 'net', version: 'v1' },
      },
      { version: 'v0', linkedBy: 'ada' },
    ]);
  });

  it.each([
    ['a name', 'NET', 1],
    ['an alias', 'produc', 1],
    ['metadata of a version', '"stage":"b"', 1],
    ['what stands for itself', '%', 0],
    ['nothing', 'no such text', 0],
  ])('is searched by %s', async (_what, text, count) => {
    const search = encodeURIComponent(text);
    const { json } = await send('ben', 'GET', `${REGISTRY}/collections?search=${search}`);
    expect(json).toMatchObject({ totalCount: count, types: [{ name: 'model' }] });
    expect(json.collections).toHaveLength(count);
  });

  it('takes a version out again, with its aliases in the history', async () => {
    const path = '/projects/lab-org/wandb-registry-models/artifacts/net/versions/v1';
    expect((await send('ada', 'DELETE', path)).status).toBe(204);
    const { json } = await send('ada', 'GET', `${REGISTRY}/collections/net/alias-history?limit=2`);
    expect(json.moves.map((move: { to: string | null }) => move.to)).toEqual([null, null]);
    const counted = await send('ada', 'GET', REGISTRY);
    expect(counted.json).toMatchObject({ collectionCount: 1, versionCount: 1 });
  });
});
