import { expect, it } from 'vitest';
import { watchTransport } from './watched-transport.ts';

it('is asking until the last byte of an answer was read', async () => {
  const chunks = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const writer = chunks.writable.getWriter();
  const { transport, isAsking } = watchTransport(async () => new Response(chunks.readable));
  const asking = transport('/runs', {});
  expect(isAsking()).toBe(true);
  const response = await asking;
  expect(isAsking()).toBe(true);
  const text = response.text();
  await writer.write(new TextEncoder().encode('{"runs":'));
  expect(isAsking()).toBe(true);
  await writer.write(new TextEncoder().encode('[]}'));
  await writer.close();
  expect(await text).toBe('{"runs":[]}');
  expect(isAsking()).toBe(false);
});

it('asks no longer once an answer failed, has no content, or is given up', async () => {
  const failing = watchTransport(() => Promise.reject(new Error('no way')));
  await expect(failing.transport('/runs', {})).rejects.toThrow('no way');
  expect(failing.isAsking()).toBe(false);

  const empty = watchTransport(async () => new Response(null, { status: 204 }));
  expect((await empty.transport('/runs', {})).status).toBe(204);
  expect(empty.isAsking()).toBe(false);

  const endless = watchTransport(async () => new Response(new ReadableStream()));
  const { body } = await endless.transport('/runs', {});
  expect(endless.isAsking()).toBe(true);
  await body?.cancel();
  expect(endless.isAsking()).toBe(false);
});

it('hands on the status, the headers and the fault of an answer', async () => {
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error('cut')) });
  const { transport, isAsking } = watchTransport(
    async () => new Response(broken, { status: 503, headers: { 'retry-after': '2' } }),
  );
  const response = await transport('/runs', {});
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
  await expect(response.text()).rejects.toThrow('cut');
  expect(isAsking()).toBe(false);
});
