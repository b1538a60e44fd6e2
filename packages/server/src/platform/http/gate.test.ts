import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { type Gate, openGate } from './gate.ts';

let gate: Gate | undefined;
afterEach(async () => {
  await gate?.close();
  gate = undefined;
});

const open = async () => {
  gate = await openGate({ host: '127.0.0.1', port: 0 });
  return gate;
};
const address = (path: string) => `http://127.0.0.1:${gate?.port}${path}`;

test('until it is opened, every path is 503 with Retry-After and the process counts as living', async () => {
  await open();
  for (const path of ['/', '/graphql', '/files/a/b/c/file_stream', '/readyz']) {
    const answer = await fetch(address(path), { method: 'POST', body: 'x'.repeat(100_000) });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await answer.json()).toMatchObject({ error: { code: 'unavailable' } });
  }
  expect((await fetch(address('/healthz'))).status).toBe(200);
});

test('draining turns new requests away and waits for those in progress', async () => {
  const { open: openDoor, drain } = await open();
  const finish = Promise.withResolvers<void>();
  openDoor((_request, response) => void finish.promise.then(() => response.end('done')));
  const first = fetch(address('/slow'));
  await vi.waitFor(() => expect(gate?.inProgress()).toBe(1));
  let drained = false;
  const draining = drain(60_000).then(() => {
    drained = true;
  });
  expect((await fetch(address('/other'))).status).toBe(503);
  expect(drained).toBe(false);
  finish.resolve();
  expect(await (await first).text()).toBe('done');
  await draining;
});

test('draining gives up on a request that takes too long', async () => {
  const { open: openDoor, drain } = await open();
  const arrived = Promise.withResolvers<void>();
  openDoor(() => arrived.resolve());
  const never = fetch(address('/never')).catch(() => 'cut off');
  await arrived.promise;
  await drain(10);
  await gate?.close();
  gate = undefined;
  expect(await never).toBe('cut off');
});

test('a port in use is one clear line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(openGate({ host: '127.0.0.1', port })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is already in use. Stop what listens there, or set RUNLOOM_PORT to another port.`,
  );
  other.close();
});

test('what is no HTTP is answered and closed', async () => {
  await open();
  const socket = connect(gate?.port ?? 0, '127.0.0.1');
  socket.end('nonsense\r\n\r\n');
  let text = '';
  for await (const chunk of socket) text += chunk;
  expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request/);
});
