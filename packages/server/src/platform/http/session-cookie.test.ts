import type { FastifyReply } from 'fastify';
import { expect, it } from 'vitest';
import { testApp } from './http.testing.ts';
import { createFlowCookie, createSessionCookie } from './session-cookie.ts';

const OPEN = { config: { policy: 'public', ignoresCredentials: true } } as const;

async function cookiesSet(set: (reply: FastifyReply) => void) {
  const app = await testApp((scope) =>
    scope.get('/api/set', OPEN, async (_request, reply) => {
      set(reply);
      return {};
    }),
  );
  const answer = await app.inject('/api/set');
  await app.close();
  return [answer.headers['set-cookie'] ?? []].flat();
}

it.each([true, false])(
  'cookies are bound to the host where people come by HTTPS: %j',
  async (secure) => {
    const session = createSessionCookie(secure);
    const flow = createFlowCookie(secure);
    const set = await cookiesSet((reply) => {
      flow.set(reply, 'f');
      session.set(reply, 's', Date.UTC(2030, 0, 1));
    });
    const end = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
    const prefix = secure ? '__Host-' : '';
    expect(set).toEqual([
      `${prefix}runloom_sign_in=f; ${end}; Max-Age=600`,
      `${prefix}runloom_session=s; ${end}; Expires=Tue, 01 Jan 2030 00:00:00 GMT`,
    ]);
  },
);

it('taking one cookie back leaves the other', async () => {
  const set = await cookiesSet((reply) => {
    createSessionCookie(false).set(reply, 's', Date.UTC(2030, 0, 1));
    createFlowCookie(false).clear(reply);
  });
  expect(set.map((one) => one.split(';')[0])).toEqual(['runloom_session=s', 'runloom_sign_in=']);
});
