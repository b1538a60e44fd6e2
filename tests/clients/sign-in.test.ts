import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { complaintsIn } from '../support/clients.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const ADDRESS = { entity: 'admin', project: 'signed in', run: 'first-1' };
const WRONG_KEY = 'wrong-key-0123456789abcdefghijklmnopqrstuvwxyz00';

describe('signing in with the client', () => {
  it('wandb login keeps a good key', async () => {
    const { server, machine } = stage;
    const outcome = await machine.wandb(['login', '--host', server.url, server.adminKey], {
      WANDB_API_KEY: '',
    });
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.output).toContain(`Currently logged in as: admin to ${server.url}.`);
    expect(complaintsIn(outcome.output)).toEqual([]);
    expect(await readFile(`${machine.directory}/.netrc`, 'utf8')).toContain(server.adminKey);
  });

  it('after wandb login a script needs nothing else, and prints the addresses of its pages', async () => {
    const { server, machine } = stage;
    const outcome = await machine.run('logs_in.py', {
      env: { WANDB_API_KEY: undefined, WANDB_BASE_URL: undefined },
    });
    expect(outcome).toMatchObject({ code: 0 });
    expect(complaintsIn(outcome.output)).toEqual([]);
    const project = `${server.url}/admin/signed%20in`;
    expect(outcome.output).toContain('signed in: True');
    expect(outcome.output).toContain(`Currently logged in as: admin to ${server.url}.`);
    expect(outcome.output).toContain(`View project at ${project}\n`);
    expect(outcome.output).toContain(`View run at ${project}/runs/first-1\n`);
    expect(outcome.output).toMatch(/Syncing run [a-z]+-[a-z]+-1\n/);
    expect(await stage.api.run(ADDRESS)).toMatchObject({ state: 'finished', lastStep: 0 });
  });

  it('wandb login without a key names an address where keys are made', async () => {
    const { server, machine } = stage;
    const login = machine.start('asks_for_key.py', { env: { WANDB_API_KEY: undefined } });
    const [, address] = await login.waitForOutput(/Create a new API key at: (\S+)/);
    login.child.kill('SIGKILL');
    await login.ended;
    expect(new URL(address ?? '').origin).toBe(server.url);
    const page = await fetch(address ?? '', { redirect: 'manual' });
    expect(page.status).toBe(302);
    expect(page.headers.get('location')).toBe('/settings');
  });

  it('wandb verify finds everything in order that this server does', async () => {
    const { output } = await stage.machine.wandb(['verify', '--host', stage.server.url]);
    for (const check of [
      'Checking if logged in',
      'Checking signed URL upload',
      'Checking ability to send large payloads through proxy',
      'Checking CORs configuration of the bucket',
      'Checking wandb package version is up to date',
      'Checking logged metrics, saving and downloading a file',
    ]) {
      expect(output).toMatch(new RegExp(`${check}\\.+✅`));
    }
  });

  it('wandb login refuses a wrong key and says why', async () => {
    const { server, machine } = stage;
    const outcome = await machine.wandb(['login', '--relogin', '--host', server.url, WRONG_KEY], {
      WANDB_API_KEY: '',
    });
    expect(outcome.code).not.toBe(0);
    expect(outcome.output).toMatch(/Failed to authenticate/);
    expect(await readFile(`${machine.directory}/.netrc`, 'utf8')).not.toContain(WRONG_KEY);
  });

  it('a script with a wrong key ends at once with a clear message and leaves nothing', async () => {
    const startedAt = performance.now();
    const outcome = await stage.machine.run('raises.py', {
      args: ['no-key'],
      env: { WANDB_API_KEY: WRONG_KEY },
    });
    expect(outcome.code).not.toBe(0);
    expect(outcome.output).toMatch(/API key/i);
    expect(outcome.output).not.toContain('the data loader found no files');
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect((await stage.api.send('GET', '/api/v1/projects/admin/troubles')).status).toBe(404);
  });

  it('a script that names a foreign entity is refused before it trains', async () => {
    const path = '/api/v1/admin/users/';
    const other = 'other-user-key-0123456789abcdefghijklmnopqrstuv';
    await stage.api.send('PUT', `${path}owner`, {});
    await stage.api.send('PUT', `${path}guest`, { apiKey: other });
    const outcome = await stage.machine.run('raises.py', {
      args: ['foreign'],
      env: { WANDB_API_KEY: other, WANDB_ENTITY: 'owner' },
    });
    expect(outcome.code).not.toBe(0);
    // The reason as the server gave it, with nothing of GraphQL around it.
    expect(outcome.output).toMatch(
      /CommError: You may not write to owner\/troubles: .*do not belong/,
    );
    expect(outcome.output).not.toContain('the data loader found no files');
  });
});
