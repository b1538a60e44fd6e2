import { once } from 'node:events';
import { copyFile, readdir, stat, truncate } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';
import { createWire } from '../support/wire.ts';

const stage = setStage();

describe("a client's file that a power cut broke off", () => {
  it('gives what it holds, and the rest when the whole file is synced later, nothing twice', async () => {
    const address = { entity: 'admin', project: 'broken-off', run: 'cut-1' };
    const { machine, api } = stage;
    await machine.run('numpy_training.py', {
      args: ['--run-id', address.run, '--project', address.project, '--steps', '400'],
      env: { WANDB_MODE: 'offline' },
    });
    const file = await runFile(join(machine.directory, 'wandb'));
    await copyFile(file, `${file}.whole`);
    await truncate(file, Math.floor((await stat(file)).size * 0.6));

    await machine.wandb(['sync', file]);
    const some = (await api.history(address)).map((row) => row.get('_step'));
    expect(some.length).toBeGreaterThan(100);
    expect(some.length).toBeLessThan(400);
    expect(some).toEqual(some.map((_, index) => index));
    expect((await api.run(address)).state).not.toBe('finished');

    await copyFile(`${file}.whole`, file);
    expect(await machine.wandb(['sync', '--include-synced', file])).toMatchObject({ code: 0 });
    const rows = await api.history(address);
    expect(rows.map((row) => row.get('_step'))).toEqual(Array.from({ length: 400 }, (_, i) => i));
    expect(await api.run(address)).toMatchObject({ state: 'finished', historyLineCount: 400 });
    const byClient = await machine.read('admin/broken-off/cut-1');
    expect(byClient.state).toBe('finished');
    expect(byClient.scan).toEqual(rows);
  });
});

describe('an upload that breaks off', () => {
  it('shows nothing of itself, leaves the file that was there, and works when sent again', async () => {
    const address = { entity: 'admin', project: 'uploads', run: 'partial' };
    const { server, api } = stage;
    const wire = createWire(server.url, server.adminKey);
    await wire.createRun(address);
    const url = await uploadUrl(wire, address, 'model.bin');
    const sizes = async (): Promise<unknown[]> =>
      (await api.files(address)).files.map(({ name, sizeBytes }) => [name, sizeBytes]);

    await putHalf(url, Buffer.alloc(1 << 20, 1));
    expect(await sizes()).toEqual([]);

    const whole = await fetch(url, { method: 'PUT', body: Buffer.alloc(1 << 20, 2) });
    expect(whole.status).toBe(200);
    await putHalf(url, Buffer.alloc(2 << 20, 3));
    expect(await sizes()).toEqual([['model.bin', 1 << 20]]);
    const [file] = (await api.files(address)).files;
    const content = await fetch(new URL(file?.url ?? '', server.url));
    expect(Buffer.from(await content.arrayBuffer())).toEqual(Buffer.alloc(1 << 20, 2));
  });
});

async function runFile(directory: string): Promise<string> {
  const folder = (await readdir(directory)).find((name) => name.startsWith('offline-run-'));
  const names = await readdir(join(directory, folder ?? ''));
  const name = names.find((each) => each.endsWith('.wandb'));
  if (folder === undefined || name === undefined) throw new Error('There is no offline run.');
  return join(directory, folder, name);
}

const CREATE_FILES = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
    files { name uploadUrl }
  }
}`;

async function uploadUrl(
  wire: ReturnType<typeof createWire>,
  address: { entity: string; project: string; run: string },
  name: string,
): Promise<string> {
  const answer = await wire.graphql(CREATE_FILES, { ...address, files: [name] });
  const body = JSON.parse(answer.text) as {
    data: { createRunFiles: { files: { uploadUrl: string }[] } };
  };
  const url = body.data.createRunFiles.files[0]?.uploadUrl;
  if (url === undefined) throw new Error(answer.text);
  return url;
}

/** Announces the whole content, sends half of it and breaks the connection. */
async function putHalf(url: string, content: Buffer): Promise<void> {
  const { host, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `PUT ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${content.length}\r\n\r\n`,
  );
  socket.write(content.subarray(0, content.length / 2), () => socket.destroy());
  await once(socket, 'close');
}
