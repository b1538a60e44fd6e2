import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from '../types.ts';
import { openFileStore } from './store.ts';

describe('blobs as files', () => {
  let directory: string;
  let opened: BlobStore[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'runloom-blobs-'));
    opened = [];
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function openStore(path: string): Promise<BlobStore> {
    const store = await openFileStore(path);
    opened.push(store);
    return store;
  }

  it('removes what an earlier server left half-written', async () => {
    mkdirSync(join(directory, 'incoming'));
    writeFileSync(join(directory, 'incoming/half'), 'half');

    await openStore(directory);

    expect(readdirSync(join(directory, 'incoming'))).toEqual([]);
  });

  it('leaves no temporary file behind, whatever becomes of a write', async () => {
    const store = await openStore(directory);
    const broken = Readable.from(
      (async function* () {
        yield randomBytes(400_000);
        throw new Error('the sender went away');
      })(),
    );

    await store.put(randomBytes(400_000));
    await expect(store.put(broken)).rejects.toThrow('the sender went away');
    await expect(store.put(randomBytes(10), { maxBytes: 9 })).rejects.toThrow();
    await expect(store.put(randomBytes(10), { expect: { md5: 'x' } })).rejects.toThrow();

    expect(readdirSync(join(directory, 'incoming'))).toEqual([]);
    const kept = readdirSync(directory, { recursive: true }).map(String);
    expect(kept.filter((name) => /[0-9a-f]{64}$/.test(name))).toHaveLength(1);
  });

  it('mends content that was damaged when it is put again', async () => {
    const store = await openStore(directory);
    const whole = randomBytes(100_000);
    const { digest } = await store.put(whole);
    writeFileSync(join(directory, digest.slice(0, 2), digest), 'dam');

    await store.put(whole);

    expect(await store.stat(digest)).toEqual({ sizeBytes: 100_000 });
  });

  it('finds and removes a small content that came as a stream of unknown length, as a file, or both', async () => {
    const store = await openStore(directory);
    const small = Buffer.from('small');
    for (const sources of [[small], [Readable.from([small])], [small, Readable.from([small])]]) {
      for (const source of sources) await store.put(source);
      const digest = createHash('sha256').update(small).digest('hex');
      expect(await store.stat(digest)).toEqual({ sizeBytes: 5 });

      expect(await store.remove(digest)).toBe(true);

      expect(await store.stat(digest)).toBeNull();
      expect(await store.open(digest)).toBeNull();
    }
  });

  it('is unavailable when its directory is gone', async () => {
    const store = await openStore(join(directory, 'blobs'));
    rmSync(join(directory, 'blobs'), { recursive: true });

    await expect(store.ping()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.put(Buffer.from('x'))).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is unavailable on a full disk, keeps what it has, and goes on when there is room', async (test) => {
    if (!mountSmallDisk(directory)) return test.skip('a small disk can be mounted only by root');
    try {
      const store = await openStore(join(directory, 'blobs'));
      const first = await store.put(randomBytes(700_000));

      const refused = store.put(Readable.from([randomBytes(300_000), randomBytes(300_000)]));

      await expect(refused).rejects.toMatchObject({ code: 'unavailable' });
      expect(await store.stat(first.digest)).toEqual({ sizeBytes: 700_000 });
      await store.remove(first.digest);
      expect((await store.put(randomBytes(700_000))).sizeBytes).toBe(700_000);
    } finally {
      for (const store of opened.splice(0)) await store.close();
      execFileSync('umount', [directory]);
    }
  });
});

function mountSmallDisk(directory: string): boolean {
  try {
    const options = ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory];
    execFileSync('mount', options, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
