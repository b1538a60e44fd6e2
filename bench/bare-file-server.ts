import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What a durable upload costs at the least: takes any PUT, writes it to a file, syncs it, renames it
 * and syncs the folder, without which a power cut may take the name.
 */
export async function startBareFileServer(): Promise<{ url: string; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-bare-'));
  const folder = await open(directory, 'r');
  const server = createServer(async (request, response) => {
    const path = join(directory, randomUUID());
    const file = await open(path, 'wx');
    for await (const chunk of request) await file.write(chunk as Uint8Array);
    await file.sync();
    await file.close();
    await rename(path, `${path}.done`);
    await folder.sync();
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await folder.close();
      await rm(directory, { recursive: true });
    },
  };
}
