import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { createClientMachine } from '../support/clients.ts';
import { setStage } from '../support/stage.ts';

const FILES = 500;

const stage = setStage();

it('many files are sent over connections that are used again', async () => {
  const { server } = stage;
  let connections = 0;
  const between = createServer((client) => {
    connections += 1;
    const onward = connect(server.port, '127.0.0.1');
    client.pipe(onward).pipe(client);
    // Either end may go away first.
    client.on('error', () => onward.destroy());
    onward.on('error', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(between, 'listening');
  const { port } = between.address() as AddressInfo;
  const machine = await createClientMachine({
    url: `http://127.0.0.1:${port}`,
    adminKey: server.adminKey,
  });
  try {
    const { code, output } = await machine.run('log_files.py', {
      args: ['connected', String(FILES)],
    });
    expect(code, output).toBe(0);
    expect(output).toContain(`READ v0 ${FILES} True`);
  } finally {
    await machine.dispose();
    between.close();
  }
  // Sending and reading back are a thousand requests.
  expect(connections).toBeLessThan(FILES);
});
