import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRecords } from '../../packages/server/src/stores/blobs/files/packs/records.ts';
import { createApi } from '../support/api.ts';
import { type ClientMachine, createClientMachine } from '../support/clients.ts';
import { TestServer } from '../support/server.ts';
import { waitFor } from '../support/waiting.ts';

const FILES = 600;
const KILLS = 3;

let server: TestServer;
let machine: ClientMachine;

beforeEach(async () => {
  server = await TestServer.start();
  machine = await createClientMachine(server);
});
afterEach(async () => {
  await machine.dispose();
  await server.dispose();
});

/** Contents in the store, whole ones: those of their own file, and those in packs. */
function countBlobs(): number {
  const directory = join(server.dataDirectory, 'blobs');
  const found = new Set<string>();
  for (const name of readdirSync(directory, { recursive: true }).map(String)) {
    const [, digest] = /^[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(name) ?? [];
    if (digest !== undefined) found.add(digest);
    if (!name.endsWith('.pack')) continue;
    for (const record of readRecords(readFileSync(join(directory, name)), 0)) {
      found.add(record.digest);
    }
  }
  return found.size;
}

it(`a server killed ${KILLS} times while an artifact is sent keeps what it took and shows nothing half`, {
  timeout: 300_000,
}, async () => {
  const api = createApi(server.url, server.adminKey);
  const client = machine.start('log_files.py', { args: ['killed', String(FILES)] });
  await client.waitForOutput(/SENDING/);

  let stored = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    // In the middle: more has come in since the last time, and the client is still sending.
    const seen = stored;
    stored = await waitFor(() => (countBlobs() > seen + 20 ? countBlobs() : null), {
      until: 'more files are stored',
      timeoutMs: 60_000,
      intervalMs: 10,
    });
    await (kill % 2 === 0 ? server.kill() : server.killTree());
    const kept = countBlobs();
    expect(kept).toBeGreaterThanOrEqual(stored);
    await server.start();
    expect(countBlobs()).toBeGreaterThanOrEqual(kept);
    const list = await api.send('GET', '/api/v1/projects/admin/killed/artifacts/many/versions');
    if (countBlobs() < FILES && list.status === 200) {
      expect(JSON.parse(list.text)).toMatchObject({ versions: [], totalCount: 0 });
    }
  }
  const { code, output } = await client.ended;
  expect(code, output).toBe(0);
  expect(output).toContain(`READ v0 ${FILES} True`);
});
