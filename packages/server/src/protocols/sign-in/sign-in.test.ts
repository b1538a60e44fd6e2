import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startOidcProvider,
  type TestProvider,
} from '../../../../../tests/support/oidc-provider.ts';
import type { OidcProvider } from '../../domains/sign-in/index.ts';
import { openRoom, type Room } from '../api/room.testing.ts';
import { createDancer, type Dancer } from './dance.testing.ts';

let provider: TestProvider;
let postOnly: TestProvider;
let room: Room;
let dancer: Dancer;

const settings = (over: Partial<OidcProvider> = {}): OidcProvider => ({
  name: 'corp',
  label: 'Example Corp',
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: provider.clientSecret,
  scopes: 'openid email profile',
  createsUsers: true,
  linksByEmail: false,
  trustsEmail: false,
  allowedDomains: [],
  groupsClaim: 'groups',
  groups: [
    { group: 'ml', grants: 'team', organization: 'lab', team: 'vision', role: 'member' },
    { group: 'ml-heads', grants: 'team', organization: 'lab', team: 'vision', role: 'admin' },
    { group: 'runloom-admins', grants: 'admin' },
  ],
  signsOutThere: true,
  ...over,
});

beforeAll(async () => {
  provider = await startOidcProvider();
  postOnly = await startOidcProvider('client_secret_post');
  room = await openRoom({
    signIn: {
      password: true,
      sessions: { idleMs: 3_600_000, lifetimeMs: 7_200_000 },
      providers: [
        settings(),
        settings({ name: 'strict', createsUsers: false, groups: [] }),
        settings({ name: 'linking', createsUsers: false, linksByEmail: true, groups: [] }),
        settings({ name: 'domains', allowedDomains: ['example.com'], groups: [] }),
        settings({ name: 'post', issuer: postOnly.issuer, groups: [] }),
      ],
    },
  });
  provider.serve(room.url, ['corp', 'strict', 'linking', 'domains']);
  postOnly.serve(room.url, ['post']);
  await room.admin('PUT', '/admin/organizations/lab');
  await room.admin('PUT', '/admin/organizations/lab/teams/vision');
  // A team never loses its last admin, so that there is one who stays.
  const members = '/admin/organizations/lab/teams/vision/members';
  await room.admin('PUT', `${members}/admin`, { role: 'admin' });
});
afterAll(async () => {
  await room.close();
  await provider.stop();
  await postOnly.stop();
});
beforeEach(() => {
  dancer = createDancer();
});

const start = (name = 'corp', next?: string) =>
  `${room.url}/oidc/${name}/start${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`;

/** Everything up to the page that one ends on. */
async function signInAs(person: string, name = 'corp', next?: string): Promise<URL> {
  const back = await dancer.signInAs(start(name, next), person);
  const end = await dancer.go(back.href);
  if (end.location === null) throw new Error(`${end.status} ${end.text}`);
  return end.location;
}
const session = () => dancer.cookies.get(`${new URL(room.url).host} runloom_session`);
const whoAmI = async () =>
  (await room.call('GET', '/api/v1/session', { cookie: `runloom_session=${session()}` })).json.user;
const actions = async () =>
  (await room.admin('GET', '/audit?limit=1000')).json.entries.map(
    (entry: { action: string; resource: { name: string }; outcome: string }) =>
      `${entry.outcome} ${entry.action} ${entry.resource.name}`,
  );

describe('signing in by a provider', () => {
  it('makes an account for who has none, and finds it again whatever their e-mail is then', async () => {
    provider.people.set('u-1', { email: 'ada@example.com', email_verified: true, name: 'Ada L.' });
    expect((await signInAs('u-1', 'corp', '/ada/vision?tab=runs#top')).href).toBe(
      `${room.url}/ada/vision?tab=runs#top`,
    );
    expect(await whoAmI()).toEqual({
      username: 'ada',
      displayName: 'Ada L.',
      email: 'ada@example.com',
      isAdmin: false,
    });
    provider.people.set('u-1', { email: 'countess@example.com', email_verified: false });
    dancer = createDancer();
    await signInAs('u-1');
    expect((await whoAmI()).username).toBe('ada');
    expect(await actions()).toEqual(
      expect.arrayContaining([
        'done user:create ada',
        'done user:link-identity ada',
        'done user:login ada',
      ]),
    );
  });

  it('gives and takes what groups mean, at each sign-in', async () => {
    const members = async () =>
      (await room.admin('GET', '/audit?limit=1000&action=team:')).json.entries
        .filter((entry: { resource: { name: string } }) => entry.resource.name.endsWith('/bob'))
        .map((entry: { action: string; details: { role: string | null } }) => entry.details.role);
    const person = { email: 'bob@example.com', email_verified: true };
    for (const groups of [['ml'], ['ml', 'ml-heads', 'runloom-admins'], ['ml'], []]) {
      provider.people.set('u-2', { ...person, groups });
      dancer = createDancer();
      await signInAs('u-2');
      expect((await whoAmI()).isAdmin).toBe(groups.includes('runloom-admins'));
    }
    expect(await members()).toEqual([null, 'member', 'admin', 'member']);
  });

  it.each([
    [
      'no account and none is made',
      'strict',
      { email: 'x@example.com', email_verified: true },
      'no-account',
    ],
    [
      'an e-mail that is not verified',
      'corp',
      { email: 'y@example.com', email_verified: false },
      'unverified',
    ],
    ['no word on whether it is verified', 'corp', { email: 'y@example.com' }, 'unverified'],
    ['no e-mail at all', 'corp', {}, 'unverified'],
    [
      'another domain',
      'domains',
      { email: 'z@example.com.evil.test', email_verified: true },
      'domain',
    ],
    [
      'a domain that is not verified',
      'domains',
      { email: 'z@example.com', email_verified: false },
      'unverified',
    ],
  ])('refuses %s', async (_what, name, person, fault) => {
    provider.people.set(`u-${fault}`, person);
    const end = await signInAs(`u-${fault}`, name);
    expect(`${end.pathname}${end.search}`).toBe(`/signin?fault=${fault}`);
    expect(session()).toBeUndefined();
  });

  it('takes an account by its e-mail only where the configuration says so', async () => {
    await room.admin('PUT', '/admin/users/grace', { email: 'grace@example.com' });
    provider.people.set('u-3', { email: 'Grace@example.com', email_verified: true });
    expect((await signInAs('u-3', 'corp')).search).toBe('?fault=conflict');
    await signInAs('u-3', 'linking');
    expect((await whoAmI()).username).toBe('grace');
    // Somebody else has the address now: at the provider it changed hands.
    provider.people.set('u-4', { email: 'grace@example.com', email_verified: true });
    dancer = createDancer();
    expect((await signInAs('u-4', 'linking')).search).toBe('?fault=conflict');
  });

  it('opens a session that names the provider, and signing out goes on there', async () => {
    provider.people.set('u-1', { email: 'ada@example.com', email_verified: true });
    await signInAs('u-1');
    const cookie = `runloom_session=${session()}`;
    const listed = (await room.call('GET', '/api/v1/sessions', { cookie })).json.sessions;
    expect(listed.find((one: { isCurrent: boolean }) => one.isCurrent).openedBy).toBe('oidc:corp');
    const out = await room.call('DELETE', '/api/v1/session', { cookie });
    const url = new URL(out.json.continueAt);
    expect(url.origin).toBe(provider.issuer);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${room.url}/signin`);
    expect((await room.call('GET', '/api/v1/sessions', { cookie })).status).toBe(401);
  });

  it('goes to a provider that takes the secret in the body alone', async () => {
    postOnly.people.set('u-post', { email: 'post@example.com', email_verified: true });
    expect((await signInAs('u-post', 'post')).href).toBe(`${room.url}/`);
    expect((await whoAmI()).username).toBe('post');
  });

  it('says so when the provider is away, at the beginning and on the way', async () => {
    provider.people.set('u-1', { email: 'ada@example.com', email_verified: true });
    const back = await dancer.signInAs(start(), 'u-1');
    provider.setAway(true);
    try {
      expect((await dancer.go(back.href)).location?.search).toBe('?fault=unreachable');
    } finally {
      provider.setAway(false);
    }
    expect((await dancer.go(`${room.url}/oidc/nobody/start`)).location?.search).toBe(
      '?fault=unknown-provider',
    );
  });
});

describe('a callback', () => {
  beforeEach(() => {
    provider.people.set('u-1', { email: 'ada@example.com', email_verified: true });
  });
  const faultAt = async (url: URL) =>
    (await dancer.go(url.href)).location?.searchParams.get('fault');

  it('with another state is refused', async () => {
    const back = await dancer.signInAs(start(), 'u-1');
    back.searchParams.set('state', 'another');
    expect(await faultAt(back)).toBe('mismatch');
    expect(session()).toBeUndefined();
  });

  it('of another browser is refused', async () => {
    const back = await dancer.signInAs(start(), 'u-1');
    dancer = createDancer();
    expect(await faultAt(back)).toBe('mismatch');
  });

  it('that comes twice is refused, even with the cookie of before', async () => {
    const back = await dancer.signInAs(start(), 'u-1');
    const before = new Map(dancer.cookies);
    await dancer.go(back.href);
    expect(session()).toBeDefined();
    dancer = createDancer();
    for (const [key, value] of before) dancer.cookies.set(key, value);
    expect(await faultAt(back)).toBe('expired');
    expect(session()).toBeUndefined();
  });

  it('with a code of another sign-in is refused', async () => {
    const first = await dancer.signInAs(start(), 'u-1');
    const other = createDancer();
    const second = await other.signInAs(start(), 'u-1');
    second.searchParams.set('code', first.searchParams.get('code') ?? '');
    expect((await other.go(second.href)).location?.searchParams.get('fault')).toBe('mismatch');
  });

  it('of another issuer, or at the address of another provider, is refused', async () => {
    const back = await dancer.signInAs(start(), 'u-1');
    const mixed = new URL(back);
    mixed.pathname = '/oidc/strict/callback';
    expect(await faultAt(mixed)).toBe('mismatch');
    dancer = createDancer();
    const again = await dancer.signInAs(start(), 'u-1');
    again.searchParams.set('iss', 'https://evil.test');
    expect(await faultAt(again)).toBe('mismatch');
  });

  it('that tells of an error shows our words, not theirs', async () => {
    const back = await dancer.signInAs(start(), 'u-1');
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', '<script>alert(1)</script>');
    const { location } = await dancer.go(back.href);
    expect(`${location?.pathname}${location?.search}`).toBe('/signin?fault=refused');
  });

  it.each([
    'https://evil.test/',
    '//evil.test/',
    '/\\evil.test/',
    '/\t/evil.test',
    '\\\\evil.test',
    'javascript:alert(1)',
    '/%2f%2fevil.test/../..//evil.test',
    '/signin?next=//evil.test',
    '/api/v1/session',
    '/oidc/corp/start',
  ])('never leads to %j afterwards', async (next) => {
    const end = await signInAs('u-1', 'corp', next);
    expect(end.origin).toBe(room.url);
    expect(end.pathname.startsWith('//')).toBe(false);
    expect(end.pathname).not.toMatch(/^\/(signin|api|oidc)/);
  });

  it('that was refused is in the audit log, with no more of it than by what it came', async () => {
    await dancer.go(`${room.url}/oidc/corp/callback?code=a-secret-code&state=x`);
    const find = async () =>
      (await room.admin('GET', '/audit?action=user:login&outcome=denied')).json.entries;
    await expect.poll(async () => (await find()).length).toBeGreaterThan(0);
    const text = JSON.stringify(await find());
    expect(text).toContain('oidc:corp');
    expect(text).not.toContain('a-secret-code');
  });
});
