import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openFolder } from './folder.ts';

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'runloom-folder-'));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

it('shares one sync among all who ask while another one is under way', async () => {
  const folder = await openFolder(path);

  const first = folder.sync();
  const [second, third] = [folder.sync(), folder.sync()];

  expect(second).not.toBe(first);
  expect(third).toBe(second);
  await Promise.all([first, second]);
  expect(folder.sync()).not.toBe(second);
  await folder.sync();
  await folder.close();
});

it('says to each who asks that it can not be synced', async () => {
  const folder = await openFolder(path);
  await folder.close();

  const outcomes = await Promise.allSettled([folder.sync(), folder.sync(), folder.sync()]);

  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});
