import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll } from 'vitest';
import { createLog } from '../logging.ts';
import { createVitals } from '../vitals.ts';
import { createHttpApp, type HttpAppOptions } from './app.ts';

export const KEY = 'k'.repeat(40);
export const ADMIN_KEY = 'a'.repeat(40);
export const SESSION = 'session-token';

let empty: string | undefined;
afterAll(() => {
  if (empty !== undefined) rmdirSync(empty);
});

/** An app with the routes of a test, one user with a key and a session, and one admin with a key. */
export async function testApp(
  routes: (app: FastifyInstance) => void,
  options: Partial<HttpAppOptions> = {},
): Promise<FastifyInstance> {
  const { app } = await createHttpApp({
    authenticator: {
      key: async (key) => {
        if (key !== KEY && key !== ADMIN_KEY) return null;
        return { kind: 'user', isAdmin: key === ADMIN_KEY, via: 'key' };
      },
      session: async (token) =>
        token === SESSION ? { kind: 'user', isAdmin: false, via: 'session' } : null,
    },
    publicUrl: null,
    allowedHosts: [],
    checks: {},
    vitals: createVitals(),
    log: createLog('silent'),
    version: '1.2.3',
    webDirectory: noPages(),
    reservedPaths: new Set(['api', 'files', 'graphql']),
    ...options,
  });
  await app.register(async (scope) => routes(scope));
  await app.ready();
  return app;
}

/** An empty folder, of the file of tests. */
function noPages(): string {
  empty ??= mkdtempSync(join(tmpdir(), 'runloom-web-'));
  return empty;
}
