import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlobStore, openBlobStore } from '../../../packages/server/src/stores/blobs/index.ts';
import { type Engine, engines, withStore } from './engines.ts';

const MIB = 1024 * 1024;

for (const { name, missing, start } of engines) {
  if (missing !== null) console.warn(`Skipped: ${missing}`);
  describe.skipIf(missing !== null)(`the blob store on ${name}`, () => {
    let engine: Engine;
    let store: BlobStore;

    beforeAll(async () => {
      engine = await start();
      store = await openBlobStore(await engine.createConfig());
    });
    afterAll(async () => {
      await store?.close();
      await engine?.stop();
    });

    const read = async (digest: string, range?: { start: number; end: number }) => {
      const content = await store.open(digest, range);
      return content === null ? null : buffer(content);
    };

    it('gives back what was put, by the digest of its bytes', async () => {
      const content = randomBytes(100_000);

      const stored = await store.put(content);

      expect(stored).toEqual({
        digest: createHash('sha256').update(content).digest('hex'),
        md5: createHash('md5').update(content).digest('base64'),
        sizeBytes: 100_000,
      });
      expect(await store.stat(stored.digest)).toEqual({ sizeBytes: 100_000 });
      expect(await read(stored.digest)).toEqual(content);
    });

    it('stores a stream as it stores bytes', async () => {
      const content = randomBytes(300_001);
      const pieces = [
        content.subarray(0, 1),
        content.subarray(1, 70_000),
        content.subarray(70_000),
      ];

      const { digest } = await store.put(Readable.from(pieces));

      expect(await read(digest)).toEqual(content);
    });

    it('stores text that comes as text', async () => {
      const { digest } = await store.put(Readable.from(['a😀', 'ü']));

      expect((await read(digest))?.toString()).toBe('a😀ü');
    });

    it('stores the empty content', async () => {
      const { digest, sizeBytes } = await store.put(new Uint8Array());

      expect(sizeBytes).toBe(0);
      expect(await store.stat(digest)).toEqual({ sizeBytes: 0 });
      expect(await read(digest)).toEqual(Buffer.alloc(0));
    });

    it('keeps content over a close and a new open', async () => {
      const config = await engine.createConfig();
      const before = await openBlobStore(config);
      const { digest } = await before.put(Buffer.from('kept'));
      await before.close();

      const after = await openBlobStore(config);

      const content = await after.open(digest);
      expect(content && (await buffer(content)).toString()).toBe('kept');
      await after.close();
    });

    it('reads ranges with both ends included, and an end past the content as its end', async () => {
      const { digest } = await store.put(Buffer.from('0123456789'));

      expect((await read(digest, { start: 0, end: 0 }))?.toString()).toBe('0');
      expect((await read(digest, { start: 3, end: 6 }))?.toString()).toBe('3456');
      expect((await read(digest, { start: 8, end: 5000 }))?.toString()).toBe('89');
    });

    it('refuses a range that holds no byte of the content', async () => {
      const { digest } = await store.put(Buffer.from('0123456789'));

      for (const range of [
        { start: 10, end: 20 },
        { start: 5, end: 4 },
        { start: -1, end: 4 },
        { start: 0.5, end: 4 },
      ]) {
        await expect(store.open(digest, range)).rejects.toMatchObject({ code: 'invalid' });
      }
    });

    it('knows nothing of a content that was not put, or of what is no digest', async () => {
      for (const digest of ['0'.repeat(64), '', '../../etc/passwd', 'A'.repeat(64), 'ab/../ab']) {
        expect(await store.open(digest)).toBeNull();
        expect(await store.open(digest, { start: 0, end: 1 })).toBeNull();
        expect(await store.stat(digest)).toBeNull();
        expect(await store.remove(digest)).toBe(false);
      }
    });

    it('takes the same content twice', async () => {
      const content = randomBytes(1000);

      const first = await store.put(content);
      const second = await store.put(Readable.from([content]));

      expect(second).toEqual(first);
      expect(await read(first.digest)).toEqual(content);
    });

    it('takes the same content from many senders at a time', async () => {
      const content = randomBytes(500_000);

      const stored = await Promise.all(
        Array.from({ length: 12 }, () => store.put(Readable.from([content]))),
      );

      expect(new Set(stored.map(({ digest }) => digest)).size).toBe(1);
      expect(await read(stored[0]?.digest ?? '')).toEqual(content);
    });

    it('removes content, and takes it again later', async () => {
      const { digest } = await store.put(Buffer.from('for a while'));

      expect(await store.remove(digest)).toBe(true);
      expect(await store.remove(digest)).toBe(false);
      expect(await store.open(digest)).toBeNull();
      await store.put(Buffer.from('for a while'));
      expect(await store.stat(digest)).toEqual({ sizeBytes: 11 });
    });

    it('passes on the error of a source and keeps nothing of it', async () => {
      const content = randomBytes(2 * MIB);
      const broken = new Error('the sender went away');

      const put = store.put(
        Readable.from(
          (async function* () {
            yield content;
            throw broken;
          })(),
        ),
      );

      await expect(put).rejects.toBe(broken);
      expect(await store.stat(createHash('sha256').update(content).digest('hex'))).toBeNull();
    });

    it('keeps nothing of a source that is destroyed in the middle', async () => {
      const source = new Readable({ read() {} });
      source.push('the beginning');

      const put = store.put(source);
      setImmediate(() => source.destroy());

      await expect(put).rejects.toThrow();
      expect(await store.stat(digestOf('the beginning'))).toBeNull();
    });

    it('refuses content past the limit without destroying its source', async () => {
      const source = Readable.from([randomBytes(60), randomBytes(60), randomBytes(60)]);

      await expect(store.put(source, { maxBytes: 100 })).rejects.toMatchObject({
        code: 'too_large',
      });

      expect(source.destroyed).toBe(false);
      await expect(store.put(randomBytes(101), { maxBytes: 100 })).rejects.toMatchObject({
        code: 'too_large',
      });
      expect((await store.put(randomBytes(100), { maxBytes: 100 })).sizeBytes).toBe(100);
    });

    it('refuses content that is not what was announced, and keeps nothing of it', async () => {
      const md5 = createHash('md5').update('announced').digest('base64');

      for (const expected of [{ sizeBytes: 8 }, { sizeBytes: 10 }, { sizeBytes: 0 }, { md5 }]) {
        await expect(
          store.put(Buffer.from('unfitting'), { expect: expected }),
        ).rejects.toMatchObject({ code: 'invalid' });
      }

      expect(await store.stat(digestOf('unfitting'))).toBeNull();
      await store.put(Buffer.from('announced'), { expect: { sizeBytes: 9, md5 } });
      expect(await store.stat(digestOf('announced'))).toEqual({ sizeBytes: 9 });
    });

    it('takes a small announced stream whole, and refuses one that is longer or breaks off', async () => {
      for (const content of [Buffer.alloc(0), randomBytes(10_000)]) {
        const pieces = [content.subarray(0, 4000), content.subarray(4000)];
        const md5 = createHash('md5').update(content).digest('base64');
        const announced = { sizeBytes: content.byteLength, md5 };
        const stored = await store.put(Readable.from(pieces), { expect: announced });
        const digest = createHash('sha256').update(content).digest('hex');
        expect(stored).toEqual({ digest, md5, sizeBytes: content.byteLength });
        const read = await store.open(digest);
        expect(read && (await buffer(read)).equals(content)).toBe(true);
      }
      const long = Readable.from([Buffer.from('too '), Buffer.from('long'), Buffer.from('!')]);
      const refused = store.put(long, { expect: { sizeBytes: 6 } });
      await expect(refused).rejects.toMatchObject({ code: 'invalid' });
      expect(long.destroyed).toBe(false);

      const source = new Readable({ read() {} });
      source.push('the beginning');
      const put = store.put(source, { expect: { sizeBytes: 20 } });
      setImmediate(() => source.destroy());
      await expect(put).rejects.toThrow();
      expect(await store.stat(digestOf('the beginning'))).toBeNull();
    });

    it('streams 50 MB in and out with bounded memory', async () => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      const piece = 64 * 1024;
      const total = 50 * MIB;
      const hash = createHash('sha256');
      collect();
      const before = process.memoryUsage().arrayBuffers;
      let peak = 0;
      const watch = () => {
        collect();
        peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
      };
      function* produce(): Generator<Buffer> {
        for (let sent = 0; sent < total; sent += piece) {
          const bytes = randomBytes(piece);
          hash.update(bytes);
          if (sent % (5 * MIB) === 0) watch();
          yield bytes;
        }
      }

      const stored = await store.put(Readable.from(produce()));
      const returned = createHash('sha256');
      let received = 0;
      for await (const chunk of (await store.open(stored.digest)) ?? []) {
        if (Math.floor(received / (5 * MIB)) < Math.floor((received + chunk.length) / (5 * MIB))) {
          watch();
        }
        received += chunk.length;
        returned.update(chunk);
      }

      const digest = hash.digest('hex');
      expect(stored).toMatchObject({ digest, sizeBytes: total });
      expect(returned.digest('hex')).toBe(digest);
      expect(received).toBe(total);
      expect(peak).toBeLessThan(30 * MIB);
    });

    it('answers a ping', async () => {
      await store.ping();
    });

    it('gives the bytes past 8 MiB where they belong', async () => {
      await withStore(engine, async (fresh) => {
        const content = randomBytes(17 * MIB + 3);
        const { digest } = await fresh.put(content);

        const middle = await fresh.open(digest, { start: 8 * MIB - 5, end: 8 * MIB + 4 });

        expect(middle && (await buffer(middle))).toEqual(
          content.subarray(8 * MIB - 5, 8 * MIB + 5),
        );
        expect(await fresh.stat(digest)).toEqual({ sizeBytes: content.byteLength });
      });
    });
  });
}

describe('the blob store on an S3 that fails', () => {
  const configFor = (port: number) =>
    ({
      kind: 's3',
      bucket: 'b',
      prefix: '',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }) as const;

  async function expectUnavailable(store: BlobStore): Promise<void> {
    const digest = digestOf('x');
    for (const call of [
      () => store.put(Buffer.from('x')),
      () => store.open(digest),
      () => store.stat(digest),
      () => store.remove(digest),
      () => store.ping(),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'unavailable' });
    }
  }

  for (const [what, status, body] of [
    ['is overloaded', 503, '<Error><Code>SlowDown</Code></Error>'],
    ['refuses the key', 403, '<Error><Code>AccessDenied</Code></Error>'],
    ['hides behind a broken proxy', 502, '<html>Bad gateway'],
  ] as const) {
    it(`is unavailable while it ${what}`, async () => {
      const server = createServer((request, response) => {
        request.resume();
        response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
      });
      const port = await new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          resolve(typeof address === 'object' && address ? address.port : 0);
        });
      });
      const store = await openBlobStore(configFor(port));

      await expectUnavailable(store);

      await store.close();
      server.closeAllConnections();
      server.close();
    });
  }

  it('is unavailable while nobody listens', async () => {
    const store = await openBlobStore(configFor(1));

    await expectUnavailable(store);

    await store.close();
  });
});

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
