import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type Server } from '../../compose.ts';
import { openGate } from '../../platform/http/index.ts';
import { createLog } from '../../platform/logging.ts';
import type { SignInConfig } from '../../sign-in-settings.ts';
import { openStores, type Stores } from '../../stores.ts';

export const ADMIN_KEY = 'admin-key-0123456789abcdefghijklmnopqrstuvwxyz';

export interface Call {
  readonly key?: string;
  readonly cookie?: string;
  readonly body?: unknown;
  /** A body that is sent as it is, in place of JSON. */
  readonly bytes?: Uint8Array;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  readonly json: any;
}

/** The whole server over real embedded stores, listening on a free port. */
export interface Room {
  readonly server: Server;
  /** What the server keeps, for what no address writes yet. */
  readonly stores: Stores;
  readonly url: string;
  /** A one-time sign-in token of the admin. */
  readonly signInToken: string;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** The same as an instance admin. */
  admin(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Creates a user and returns their key. */
  user(name: string): Promise<string>;
  /** Creates a run as the stock client does. */
  startRun(key: string, address: { entity: string; project: string; run: string }): Promise<void>;
  /** Sends one file-stream request of a run. */
  stream(key: string, address: string, body: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** @param options.outboundAllowedHosts private hosts that the server may call */
export async function openRoom(
  options: {
    readonly outboundAllowedHosts?: readonly string[];
    readonly signIn?: SignInConfig;
  } = {},
): Promise<Room> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-api-'));
  const log = createLog('error');
  const stores = await openStores(
    {
      metadata: { kind: 'sqlite', file: join(directory, 'metadata.sqlite') },
      columns: { kind: 'embedded', directory: join(directory, 'columns') },
      blobs: { kind: 'files', directory: join(directory, 'blobs') },
    },
    log,
  );
  const gate = await openGate({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${gate.port}`;
  const server = await compose({
    config: {
      publicUrl: null,
      allowedHosts: [],
      outboundAllowedHosts: options.outboundAllowedHosts ?? [],
      runTimeoutMs: 300_000,
      ...(options.signIn && { signIn: options.signIn }),
    },
    stores,
    secret: new Uint8Array(32).fill(7),
    log,
    webDirectory: join(directory, 'no-web'),
  });
  gate.open((request, response) => server.http.app.routing(request, response));
  const { signInToken } = await server.accounts.ensureAdmin({ apiKey: ADMIN_KEY });

  const room: Room = {
    server,
    stores,
    url,
    signInToken,
    async call(method, path, { key, cookie, body, bytes, headers = {} } = {}) {
      const response = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
          ...(cookie === undefined ? {} : { Cookie: cookie, 'X-Runloom-Client': 'web' }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(bytes === undefined ? {} : { body: new Uint8Array(bytes) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parse(text) };
    },
    admin: (method, path, body) =>
      room.call(method, `/api/v1${path}`, {
        key: ADMIN_KEY,
        ...(body === undefined ? {} : { body }),
      }),
    async user(name) {
      const apiKey = `${name}-`.padEnd(44, 'k');
      const put = await room.admin('PUT', `/admin/users/${name}`, { apiKey });
      if (put.status !== 201) throw new Error(`no user ${name}: ${put.text}`);
      return apiKey;
    },
    async startRun(key, { entity, project, run }) {
      const query = `mutation UpsertBucket($name: String, $entity: String, $project: String, $config: JSONString) {
        upsertBucket(input: { name: $name, entityName: $entity, modelName: $project, config: $config }) { bucket { id } } }`;
      const config = JSON.stringify({ lr: { value: 0.1 }, _wandb: { value: { t: {} } } });
      const variables = { name: run, entity, project, config };
      const answer = await room.call('POST', '/graphql', { key, body: { query, variables } });
      if (answer.json?.errors || answer.status !== 200) throw new Error(answer.text);
    },
    stream: (key, address, body) =>
      room.call('POST', `/files/${address}/file_stream`, { key, body }),
    async close() {
      const drained = gate.drain(5000);
      await server.stop();
      await drained;
      await gate.close();
      await stores.close();
      await rm(directory, { recursive: true });
    },
  };
  return room;
}

/** Lines of the client's history file, from step `from` on. */
export function historyBody(from: number, rows: readonly string[]): unknown {
  return { files: { 'wandb-history.jsonl': { offset: from, content: rows } } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
