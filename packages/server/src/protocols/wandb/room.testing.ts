import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type Server } from '../../compose.ts';
import { createLog } from '../../platform/logging.ts';
import { openStores, type Stores } from '../../stores.ts';

const HOST = '127.0.0.1:8080';
export const ADMIN_KEY = 'admin-key-0123456789abcdefghijklmnopqrstuvwxyz';

/** An answer, with its body as text and as the JSON that it is. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly json: unknown;
}

/** The whole server over real embedded stores, called without a socket. */
export interface Room {
  readonly server: Server;
  readonly stores: Stores;
  /** Calls as the holder of a key; null is anonymous. */
  as(key: string | null): Caller;
  close(): Promise<void>;
}

export interface Caller {
  send(
    method: 'GET' | 'POST' | 'PUT' | 'OPTIONS' | 'HEAD',
    path: string,
    options?: { body?: string | Buffer; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** Sends a document as the client's Python side does and returns the whole answer. */
  graphql(query: string, variables?: object): Promise<Answer>;
  /** The same; returns `data`. @throws Error with the answer when it holds errors */
  ask(query: string, variables?: object): Promise<Record<string, unknown>>;
  stream(address: string, body: unknown): Promise<Answer>;
}

export async function openRoom(): Promise<Room> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-wandb-'));
  const log = createLog('silent');
  const stores = await openStores(
    {
      metadata: { kind: 'sqlite', file: join(directory, 'metadata.db') },
      columns: { kind: 'embedded', directory: join(directory, 'columns') },
      blobs: { kind: 'files', directory: join(directory, 'blobs') },
    },
    log,
  );
  const server = await compose({
    config: { publicUrl: null, allowedHosts: [], outboundAllowedHosts: [], runTimeoutMs: 300_000 },
    stores,
    secret: new Uint8Array(32).fill(7),
    log,
    webDirectory: join(directory, 'no-web'),
  });
  await server.accounts.ensureAdmin({ apiKey: ADMIN_KEY });
  return {
    server,
    stores,
    as: (key) => createCaller(server, key),
    async close() {
      await server.stop();
      await stores.close();
      await rm(directory, { recursive: true });
    },
  };
}

function createCaller(server: Server, key: string | null): Caller {
  const credentials: Record<string, string> =
    key === null ? {} : { authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}` };

  const caller: Caller = {
    async send(method, path, { body, headers = {} } = {}) {
      const response = await server.http.app.inject({
        method,
        url: path,
        headers: { host: HOST, ...credentials, ...headers },
        ...(body !== undefined && { payload: body }),
      });
      const { statusCode: status, body: text } = response;
      return { status, headers: response.headers, text, json: parse(text) };
    },
    graphql: (query, variables = {}) =>
      caller.send('POST', '/graphql', jsonBody({ query, variables, operationName: '' })),
    async ask(query, variables) {
      const answer = await caller.graphql(query, variables);
      const { data, errors } = answer.json as { data?: Record<string, unknown>; errors?: unknown };
      if (errors !== undefined || !data) throw new Error(`${answer.status}: ${answer.text}`);
      return data;
    },
    stream: (address, body) => caller.send('POST', `/files/${address}/file_stream`, jsonBody(body)),
  };
  return caller;
}

function jsonBody(value: unknown) {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  return { body, headers: { 'content-type': 'application/json' } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
