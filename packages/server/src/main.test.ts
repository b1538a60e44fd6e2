import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const MAIN = new URL('./main.ts', import.meta.url).pathname;

let directory: string;
const started: ChildProcess[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-main-'));
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts the server as a person does, with these settings. */
function run(settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      HOME: directory,
      RUNLOOM_PORT: '0',
      RUNLOOM_DATA_DIR: join(directory, 'data'),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const text = { out: '', err: '' };
  child.stdout.on('data', (part) => {
    text.out += part;
  });
  child.stderr.on('data', (part) => {
    text.err += part;
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  return {
    child,
    text,
    exited,
    async ready(): Promise<string> {
      await expect
        .poll(() => text.out.includes('WANDB_API_KEY') || child.exitCode !== null, {
          timeout: 30_000,
        })
        .toBe(true);
      const url = /ready at (\S+)/.exec(text.out)?.[1];
      if (url === undefined) throw new Error(`not ready: ${text.out}${text.err}`);
      return url;
    },
    async stop(signal: NodeJS.Signals): Promise<number | null> {
      child.kill(signal);
      return exited;
    },
  };
}

async function whoAmI(url: string, key: string): Promise<number> {
  return (await fetch(`${url}/api/v1/api-keys`, { headers: { Authorization: `Bearer ${key}` } }))
    .status;
}

test('the first start makes a key that later starts take but do not show, also after SIGKILL', async () => {
  const first = run();
  const url = await first.ready();
  expect(first.text.out).toContain(`export WANDB_BASE_URL=${url}`);
  const key = /export WANDB_API_KEY=(\S{40,})/.exec(first.text.out)?.[1] ?? '';
  const link = /(http\S+\/signin\?token=\S+)/.exec(first.text.out)?.[1] ?? '';
  expect(await whoAmI(url, key)).toBe(200);
  const token = new URL(link).searchParams.get('token');
  const signIn = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  expect(signIn.status).toBe(200);
  expect(first.text.err).toBe('');
  await first.stop('SIGKILL');

  const second = run();
  const again = await second.ready();
  expect(second.text.out).not.toContain(key);
  expect(second.text.out).toContain('Settings creates another one');
  expect(second.text.out).toContain('/signin?token=');
  expect(await whoAmI(again, key)).toBe(200);
  expect(await second.stop('SIGTERM')).toBe(0);
  expect(second.text.err).toBe('');
}, 60_000);

test('a key from the settings is taken and not shown', async () => {
  const key = 'k'.repeat(44);
  const server = run({ RUNLOOM_ADMIN_API_KEY: key });
  expect(await whoAmI(await server.ready(), key)).toBe(200);
  expect(server.text.out).not.toContain(key);
  expect(await server.stop('SIGINT')).toBe(0);
}, 60_000);

test('a second server on the same data is refused within a second or so, the first goes on', async () => {
  const first = run();
  const url = await first.ready();
  const second = run();
  expect(await second.exited).not.toBe(0);
  expect(second.text.err).toMatch(
    new RegExp(
      `^Another Runloom server \\(process ${first.child.pid}\\) uses the data directory [^\\n]+\\n$`,
    ),
  );
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
}, 60_000);

describe('what is wrong is said in one line, and the exit code is not 0', () => {
  test.each([
    ['an unknown setting', { RUNLOOM_PROT: '1' }, /^RUNLOOM_PROT is not a setting/],
    ['a port out of range', { RUNLOOM_PORT: '70000' }, /^RUNLOOM_PORT is "70000"/],
    [
      'an address of another machine',
      { RUNLOOM_HOST: '192.0.2.1' },
      /^192\.0\.2\.1 is not an address/,
    ],
  ])('%s', async (_, settings, expected) => {
    const server = run(settings);
    expect(await server.exited).toBe(1);
    expect(server.text.err).toMatch(expected);
    expect(server.text.err.trimEnd()).not.toContain('\n');
    expect(server.text.out).toBe('');
  });

  test('a data directory that is a file', async () => {
    await writeFile(join(directory, 'data'), '');
    const server = run();
    expect(await server.exited).toBe(1);
    expect(server.text.err).toMatch(/^The data directory \S+ can't be written \(it is a file/);
  });

  test('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = run({ RUNLOOM_PORT: String(port) });
    expect(await server.exited).toBe(1);
    expect(server.text.err).toMatch(/^Port \d+ on 127\.0\.0\.1 is already in use/);
    other.close();
  });
});

test('SIGTERM with a live stream open ends in good order', async () => {
  const key = 'k'.repeat(44);
  const server = run({ RUNLOOM_ADMIN_API_KEY: key });
  const url = await server.ready();
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  await fetch(`${url}/api/v1/projects/admin/looms`, { method: 'PUT', headers, body: '{}' });
  const live = await fetch(`${url}/api/v1/projects/admin/looms/live`, { headers });
  expect(live.status).toBe(200);
  const stoppedAt = performance.now();
  expect(await server.stop('SIGTERM')).toBe(0);
  expect(performance.now() - stoppedAt).toBeLessThan(5000);
  expect(await live.text()).toContain('"kind":"hello"');
}, 60_000);
