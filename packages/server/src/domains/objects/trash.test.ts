import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ObjectBench, openObjects } from './objects.testing.ts';

const DAYS_8 = 8 * 24 * 3_600_000;
const LONG = JSON.stringify({ long: 'x'.repeat(50_000) });
const blobOf = (content: string): string => createHash('sha256').update(content).digest('hex');

let bench: ObjectBench;
beforeAll(async () => {
  bench = await openObjects();
}, 60_000);
afterAll(() => bench.close());

it('values of removed versions are gone after a week, and that they were removed is still known', async () => {
  const { objects, room, blobs } = bench;
  const { id } = await bench.project();
  await objects.create(room.admin, id, { name: 'x', value: LONG });
  await objects.create(room.admin, id, { name: 'x', value: '{}' });
  await objects.remove(id, 'x', ['v0']);
  expect(await objects.collect()).toBe(0);
  room.clock.now += DAYS_8;
  expect(await objects.collect()).toBe(LONG.length);
  expect(await blobs.stat(blobOf(LONG))).toBeNull();
  await expect(objects.read(id, 'x', 'v0')).rejects.toMatchObject({
    data: { deletedAt: room.clock.now - DAYS_8 },
  });
  expect(await objects.create(room.admin, id, { name: 'x', value: LONG })).toMatchObject({
    versionIndex: 2,
  });
  expect((await objects.read(id, 'x', 'latest')).value).toBe(LONG);
});

it('what a trashed project had is gone after a week, but what others hold too', async () => {
  const { objects, room, blobs, projects } = bench;
  const [gone, kept] = [await bench.project(), await bench.project()];
  const body = Buffer.from('shared');
  const file = await objects.createFile(gone.id, { name: 'a', body });
  await objects.createFile(gone.id, { name: 'b', body: Buffer.from('alone') });
  await objects.createFile(kept.id, { name: 'a', body });
  await objects.create(room.admin, gone.id, { name: 'y', value: '{"a":1}' });
  const table = await objects.createTable(gone.id, ['{"a":1}']);
  await projects.remove(room.admin, 'admin', gone.name);
  room.clock.now += DAYS_8;
  // Projects are trashed by the clock of the machine.
  room.clock.now = Math.max(room.clock.now, Date.now() + DAYS_8);
  expect(await objects.collect()).toBeGreaterThan(0);
  expect(await blobs.stat(blobOf('alone'))).toBeNull();
  expect(await blobs.stat(blobOf('shared'))).not.toBeNull();
  expect(await objects.findFile(kept.id, file.digest)).not.toBeNull();
  expect(await objects.tables(gone.id, [table.digest])).toEqual([]);
  expect(await objects.query(gone.id)).toEqual([]);
  expect(await objects.collect()).toBe(0);
});

it('a file of another digest than expected leaves nothing behind', async () => {
  const { objects, blobs } = bench;
  const { id } = await bench.project();
  const file = { name: 'x', body: Buffer.from('unwanted'), expectedDigest: 'other' };
  await expect(objects.createFile(id, file)).rejects.toMatchObject({ code: 'conflict' });
  expect(await blobs.stat(blobOf('unwanted'))).toBeNull();
});
