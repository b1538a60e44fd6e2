import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type EventStream, eventText, openEventStream } from './event-stream.ts';
import { type Gate, openGate } from './gate.ts';
import { testApp } from './http.testing.ts';

let gate: Gate | undefined;
afterEach(() => gate?.close());

/** A server with one stream at `/events`, and what happened to it. */
async function openRoom() {
  const opened = Promise.withResolvers<EventStream>();
  const closed = Promise.withResolvers<void>();
  let caughtUp = 0;
  const app = await testApp((scope) =>
    scope.get('/events', { config: { policy: 'public' } }, (_request, reply) => {
      const stream = openEventStream(reply, {
        caughtUp: () => {
          caughtUp += 1;
          stream.send(eventText('again'));
        },
        close: closed.resolve,
      });
      opened.resolve(stream);
      return reply;
    }),
  );
  gate = await openGate({ host: '127.0.0.1', port: 0 });
  gate.open((request, response) => app.routing(request, response));
  const socket = connect(gate.port, '127.0.0.1');
  socket.write('GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return { socket, stream: await opened.promise, closed: closed.promise, caughtUp: () => caughtUp };
}

test('a reader who does not read costs a bounded buffer, and is told to start afresh when it does', async () => {
  const { socket, stream, caughtUp } = await openRoom();
  socket.pause();
  const before = process.memoryUsage().arrayBuffers;
  const message = eventText('x'.repeat(100_000));
  for (let count = 0; count < 2000; count += 1) stream.send(message);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30 * 1024 * 1024);
  expect(caughtUp()).toBe(0);

  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (part) => {
    text = (text + part).slice(-200);
  });
  socket.resume();
  await expect.poll(() => text).toContain('data: again\n\n');
  socket.destroy();
});

test('the stream carries the security headers and ends from either side', async () => {
  const { socket, stream, closed } = await openRoom();
  stream.send(eventText('one'));
  const [head] = await once(socket, 'data');
  const text = String(head).toLowerCase();
  expect(text).toContain('content-type: text/event-stream; charset=utf-8');
  expect(text).toContain('x-content-type-options: nosniff');
  expect(text).toContain('content-security-policy:');
  expect(text).toContain('cache-control: no-store, no-transform');
  socket.destroy();
  await closed;
  stream.send(eventText('after the end'));
});
