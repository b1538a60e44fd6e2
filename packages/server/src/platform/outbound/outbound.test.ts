import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isPublicAddress } from './addresses.ts';
import { createOutbound, isTarget } from './index.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Heard {
  readonly url: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** A real server on loopback; resolves with its address and what it heard. */
async function listen(
  answer: { status?: number; headers?: Record<string, string>; body?: string } | 'never' = {},
): Promise<{ address: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      heard.push({ url: request.url ?? '', headers: request.headers, body });
      if (answer === 'never') return;
      response.writeHead(answer.status ?? 200, answer.headers ?? {});
      response.end(answer.body ?? 'ok');
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

const send = { headers: { 'x-test': 'yes' }, body: '{"a":1}' };

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:a00:1',
    '64:ff9b::7f00:1',
    'fd00::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'not an address',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it('an operator names hosts, addresses and networks', () => {
    expect(['hooks.internal', '10.0.0.0/8', '127.0.0.1', 'fd00::/8'].every(isTarget)).toBe(true);
    expect(['http://x', '10.0.0.0/33', 'a b', '', '10.0.0.0/8/8'].some(isTarget)).toBe(false);
  });
});

describe('the guard', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1:8123/',
    'http://user:password@example.com/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:6379/',
    'dict://127.0.0.1/',
    'not an address',
    `http://example.com/${'x'.repeat(3_000)}`,
  ])('refuses to take %s', (address) => {
    expect(() => createOutbound({ allowed: [] }).check(address)).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });

  it('refuses names that resolve to a private address, at the moment of the connection', async () => {
    const { address, heard } = await listen();
    const byName = address.replace('127.0.0.1', 'localhost');
    const outbound = createOutbound({ allowed: [] });
    expect(outbound.check(byName).hostname).toBe('localhost');
    await expect(outbound.post(byName, send)).rejects.toMatchObject({
      name: 'OutboundError',
      isRefused: true,
      message: expect.stringContaining('RUNLOOM_OUTBOUND_ALLOWED_HOSTS'),
    });
    expect(heard).toEqual([]);
  });

  it('lets through what the operator allows, by name, address or network', async () => {
    const { address, heard } = await listen();
    for (const allowed of [['127.0.0.1'], ['127.0.0.0/8']]) {
      await createOutbound({ allowed }).post(address, send);
    }
    const byName = address.replace('127.0.0.1', 'LOCALHOST');
    await createOutbound({ allowed: ['localhost'] }).post(byName, send);
    expect(heard).toHaveLength(3);
    expect(heard[0]).toMatchObject({
      body: '{"a":1}',
      headers: { 'x-test': 'yes', 'content-type': 'application/json', 'content-length': '7' },
    });
  });

  it('does not follow redirects', async () => {
    const inner = await listen();
    const outer = await listen({ status: 307, headers: { location: inner.address } });
    const answer = await createOutbound({ allowed: ['127.0.0.1'] }).post(outer.address, send);
    expect(answer.status).toBe(307);
    expect(inner.heard).toEqual([]);
  });

  it('waits a bounded time and reads a bounded answer', async () => {
    const silent = await listen('never');
    const outbound = createOutbound({ allowed: ['127.0.0.1'], timeoutMs: 200 });
    await expect(outbound.post(silent.address, send)).rejects.toMatchObject({
      isRefused: false,
      message: '127.0.0.1 did not answer within 0.2 seconds.',
    });
    const long = await listen({
      status: 500,
      headers: { 'retry-after': '7' },
      body: 'x'.repeat(5_000_000),
    });
    const answer = await outbound.post(long.address, send);
    expect(answer).toMatchObject({ status: 500, retryAfterSeconds: 7 });
    expect(answer.start).toHaveLength(2_000);
  });

  it('waits a bounded time for an answer that goes on for ever, too', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200);
      const dripping = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(dripping));
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outbound = createOutbound({ allowed: ['127.0.0.1'], timeoutMs: 200 });
    await expect(outbound.post(`http://127.0.0.1:${port}/`, send)).rejects.toMatchObject({
      isRefused: false,
      isLate: true,
      message: '127.0.0.1 did not answer within 0.2 seconds.',
    });
  });

  it('says when nobody listens', async () => {
    const { address } = await listen();
    const server = servers.pop();
    await new Promise((resolve) => server?.close(resolve));
    await expect(
      createOutbound({ allowed: ['127.0.0.1'] }).post(address, send),
    ).rejects.toMatchObject({ isRefused: false, message: expect.stringContaining('ECONNREFUSED') });
  });
});
