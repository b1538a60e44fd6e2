import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type HostileProvider,
  startHostileProvider,
  type Trick,
} from '../../../../../tests/support/hostile-provider.ts';
import { openRoom, type Room } from '../api/room.testing.ts';
import { createDancer } from './dance.testing.ts';

let provider: HostileProvider;
let room: Room;

beforeAll(async () => {
  provider = await startHostileProvider();
  room = await openRoom({
    signIn: {
      password: true,
      sessions: { idleMs: 3_600_000, lifetimeMs: 7_200_000 },
      providers: [
        {
          name: 'hostile',
          label: 'Hostile',
          issuer: provider.issuer,
          clientId: provider.clientId,
          clientSecret: 'secret',
          scopes: 'openid email',
          createsUsers: true,
          linksByEmail: false,
          trustsEmail: false,
          allowedDomains: [],
          groupsClaim: 'groups',
          groups: [],
          signsOutThere: false,
        },
      ],
    },
  });
});
afterAll(async () => {
  await room.close();
  await provider.stop();
});

/** A whole sign-in, at whose end the provider plays its trick. */
async function signIn(trick: Trick): Promise<{ end: string; hasSession: boolean }> {
  const dancer = createDancer();
  const { location } = await dancer.go(`${room.url}/oidc/hostile/start`);
  const asked = location?.searchParams ?? new URLSearchParams();
  expect(asked.get('code_challenge_method')).toBe('S256');
  provider.nonce = asked.get('nonce') ?? '';
  provider.trick = trick;
  const back = new URL(asked.get('redirect_uri') ?? '');
  back.search = String(new URLSearchParams({ code: 'c', state: asked.get('state') ?? '' }));
  const end = (await dancer.go(back.href)).location;
  const hasSession = [...dancer.cookies.keys()].some((key) => key.endsWith(' runloom_session'));
  return { end: `${end?.pathname}${end?.search}`, hasSession };
}
const now = () => Math.floor(Date.now() / 1000);

it('an honest answer of this provider lets in', async () => {
  expect(await signIn({})).toEqual({ end: '/', hasSession: true });
});

it.each<[string, Trick]>([
  ['another nonce', { claims: (claims) => ({ ...claims, nonce: 'another' }) }],
  ['no nonce', { claims: ({ nonce: _, ...claims }) => claims }],
  ['another issuer', { claims: (claims) => ({ ...claims, iss: 'https://evil.test' }) }],
  [
    'an issuer that only looks alike',
    { claims: (claims) => ({ ...claims, iss: `${claims['iss']}/` }) },
  ],
  ['another audience', { claims: (claims) => ({ ...claims, aud: 'somebody-else' }) }],
  [
    'several audiences without azp',
    { claims: (claims) => ({ ...claims, aud: [claims['aud'], 'x'] }) },
  ],
  [
    'another authorized party',
    { claims: (claims) => ({ ...claims, aud: [claims['aud'], 'x'], azp: 'x' }) },
  ],
  [
    'a token that has expired',
    { claims: (claims) => ({ ...claims, exp: now() - 600, iat: now() - 900 }) },
  ],
  ['a token without an end', { claims: ({ exp: _, ...claims }) => claims }],
  ['a token of the future', { claims: (claims) => ({ ...claims, nbf: now() + 3_600 }) }],
  ['no subject', { claims: ({ sub: _, ...claims }) => claims }],
  ['a subject that is no text', { claims: (claims) => ({ ...claims, sub: { a: 1 } }) }],
  ['no signature', { header: { alg: 'none' }, signature: 'none' }],
  ['a signature that was left out', { signature: 'none' }],
  ['a signature by another key', { signature: 'other' }],
  ['a key that is named by a path', { header: { kid: '../../etc/passwd' } }],
  ['an algorithm with a shared secret', { header: { alg: 'HS256' } }],
])('%s is refused', async (_what, trick) => {
  const { end, hasSession } = await signIn(trick);
  expect(end).toBe('/signin?fault=mismatch');
  expect(hasSession).toBe(false);
});

it('an address that begins or comes back too often is held up, and told so', async () => {
  const faults = { start: new Set<string>(), callback: new Set<string>() };
  for (const end of ['start', 'callback'] as const) {
    for (let count = 0; count < 121; count += 1) {
      const answer = await fetch(`${room.url}/oidc/hostile/${end}`, { redirect: 'manual' });
      const { searchParams } = new URL(answer.headers.get('location') ?? '', room.url);
      faults[end].add(searchParams.get('fault') ?? '');
    }
  }
  expect(faults).toEqual({
    start: new Set(['', 'too-many']),
    callback: new Set(['mismatch', 'too-many']),
  });
});
