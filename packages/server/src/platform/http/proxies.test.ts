import { expect, it } from 'vitest';
import { testApp } from './http.testing.ts';

const OPEN = { config: { policy: 'public', ignoresCredentials: true } } as const;

async function addressSeen(trustedProxies: readonly string[], remoteAddress: string) {
  const app = await testApp(
    (scope) => scope.get('/api/address', OPEN, async (request) => request.ip),
    { trustedProxies },
  );
  const headers = { 'x-forwarded-for': '203.0.113.7, 198.51.100.1' };
  const answer = await app.inject({ url: '/api/address', remoteAddress, headers });
  await app.close();
  return answer.body;
}

it('what a stranger writes into X-Forwarded-For counts for nothing', async () => {
  expect(await addressSeen([], '10.0.0.1')).toBe('10.0.0.1');
  expect(await addressSeen(['10.0.0.1'], '10.0.0.2')).toBe('10.0.0.2');
});

it('a trusted proxy tells who asked it, and no more', async () => {
  expect(await addressSeen(['10.0.0.0/8'], '10.0.0.2')).toBe('198.51.100.1');
  expect(await addressSeen(['10.0.0.0/8', '198.51.100.1'], '10.0.0.2')).toBe('203.0.113.7');
});
