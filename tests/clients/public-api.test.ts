import { beforeAll, describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();

describe('wandb.Api()', () => {
  let found: Record<string, unknown> = {};
  beforeAll(async () => {
    const { code, output } = await stage.machine.run('public_api.py', { args: ['crew'] });
    expect({ code, output }).toMatchObject({ code: 0 });
    found = readFound(output);
  });

  it('knows who asks', () => {
    expect(found).toMatchObject({
      viewer: { username: 'admin', admin: true, teams: ['admin'], api_keys: 1 },
      default_entity: 'admin',
    });
  });

  it('makes a team, asks people into it and takes invitations back', () => {
    expect(found).toMatchObject({
      team: { name: 'crew', is_team: true, type: 'team' },
      invite_user: true,
      invite_again: false,
      invite_email: true,
      invite_nobody: false,
      members: [
        { name: 'later@example.com', admin: true, pending: true, type: 'USER' },
        { name: 'admin', admin: true, pending: false, type: 'USER' },
        { name: 'grace', admin: false, pending: false, type: 'USER' },
        { name: 'Nightly training', admin: false, pending: false, type: 'SERVICE' },
      ],
      delete_invite: true,
      members_after: ['Nightly training', 'admin', 'grace'],
      organization: 'default',
    });
  });

  it('makes users and finds them', () => {
    expect(found).toMatchObject({
      created_user: { username: 'grace', email: 'grace@example.com' },
      users_by_prefix: ['grace'],
      user_by_email: { username: 'grace', email: 'grace@example.com', teams: ['grace', 'crew'] },
      user_missing: null,
    });
  });

  it('makes keys that work until they are deleted', () => {
    expect(found).toMatchObject({
      new_key: { works: 'admin' },
      keys_added: 1,
      key_deleted: true,
      key_dead: expect.stringMatching(/^AuthenticationError: .* The API key is not valid/),
    });
  });

  it('makes and lists projects', () => {
    expect(found).toMatchObject({
      project: 'api-made',
      projects: ['api-made'],
      project_missing: 'ValueError: Project not-there not found',
    });
  });

  it('uploads, lists, reads and deletes files of a run', () => {
    expect(found).toMatchObject({
      files: { names: ['notes.txt', 'table.csv'], count: 2 },
      files_like: ['table.csv'],
      files_named: ['notes.txt'],
      file_text: 'written by the API',
      files_after: ['table.csv'],
    });
  });

  it('stores custom charts', async () => {
    expect(found).toMatchObject({
      chart: 'crew/bars',
      chart_again: expect.stringContaining('crew has a custom chart called bars already'),
    });
    const { text } = await stage.api.send('GET', '/api/v1/entities/crew/charts');
    expect(JSON.parse(text)).toMatchObject({
      charts: [{ id: 'crew/bars', displayName: 'Bars', type: 'vega2', access: 'private' }],
    });
  });

  it('finds nothing of what comes later, and is told so when it would change it', () => {
    expect(found['later']).toEqual({
      reports: 0,
      sweeps: 0,
      sweep: expect.stringContaining('Could not find sweep'),
      artifact_types: 0,
      collections: expect.stringMatching(/^ValueError: /),
      artifacts: expect.stringMatching(/^ValueError: /),
      artifact: expect.stringContaining("'m:v0' not found in 'crew/api-made'"),
      artifact_exists: false,
      collection_exists: false,
      logged: 0,
      used: 0,
      registries: 0,
      automations: 0,
      integrations: 0,
      webhooks: 0,
      slack: 0,
      jobs: [],
      new_sweep: expect.stringContaining('Sweeps come with a later release of Runloom.'),
      new_queue: expect.stringContaining('Run queues come with a later release of Runloom.'),
      queue: expect.stringMatching(/^CommError: /),
    });
  });

  it('a service account logs for its team, and in the name of a member', async () => {
    expect(found).toMatchObject({ service_default_entity: 'crew', service_viewer: true });
    const env = { WANDB_API_KEY: String(found['service_key']) };
    const ownerOf = async (run: string, username: string) => {
      const logged = await stage.machine.run('logs_once.py', {
        args: ['nightly', run],
        env: { ...env, WANDB_USERNAME: username },
      });
      expect(logged).toMatchObject({ code: 0 });
      const { output } = await stage.machine.run('owner.py', {
        args: [`crew/nightly/${run}`],
        env,
      });
      return /^OWNER (.*)$/m.exec(output)?.[1];
    };
    expect(await ownerOf('for-grace', 'grace')).toBe('grace');
    expect(await ownerOf('for-stranger', 'nobody')).toMatch(/^service-nightly-training-/);
  });
});

function readFound(output: string): Record<string, unknown> {
  const text = /^FOUND (.*)$/m.exec(output)?.[1];
  if (text === undefined) throw new Error(`public_api.py printed nothing:\n${output}`);
  return JSON.parse(text) as Record<string, unknown>;
}
