import type { FastifyReply } from 'fastify';

/** One open connection of server-sent events. */
export interface EventStream {
  /** Sends one or more messages made by `eventText`. Dropped while the reader is too far behind. */
  send(text: string): void;
  close(): void;
}

/** What an answer of server-sent events is told to browsers and proxies as. */
export const EVENT_STREAM_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // Reverse proxies of the nginx family hold streams back without it.
  'X-Accel-Buffering': 'no',
} as const;

const HEARTBEAT_MS = 15_000;
/** What may wait in memory for a slow reader before messages are dropped for it. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Turns data into a message; several may be joined. */
export function eventText(data: string): string {
  return `data: ${data}\n\n`;
}

/**
 * Answers a request with an endless stream of events. A comment every 15 s keeps proxies from closing
 * it. `onCaughtUp`: the reader fell behind, messages were dropped, and it reads again. `onClose`: the
 * connection ended, whoever ended it.
 */
export function openEventStream(
  reply: FastifyReply,
  on: { caughtUp: () => void; close: () => void },
): EventStream {
  reply.hijack();
  const response = reply.raw;
  response.writeHead(200, {
    ...headersOf(reply),
    ...EVENT_STREAM_HEADERS,
  });
  response.write('retry: 1000\n\n');
  let missed = false;
  const heartbeat = setInterval(() => {
    if (response.writableLength === 0) response.write(':\n\n');
  }, HEARTBEAT_MS);
  response.on('drain', () => {
    if (!missed) return;
    missed = false;
    on.caughtUp();
  });
  response.on('close', () => {
    clearInterval(heartbeat);
    on.close();
  });
  // A reset by the reader is an ordinary end; `close` follows.
  response.on('error', () => {});
  return {
    send(text) {
      if (response.writableLength > MAX_WAITING_BYTES) missed = true;
      else if (!response.writableEnded) response.write(text);
    },
    close: () => response.end(),
  };
}

function headersOf(reply: FastifyReply): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value : String(value);
  }
  return headers;
}
