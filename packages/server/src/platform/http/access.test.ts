import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import { RunloomError } from '../errors.ts';
import { ADMIN_KEY, KEY, SESSION, testApp } from './http.testing.ts';
import { POLICIES } from './policies.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await testApp((scope) => {
    for (const policy of POLICIES) {
      scope.all(`/${policy}`, { config: { policy } }, async (request) => request.actor);
    }
  });
});

const basic = (user: string, key: string) =>
  `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`;

async function status(policy: string, headers: Record<string, string>, method = 'GET') {
  const answer = await app.inject({ method: method as 'GET', url: `/${policy}`, headers });
  return answer.statusCode;
}

test('a route without a policy does not let the app start', async () => {
  await expect(testApp((scope) => scope.get('/x', async () => 1))).rejects.toThrow(
    'The route GET /x declares no policy',
  );
});

describe('who gets in', () => {
  test.each([
    ['public', 200, 200, 200],
    ['checked-by-domain', 200, 200, 200],
    ['signed-token', 200, 200, 200],
    ['signed-in', 401, 200, 200],
    ['instance-admin', 401, 403, 200],
  ])('%s: nobody %i, a user %i, an admin %i', async (policy, nobody, user, admin) => {
    expect(await status(policy, {})).toBe(nobody);
    expect(await status(policy, { authorization: `Bearer ${KEY}` })).toBe(user);
    expect(await status(policy, { authorization: basic('api', ADMIN_KEY) })).toBe(admin);
  });

  test.each([
    'Bearer wrong',
    'Bearer',
    'Basic !!!',
    basic('api', ''),
    basic('api', 'wrong'),
    `Digest ${KEY}`,
    `Bearer ${'k'.repeat(1_000)}`,
    "Bearer ' OR 1=1 --",
  ])('a wrong key is 401 and never nobody: %s', async (authorization) => {
    const answer = await app.inject({ url: '/public', headers: { authorization } });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="runloom"');
    expect(answer.json().error.message).toMatch(/^The API key is not valid/);
    expect(answer.body).not.toContain(authorization);
  });

  test('a route with a signed token does not look at credentials', async () => {
    const headers = { authorization: 'Bearer wrong' };
    const answer = await app.inject({ url: '/signed-token', headers });
    expect(answer.json()).toEqual({ kind: 'anonymous' });
  });

  test('an unknown session is nobody, so that the sign-in page can load', async () => {
    expect(await status('public', { cookie: 'runloom_session=old' })).toBe(200);
    expect(await status('signed-in', { cookie: 'runloom_session=old' })).toBe(401);
    expect(await status('signed-in', { cookie: `a=b; runloom_session=${SESSION}` })).toBe(200);
  });

  test('a store that is away is 503 with Retry-After, not 401', async () => {
    const away = await testApp(
      (scope) => scope.get('/x', { config: { policy: 'public' } }, async () => 1),
      {
        authenticator: {
          key: () => {
            throw new RunloomError('unavailable', 'away', { retryAfterSeconds: 1 });
          },
          session: async () => null,
        },
      },
    );
    const answer = await away.inject({ url: '/x', headers: { authorization: `Bearer ${KEY}` } });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
  });
});

describe('changes with a session cookie', () => {
  const cookie = `runloom_session=${SESSION}`;
  const own = { cookie, host: 'localhost:8080', 'x-runloom-client': 'web' };

  test('need the header that other sites can not send', async () => {
    expect(await status('signed-in', { cookie }, 'POST')).toBe(403);
    expect(await status('signed-in', own, 'POST')).toBe(200);
    expect(await status('signed-in', { cookie }, 'GET')).toBe(200);
  });

  test.each([
    'https://evil.test',
    'null',
    'http://localhost:3000',
    'http://localhost:8080.evil.test',
  ])('from a page of %s are refused', async (origin) => {
    expect(await status('signed-in', { ...own, origin }, 'POST')).toBe(403);
    // Signing in as someone else is a change, too.
    expect(await status('public', { host: own.host, origin }, 'POST')).toBe(403);
  });

  test('from our own page are taken', async () => {
    expect(await status('signed-in', { ...own, origin: 'http://localhost:8080' }, 'POST')).toBe(
      200,
    );
  });

  test('keys need no header', async () => {
    const headers = { authorization: `Bearer ${KEY}`, origin: 'https://notebook.test' };
    expect(await status('signed-in', headers, 'POST')).toBe(200);
  });
});
