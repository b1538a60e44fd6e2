import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../support/api.ts';
import { createSender, rowOf } from '../support/sender.ts';
import { TestServer } from '../support/server.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';

const ADDRESS = { entity: 'admin', project: 'full', run: 'squeezed' };

let directory: string;
let isMounted = false;

/** A small disk in memory; only root may have one. */
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'runloom-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=192m', 'tmpfs', directory], {
      stdio: 'ignore',
    });
    isMounted = true;
  } catch {
    isMounted = false;
  }
});
afterAll(() => {
  if (isMounted) execFileSync('umount', ['-l', directory]);
  rmSync(directory, { recursive: true, force: true });
});

describe('a full disk', () => {
  it('holds ingest back without a fatal answer, and lets go once there is room', async (test) => {
    if (!isMounted) test.skip('needs the right to mount a small disk');
    const server = await TestServer.start({ dataDirectory: directory });
    try {
      const api = createApi(server.url, server.adminKey);
      const wire = createWire(server.url, server.adminKey);
      await wire.createRun(ADDRESS);
      const sender = createSender(wire, ADDRESS);
      await sender.send(batch(0));

      const filler = join(directory, 'filler');
      await fillDisk(filler);
      let next = 1;
      const sending = (async () => {
        while (next < 200 || sender.refusals.length === 0) {
          await sender.send(batch(next));
          next += 1;
        }
      })();
      await waitFor(() => sender.refusals.length > 2, {
        until: 'the server holds the sender back',
        timeoutMs: 60_000,
      });
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      expect((await api.history(ADDRESS)).length).toBeGreaterThanOrEqual(100);

      await rm(filler);
      await sending;
      expect(sender.refusals.every((status) => [429, 503, 507].includes(status))).toBe(true);
      const steps = (await api.history(ADDRESS)).map((row) => row.get('_step'));
      expect(steps).toEqual(Array.from({ length: sender.acknowledged.size }, (_, step) => step));
    } finally {
      await server.dispose();
    }
  });
});

function batch(number: number): { step: number; text: string }[] {
  return Array.from({ length: 100 }, (_, index) => rowOf(number * 100 + index));
}

/** Writes zeros until not a block is left. */
async function fillDisk(path: string): Promise<void> {
  const file = await open(path, 'w');
  const block = Buffer.alloc(1 << 20);
  try {
    for (let size = block.length; size >= 4096; size = size >> 1) {
      const { bavail, bsize } = await statfs(path);
      for (let left = Math.floor((bavail * bsize) / size); left > 0; left -= 1) {
        await file.write(block, 0, size);
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await file.close();
  }
}
