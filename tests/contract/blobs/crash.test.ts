import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBlobStore } from '../../../packages/server/src/stores/blobs/index.ts';
import { startService } from '../../support/service.ts';
import { waitFor } from '../../support/waiting.ts';
import { type Engine, engines } from './engines.ts';
import { TEXT_REPEATS } from './small-texts.ts';

const WRITER = fileURLToPath(new URL('./killed-writer.ts', import.meta.url));
const SMALL_WRITER = fileURLToPath(new URL('./killed-small-writer.ts', import.meta.url));
/** Small contents that are acknowledged before each kill. */
const KILLED_AFTER = [1, 200, 700];
/** More than the store gathers before it writes. */
const SENT_BYTES = 1_000_000;

for (const { name, missing, start } of engines) {
  describe.skipIf(missing !== null)(`the blob store when its server is killed, on ${name}`, () => {
    let engine: Engine;

    beforeAll(async () => {
      engine = await start();
    });
    afterAll(async () => {
      await engine?.stop();
    });

    it('keeps what was acknowledged, shows nothing half-written, and sweeps it at the next start', async () => {
      const config = await engine.createConfig();
      const args = [WRITER, JSON.stringify(config), 'acknowledged content', String(SENT_BYTES)];
      const server = startService({ command: process.execPath, args });
      const leftBehind = (): readonly number[] => {
        const folder = engine.temporaryFolder(config);
        return readdirSync(folder).map((file) => statSync(join(folder, file)).size);
      };
      await waitFor(
        () => server.output === 'acknowledged' && leftBehind().some((size) => size > 0),
        { until: 'the second content is half-written' },
      );

      await server.stop('SIGKILL');

      expect(leftBehind()).toHaveLength(1);
      const written = leftBehind()[0] ?? 0;
      const store = await openBlobStore(config);
      expect(leftBehind()).toEqual([]);
      for (const size of [written, SENT_BYTES]) {
        expect(await store.stat(digestOf(Buffer.alloc(size)))).toBeNull();
      }
      const kept = await store.open(digestOf(Buffer.from('acknowledged content')));
      expect(kept && (await buffer(kept)).toString()).toBe('acknowledged content');
      const { digest } = await store.put(Buffer.alloc(SENT_BYTES));
      expect(await store.stat(digest)).toEqual({ sizeBytes: SENT_BYTES });
      await store.close();
    });

    it('keeps every small content that was acknowledged, each whole', async () => {
      const config = await engine.createConfig();
      const acknowledged = new Map<string, string>();
      for (const [round, count] of KILLED_AFTER.entries()) {
        const args = [SMALL_WRITER, JSON.stringify(config), String(round)];
        const server = startService({ command: process.execPath, args });
        const lines = () => server.output.split('\n').slice(0, -1);
        await waitFor(() => lines().length >= count, { until: `${count} are acknowledged` });
        await server.stop('SIGKILL');
        for (const line of lines()) {
          const [kind = '', digest = '', text = ''] = line.split(' ');
          if (kind === 'put') acknowledged.set(digest, text);
          else acknowledged.delete(digest);
          expect(kind === 'put' || kind === 'removed', line).toBe(true);
        }

        const store = await openBlobStore(config);
        for (const [digest, text] of acknowledged) {
          const kept = await store.open(digest);
          expect(kept && (await buffer(kept)).toString()).toBe(text.repeat(TEXT_REPEATS));
        }
        await store.close();
      }
    });
  });
}

function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
