import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Receiver } from '../support/receiver.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage({ env: { RUNLOOM_OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
let receiver: Receiver;
let found: Record<string, unknown> = {};

beforeAll(async () => {
  const put = async (path: string, body: unknown = {}): Promise<void> => {
    const { status, text } = await stage.api.send('PUT', `/api/v1/admin${path}`, body);
    expect([200, 201], text).toContain(status);
  };
  receiver = await Receiver.open();
  await put('/users/grace', { email: 'grace@example.com' });
  await put('/users/stranger', { email: 'stranger@example.com' });
  await put('/organizations/lab');
  await put('/organizations/lab/members/admin', { role: 'admin' });
  await put('/organizations/lab/members/grace', { role: 'member' });
  await put('/organizations/lab/teams/vision');
  await put('/organizations/lab/teams/vision/members/admin', { role: 'admin' });
  const hook = { kind: 'webhook', name: 'hook', url: `${receiver.url}/hook` };
  for (const entity of ['vision', 'lab-org']) {
    const made = await stage.api.send('POST', `/api/v1/entities/${entity}/integrations`, hook);
    expect(made.status, made.text).toBe(201);
  }
  const { code, output } = await stage.machine.run('registry.py');
  expect(code, output).toBe(0);
  found = JSON.parse(/^FOUND (.*)$/m.exec(output)?.[1] ?? '{}') as Record<string, unknown>;
});

afterAll(() => receiver.close());

describe('a registry', () => {
  it('is made with its types, once', () => {
    expect(found).toMatchObject({
      made: {
        name: 'models',
        full_name: 'wandb-registry-models',
        organization: 'lab',
        entity: 'lab-org',
        visibility: 'organization',
        types: ['model'],
        all: false,
      },
      again: expect.stringContaining("Registry 'models' already exists in organization 'lab'"),
    });
  });

  it('takes versions of its types from runs, and refuses others in words', () => {
    expect(found).toMatchObject({
      linked: { name: 'lab-org/wandb-registry-models/net:v0', aliases: ['latest', 'staging'] },
      wrong_type: expect.stringContaining('takes artifacts of the types model, not dataset'),
    });
  });

  it('gives them to runs by alias, with what they were made from', () => {
    expect(found).toMatchObject({
      used: { name: 'net:production', version: 'v1', source: 'vision/train/net:v1' },
      content: '22',
    });
  });

  it('is found by name and pattern; so are its collections and versions', () => {
    expect(found).toMatchObject({
      registries: ['hidden', 'models'],
      by_name: ['models'],
      by_pattern: ['hidden'],
      collections: ['net'],
      all_collections: ['net', 'secret'],
      versions: [
        ['net:v0', ['staging'], 'vision/train/net:v0'],
        ['net:v1', ['latest', 'production'], 'vision/train/net:v1'],
      ],
      by_alias: ['net:v0'],
      by_metadata: ['net:v1'],
      by_size: ['net:v1', 'net:v0'],
    });
  });

  it('is changed, renamed and deleted', () => {
    expect(found).toMatchObject({
      saved: {
        description: 'What we ship, and why',
        undescribed: null,
        types: ['dataset', 'model'],
      },
      renamed: ['hidden', 'shipped'],
      deleted: ['shipped'],
    });
  });

  it('has members with roles, who made it among them', () => {
    expect(found).toMatchObject({
      members: [
        ['admin', 'admin'],
        ['grace', 'member'],
      ],
      teams: [['vision', 'viewer']],
      removed: ['admin'],
      // Let in by an admin of the instance.
      outsider: true,
    });
  });
});

describe('automations of artifacts', () => {
  it('are set off by what happens to versions in their scope, as their filter says', async () => {
    expect(found).toMatchObject({ automations: ['linked', 'made', 'production'] });
    const bodies = (await receiver.hears('/hook', 5)).map(
      ({ body }) => JSON.parse(body) as Record<string, string>,
    );
    const told = bodies.map((body) => [
      body['event_type'],
      body['artifact_version_string'],
      body['alias'],
      body['artifact_metadata.stage'],
    ]);
    expect(told.sort()).toEqual([
      ['ADD_ARTIFACT_ALIAS', 'lab-org/wandb-registry-models/net:v1', 'production', 'b'],
      ['CREATE_ARTIFACT', 'vision/train/net:v1', '', 'b'],
      ['CREATE_ARTIFACT', 'vision/train/net:v2', '', undefined],
      ['LINK_ARTIFACT', 'lab-org/wandb-registry-models/net:v0', '', 'a'],
      ['LINK_ARTIFACT', 'lab-org/wandb-registry-models/net:v1', '', 'b'],
    ]);
    expect(bodies.every((body) => body['event_author'] === 'admin')).toBe(true);
    expect(bodies[0]?.['artifact_version']).toMatch(/^wandb-artifact:\/\/_id\/.+/);
  });
});

describe('roles and protected aliases', () => {
  const registry = '/api/v1/organizations/lab/registries/guarded';
  const version = async (alias: string, as: string) => {
    const { code, output } = await stage.machine.run('registry_alias.py', {
      args: [alias],
      env: { WANDB_API_KEY: as },
    });
    return { code, output };
  };
  const GRACE = 'grace-key-0123456789abcdefghijklmnopqrstuvwxyzabcd';

  beforeAll(async () => {
    const put = async (path: string, body: unknown) => {
      const { status, text } = await stage.api.send('PUT', path, body);
      expect([200, 201], text).toContain(status);
    };
    await put('/api/v1/admin/users/grace', { apiKey: GRACE });
    await put('/api/v1/admin/organizations/lab/teams/vision/members/grace', { role: 'member' });
    await put(registry, { visibility: 'restricted', protectedAliases: ['production'] });
  });

  it('who has no role in a restricted registry does not know of it', async () => {
    const { code, output } = await version('any', GRACE);
    expect(code).not.toBe(0);
    expect(output).toMatch(/wandb-registry-guarded/);
  });

  it('a member links and gives aliases, but not those that are protected', async () => {
    const { status } = await stage.api.send('PUT', `${registry}/members/users/grace`, {
      role: 'member',
    });
    expect(status).toBe(200);
    expect(await version('candidate', GRACE)).toMatchObject({ code: 0 });
    const refused = await version('production', GRACE);
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('The alias production is protected');
  });

  it('an admin of the registry gives them', async () => {
    const { status } = await stage.api.send('PUT', `${registry}/members/teams/vision`, {
      role: 'admin',
    });
    expect(status).toBe(200);
    expect(await version('production', GRACE)).toMatchObject({ code: 0 });
    const { text } = await stage.api.send('GET', `${registry}/members`);
    expect(JSON.parse(text)).toEqual({
      members: [
        { kind: 'user', name: 'admin', role: 'admin' },
        { kind: 'user', name: 'grace', role: 'member' },
        { kind: 'team', name: 'vision', role: 'admin' },
      ],
    });
  });
});
