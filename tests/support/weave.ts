import { randomUUID } from 'node:crypto';
import type { Answer } from './api.ts';
import type { ClientMachine } from './clients.ts';

/** Weave keeps a cache that knows nothing of servers: each script gets one of its own. */
export function weaveEnvironment(
  machine: Pick<ClientMachine, 'directory'>,
): Record<string, string> {
  return {
    WEAVE_SERVER_CACHE_DIR: `${machine.directory}/weave-cache-${randomUUID()}`,
    WEAVE_PRINT_CALL_LINK: 'false',
  };
}

/** The trace server spoken to by hand, for what real clients would not send. */
export interface TraceServer {
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** A string or bytes are sent as they are. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The answer of a stream. @throws Error for an answer that is no success */
  lines(path: string, body: unknown): Promise<readonly Record<string, unknown>[]>;
}

/** @param key API key; null sends none */
export function createTraceServer(
  server: { readonly url: string; readonly adminKey: string },
  key: string | null = server.adminKey,
): TraceServer {
  const send: TraceServer['send'] = async (method, path, body, headers = {}) => {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${server.url}/traces${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === null
          ? {}
          : { authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    send,
    post: (path, body, headers) => send('POST', path, body, headers),
    async lines(path, body) {
      const { status, text } = await send('POST', path, body);
      if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}
