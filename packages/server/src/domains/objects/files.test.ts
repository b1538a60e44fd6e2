import { buffer } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import { openObjects, opOf } from './objects.testing.ts';

const bench = await openObjects();
afterAll(() => bench.close());

let project: ProjectId;
beforeEach(async () => {
  ({ id: project } = await bench.project());
});

describe('files', () => {
  it('are found by the digest of their bytes, whole and in part', async () => {
    const { objects } = bench;
    const body = Buffer.from('hello');
    const file = await objects.createFile(project, { name: 'obj.py', body });
    expect(file.digest).toBe('LPJNulXwow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ');
    expect(await objects.createFile(project, { name: 'again', body })).toEqual(file);
    const read = async (range?: { start: number; end: number }) =>
      (await buffer(await objects.openFile(project, file.digest, range))).toString();
    expect(await read()).toBe('hello');
    expect(await read({ start: 1, end: 2 })).toBe('el');
    await expect(read({ start: 9, end: 10 })).rejects.toMatchObject({ code: 'invalid' });
    expect(await objects.fileBytes(project)).toBe(5);
    expect(await objects.findFile(project, 'none')).toBeNull();
    await expect(objects.openFile(project, 'none')).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      objects.createFile(project, { name: 'x', body, expectedDigest: 'other' }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of ops hold their source, and may come later', async () => {
    const { objects } = bench;
    await bench.publish(project, 'f', opOf('LPJNulXwow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ'));
    const version = await objects.read(project, 'f', 'latest');
    expect(await objects.readOpSource(version)).toBeNull();
    await objects.createFile(project, { name: 'obj.py', body: Buffer.from('hello') });
    expect(await objects.readOpSource(version)).toBe('hello');
  });

  it('are seen in their project only', async () => {
    const { digest } = await bench.objects.createFile(project, {
      name: 'x',
      body: Buffer.from('secret'),
    });
    const { id } = await bench.project();
    expect(await bench.objects.findFile(id, digest)).toBeNull();
  });
});
