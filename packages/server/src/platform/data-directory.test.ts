import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataDirectory } from './data-directory.ts';
import { StartError } from './start-error.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'runloom-data-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('the directory and the secret are for the owner alone, and the secret stays the same', () => {
  const path = join(root, 'a', 'b');
  const first = openDataDirectory(path);
  first.release();
  const second = openDataDirectory(path);
  second.release();
  expect(first.secret).toHaveLength(32);
  expect(Buffer.from(second.secret)).toEqual(Buffer.from(first.secret));
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(statSync(join(path, 'secret.key')).mode & 0o777).toBe(0o600);
});

test.each([
  ['/proc/nowhere/data', 'part of the path does not exist'],
  ['/dev/null/data', 'part of the path is a file'],
])('a directory that nobody can make (%s) is told, with the reason', (path, reason) => {
  expect(() => openDataDirectory(path)).toThrow(
    `The data directory ${path} can't be written (${reason})`,
  );
});

test('a second server on the directory is refused and told which process holds it', async () => {
  const owner = await holdInAnotherProcess(root);
  expect(() => openDataDirectory(root)).toThrow(
    new RegExp(`Another Runloom server \\(process ${owner.pid}\\) uses the data directory`),
  );
  await owner.kill();
});

test('SIGKILL of the owner frees the directory', async () => {
  const owner = await holdInAnotherProcess(root);
  await owner.kill();
  openDataDirectory(root).release();
});

test('a path that is a file is refused with a message that says so', () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  expect(() => openDataDirectory(file)).toThrow(StartError);
  expect(() => openDataDirectory(file)).toThrow(/it is a file, not a directory/);
  expect(() => openDataDirectory(join(file, 'below'))).toThrow(/part of the path is a file/);
});

test('a damaged secret is refused, and the directory is free again', () => {
  openDataDirectory(root).release();
  const file = join(root, 'secret.key');
  const good = readFileSync(file, 'utf8');
  writeFileSync(file, good.slice(0, 20));
  expect(() => openDataDirectory(root)).toThrow(/secret\.key is damaged/);
  writeFileSync(file, good);
  openDataDirectory(root).release();
});

async function holdInAnotherProcess(directory: string) {
  const module = new URL('./data-directory.ts', import.meta.url).href;
  const program = `
    const { openDataDirectory } = await import(${JSON.stringify(module)});
    globalThis.held = openDataDirectory(${JSON.stringify(directory)});
    process.stdout.write('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    pid: child.pid,
    async kill() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
