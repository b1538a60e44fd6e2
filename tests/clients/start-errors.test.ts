import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, serverEnvironment, TestServer } from '../support/server.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-start-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

let healthy: Promise<string> | undefined;

/** The data of a server that was started once and ended in order. */
function healthyData(): Promise<string> {
  healthy ??= (async () => {
    const server = await TestServer.start({ dataDirectory: join(directory, 'healthy') });
    await server.stop();
    return server.dataDirectory;
  })();
  return healthy;
}

/** Starts a server that must not stay. */
async function startInVain(
  env: Readonly<Record<string, string>>,
  user: { uid?: number; gid?: number } = {},
): Promise<{ code: number | null; lines: string[] }> {
  const port = await freePort();
  const child = spawn(process.execPath, ['packages/server/src/main.ts'], {
    env: serverEnvironment(port, join(directory, 'data'), env),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
    ...user,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, lines: output.split('\n').filter((line) => line.trim() !== '') };
}

describe('a start that can not work ends at once with one clear line', () => {
  it.each([
    ['a port out of range', { RUNLOOM_PORT: '70000' }, /RUNLOOM_PORT.*65535/],
    ['a port that is no number', { RUNLOOM_PORT: 'http' }, /RUNLOOM_PORT/],
    ['a setting that does not exist', { RUNLOOM_PROT: '8080' }, /RUNLOOM_PROT/],
    ['a key that is too short', { RUNLOOM_ADMIN_API_KEY: 'short' }, /RUNLOOM_ADMIN_API_KEY.*40/],
    ['an address that is none', { RUNLOOM_PUBLIC_URL: 'nowhere' }, /RUNLOOM_PUBLIC_URL/],
    [
      'a database of an unknown kind',
      { RUNLOOM_DATABASE_URL: 'mysql://x' },
      /RUNLOOM_DATABASE_URL/,
    ],
  ])('%s', async (_, env, message) => {
    const { code, lines } = await startInVain(env);
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(message);
  });

  it('a data directory that can not be written', async () => {
    const file = join(directory, 'a-file');
    await writeFile(file, 'not a directory');
    const { code, lines } = await startInVain({ RUNLOOM_DATA_DIR: join(file, 'data') });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(join(file, 'data'));
  });

  it.each([
    ['where no directory can be', '/proc/nowhere/data'],
    ['below a device', '/dev/null/data'],
  ])('a data directory %s', async (_, path) => {
    const { code, lines } = await startInVain({ RUNLOOM_DATA_DIR: path });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(path);
  });

  it('a data directory of another user', async () => {
    const foreign = join(directory, 'foreign');
    await mkdir(foreign, { mode: process.getuid?.() === 0 ? 0o755 : 0o555 });
    await chmod(directory, 0o755);
    // Root may write everywhere, so it steps down to nobody.
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const { code, lines } = await startInVain({ RUNLOOM_DATA_DIR: foreign }, nobody);
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringContaining(`${foreign} can't be written (permission denied)`),
    ]);
  });

  it.each([
    ['is no database', 'metadata.sqlite', (size: number) => randomBytes(size)],
    ['breaks off', 'metadata.sqlite', () => null],
    ['is no secret', 'secret.key', () => Buffer.from('short')],
  ])('a file of the data directory that %s, which is left as it is', async (what, name, damage) => {
    const data = join(directory, `damaged: ${what}`);
    await cp(await healthyData(), data, { recursive: true });
    const file = join(data, name);
    const { size } = await stat(file);
    const content = damage(size);
    if (content === null) await truncate(file, size / 2 + 100);
    else await writeFile(file, content);
    const before = await readFile(file);
    const { code, lines } = await startInVain({ RUNLOOM_DATA_DIR: data });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringContaining(file)]);
    expect(await readFile(file)).toEqual(before);
  });

  it('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, lines } = await startInVain({ RUNLOOM_PORT: port });
    other.close();
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(port);
  });

  it('a data directory that another server uses, which goes on undisturbed', async () => {
    const first = await TestServer.start({ dataDirectory: join(directory, 'shared') });
    const { code, lines } = await startInVain({ RUNLOOM_DATA_DIR: first.dataDirectory });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(first.dataDirectory);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    await first.dispose();
  });
});
