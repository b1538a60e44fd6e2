import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeRawBodies } from './raw-bodies.ts';

const app = fastify();
beforeAll(async () => {
  app.register(async (scope) => {
    takeRawBodies(scope);
    scope.put('/files', async (incoming) => (await buffer(incoming.raw)).toString('hex'));
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

it.each([[undefined], [''], ['no media type'], ['application/json'], ['text/plain; charset']])(
  'takes bytes of the type %j as they are',
  async (type) => {
    const { port } = app.server.address() as AddressInfo;
    const answer = await new Promise<{ status: number | undefined; text: string }>(
      (resolve, reject) => {
        const sent = request(
          {
            port,
            host: '127.0.0.1',
            path: '/files',
            method: 'PUT',
            headers: { 'content-length': 2, ...(type !== undefined && { 'content-type': type }) },
          },
          async (response) => {
            const text = (await buffer(response)).toString();
            resolve({ status: response.statusCode, text });
          },
        );
        sent.on('error', reject);
        sent.end(Buffer.from([0x7b, 0xff]));
      },
    );
    expect(answer).toEqual({ status: 200, text: '7bff' });
  },
);
