import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoom, type Room } from '../testing/index.ts';
import type { AccountTables } from './tables.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const GIVEN_KEY = 'a'.repeat(20) + 'b'.repeat(20);
const PASSWORD = 'correct horse battery';

let room: Room;

beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());

const tables = () => room.metadata.db.withTables<AccountTables>();
const from = (address: string) => ({ address, userAgent: 'test' });

describe('API keys', () => {
  it('have 40 characters after the mark that clients cut off, and are never stored', async () => {
    const ada = await room.user('ada');
    const { key, info } = await room.accounts.createApiKey(ada, { name: 'laptop' });
    expect(key).toMatch(/^runloom-[0-9a-f]{40}$/);
    expect(key.startsWith(info.prefix)).toBe(true);
    expect(await room.accounts.authenticateKey(key)).toEqual(ada);
    const stored = JSON.stringify(await tables().selectFrom('api_keys').selectAll().execute());
    expect(stored).not.toContain(key.slice(info.prefix.length));
    expect(stored).not.toContain(key);
  });

  it('stop working at once when they are revoked, and only their owner may do that', async () => {
    const ada = await room.user('ada');
    const eve = await room.user('eve');
    const { key, info } = await room.accounts.createApiKey(ada, { name: 'old laptop' });
    expect(await room.accounts.authenticateKey(key)).not.toBeNull();
    await expect(room.accounts.revokeApiKey(eve, info.id)).rejects.toMatchObject({
      code: 'not_found',
    });
    await room.accounts.revokeApiKey(ada, info.id);
    expect(await room.accounts.authenticateKey(key)).toBeNull();
    const listed = await room.accounts.listApiKeys(ada);
    expect(listed.map(({ id }) => id)).not.toContain(info.id);
  });

  it('revoked by another server process stop working within seconds', async () => {
    const ada = await room.user('ada');
    const { key, info } = await room.accounts.createApiKey(ada, { name: 'shared' });
    await room.accounts.authenticateKey(key);
    await room.neighbour().revokeApiKey(ada, info.id);
    room.clock.now += 5_000;
    expect(await room.accounts.authenticateKey(key)).toBeNull();
  });

  it('cost no query while they are hot', async () => {
    const ada = await room.user('ada');
    const { key } = await room.accounts.createApiKey(ada, { name: 'hot' });
    await room.accounts.authenticateKey(key);
    await tables().deleteFrom('api_keys').where('name', '=', 'hot').execute();
    expect(await room.accounts.authenticateKey(key)).toEqual(ada);
  });

  it('remember their last use to the minute', async () => {
    const ada = await room.user('ada');
    const { key, info } = await room.accounts.createApiKey(ada, { name: 'used' });
    const lastUse = async () =>
      (await room.accounts.listApiKeys(ada)).find(({ id }) => id === info.id)?.lastUsedAt;
    expect(await lastUse()).toBeNull();
    const firstUse = room.clock.now;
    await room.accounts.authenticateKey(key);
    room.clock.now += MINUTE - 1;
    await room.accounts.authenticateKey(key);
    expect(await lastUse()).toBe(firstUse);
    room.clock.now += 1;
    await room.accounts.authenticateKey(key);
    expect(await lastUse()).toBe(firstUse + MINUTE);
  });

  it.each(['', 'short', `${'x'.repeat(40)}'`, `${'x'.repeat(40)}\0`, 'x'.repeat(1_000_000)])(
    'that can be none are refused',
    async (key) => {
      expect(await room.accounts.authenticateKey(key)).toBeNull();
    },
  );

  it('follow a user who becomes an admin, and one who is deleted', async () => {
    await room.user('mary', { apiKey: GIVEN_KEY });
    expect(await room.accounts.authenticateKey(GIVEN_KEY)).toMatchObject({ isAdmin: false });
    await room.user('mary', { isAdmin: true });
    expect(await room.accounts.authenticateKey(GIVEN_KEY)).toMatchObject({ isAdmin: true });
    await room.accounts.deleteUser(room.admin, 'mary');
    expect(await room.accounts.authenticateKey(GIVEN_KEY)).toBeNull();
  });
});

describe('sessions', () => {
  it('begin with a name in any case and a password, and end with sign-out', async () => {
    const grace = await room.user('grace', { password: PASSWORD });
    const { accounts } = room;
    const opened = await accounts.signIn({
      username: 'Grace',
      password: PASSWORD,
      ...from('10.0.0.1'),
    });
    expect(opened.expiresAt).toBe(room.clock.now + 30 * DAY);
    expect(await accounts.authenticateSession(opened.token)).toEqual({ ...grace, via: 'session' });
    const stored = JSON.stringify(await tables().selectFrom('sessions').selectAll().execute());
    expect(stored).not.toContain(opened.token);
    await accounts.signOut(opened.token);
    expect(await accounts.authenticateSession(opened.token)).toBeNull();
  });

  it('last 7 days from their last use, and 30 in all', async () => {
    await room.user('grace', { password: PASSWORD });
    const { accounts, clock } = room;
    const signIn = () =>
      accounts.signIn({ username: 'grace', password: PASSWORD, ...from('10.0.0.1') });
    const { token } = await signIn();
    for (let visit = 0; visit < 4; visit += 1) {
      clock.now += 7 * DAY - 1;
      expect(await accounts.authenticateSession(token)).not.toBeNull();
      expect(await room.neighbour().authenticateSession(token)).not.toBeNull();
    }
    clock.now += 2 * DAY + 4;
    expect(await accounts.authenticateSession(token)).toBeNull();
    expect(await room.neighbour().authenticateSession(token)).toBeNull();
    const unused = await signIn();
    clock.now += 7 * DAY;
    expect(await accounts.authenticateSession(unused.token)).toBeNull();
    expect(await room.neighbour().authenticateSession(unused.token)).toBeNull();
  });

  it('are refused after five wrong passwords from one address, until 15 minutes have passed', async () => {
    await room.user('hopper', { password: PASSWORD });
    const { accounts, clock } = room;
    const attempt = (password: string, address: string) =>
      accounts.signIn({ username: 'hopper', password, ...from(address) });
    const guesses = Array.from({ length: 8 }, () => attempt('wrong password', '10.0.0.2'));
    const codes = (await Promise.allSettled(guesses)).map((result) =>
      result.status === 'rejected' ? result.reason.code : 'in',
    );
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(3);
    await expect(attempt(PASSWORD, '10.0.0.2')).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: 900,
    });
    await expect(attempt(PASSWORD, '10.0.0.3')).resolves.toBeDefined();
    clock.now += 15 * MINUTE;
    await expect(attempt(PASSWORD, '10.0.0.2')).resolves.toBeDefined();
  });

  it('can not be barred by guesses from elsewhere for who is signed in already', async () => {
    await room.user('margaret', { password: PASSWORD });
    const { accounts, clock } = room;
    const attempt = (password: string, address: string) =>
      accounts.signIn({ username: 'margaret', password, ...from(address) });
    await attempt(PASSWORD, '192.0.2.1');
    const guesses = Array.from({ length: 100 }, (_, n) => `198.51.100.${n}`);
    // Few at a time: hashing has a bound of its own.
    for (const address of guesses) await attempt('wrong password', address).catch(() => null);
    await expect(attempt(PASSWORD, '203.0.113.9')).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(attempt(PASSWORD, '192.0.2.1')).resolves.toBeDefined();
    clock.now += 15 * MINUTE;
    await expect(attempt(PASSWORD, '203.0.113.9')).resolves.toBeDefined();
  });

  it('are listed to their owner with device and address, and end one by one or all others', async () => {
    const eva = await room.user('eva', { password: PASSWORD });
    const { accounts } = room;
    const signIn = (address: string) =>
      accounts.signIn({ username: 'eva', password: PASSWORD, ...from(address) });
    const here = await signIn('10.0.1.1');
    const there = await signIn('2001:db8:1:2:3:4:5:6');
    await signIn('10.0.1.3');
    const listed = await accounts.listSessions(eva, here.token);
    expect(listed).toHaveLength(3);
    expect(listed.filter(({ isCurrent }) => isCurrent)).toMatchObject([
      { address: '10.0.1.1', userAgent: 'test', openedBy: 'password' },
    ]);
    const second = listed.find(({ address }) => address === '2001:db8:1:2::/64');
    const mallory = await room.user('mallory');
    await expect(accounts.endSession(mallory, second?.id ?? '')).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await accounts.authenticateSession(there.token)).not.toBeNull();
    await accounts.endSession(eva, second?.id ?? '');
    expect(await accounts.authenticateSession(there.token)).toBeNull();
    expect(await accounts.endOtherSessions(eva, here.token)).toBe(1);
    expect(await accounts.authenticateSession(here.token)).not.toBeNull();
    await expect(accounts.endSessionsOf(mallory, 'eva')).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await accounts.endSessionsOf(room.admin, 'eva')).toBe(1);
    expect(await accounts.authenticateSession(here.token)).toBeNull();
  });

  it('that an administrator gives a link for may set a new password for half an hour', async () => {
    const iris = await room.user('iris', { password: PASSWORD });
    const { accounts, clock } = room;
    await expect(accounts.createSignInLink(iris, 'iris')).rejects.toMatchObject({
      code: 'forbidden',
    });
    const enter = async () => {
      const { token } = await accounts.createSignInLink(room.admin, 'iris');
      return accounts.redeemSignInLink({ token, userAgent: '', address: '' });
    };
    const late = await enter();
    clock.now += 30 * MINUTE;
    const next = 'another fine password';
    await expect(
      accounts.changePassword(iris, { current: null, next, keepSession: late.token }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const fresh = await enter();
    await accounts.changePassword(iris, { current: null, next, keepSession: fresh.token });
    expect(await accounts.authenticateSession(late.token)).toBeNull();
    expect(await accounts.authenticateSession(fresh.token)).not.toBeNull();
    await expect(
      accounts.signIn({ username: 'iris', password: next, ...from('10.0.2.1') }),
    ).resolves.toBeDefined();
  });

  it('do not tell whether a user exists', async () => {
    await room.user('nopassword');
    const { accounts } = room;
    const messages = await Promise.all(
      ['nopassword', 'nobody', "x' or 1=1 --", 'a\0b'].map((username) =>
        accounts
          .signIn({ username, password: PASSWORD, ...from('10.0.0.4') })
          .catch((error: Error) => error.message),
      ),
    );
    expect(new Set(messages)).toEqual(new Set(['The user name or the password is wrong.']));
  });

  it('end with a new password, but for the one that is kept', async () => {
    const lin = await room.user('lin', { password: PASSWORD });
    const { accounts } = room;
    const signIn = () =>
      accounts.signIn({ username: 'lin', password: PASSWORD, ...from('10.0.0.5') });
    const [here, there] = [await signIn(), await signIn()];
    await expect(
      accounts.changePassword(lin, { current: 'wrong', next: 'a better password' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await accounts.changePassword(lin, {
      current: PASSWORD,
      next: 'a better password',
      keepSession: here.token,
    });
    expect(await accounts.authenticateSession(here.token)).not.toBeNull();
    expect(await accounts.authenticateSession(there.token)).toBeNull();
    await expect(signIn()).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('need no current password for the first one, and refuse a weak one', async () => {
    const kay = await room.user('kay.example.1');
    const { accounts } = room;
    for (const next of ['', 'short', 'aaaaaaaaaaaaaaaa', 'KAY.example.1']) {
      await expect(accounts.changePassword(kay, { current: null, next })).rejects.toMatchObject({
        code: 'invalid',
      });
    }
    await accounts.changePassword(kay, { current: null, next: PASSWORD });
    await expect(
      accounts.changePassword(kay, { current: null, next: 'another password' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the first admin', () => {
  it('is made once, with a key to show once and a new link at every start', async () => {
    const fresh = await openRoom();
    try {
      const { accounts, neighbour, admin } = fresh;
      const starts = await Promise.all([
        accounts.ensureAdmin({}),
        neighbour().ensureAdmin({}),
        neighbour().ensureAdmin({}),
      ]);
      expect(new Set(starts.map(({ user }) => user.id))).toEqual(new Set([admin.userId]));
      expect(starts.map(({ newApiKey }) => newApiKey)).toEqual([null, null, null]);
      const last = await accounts.ensureAdmin({});
      for (const { signInToken } of starts) {
        await expect(
          accounts.redeemSignInLink({ token: signInToken, userAgent: '' }),
        ).rejects.toMatchObject({ code: 'unauthenticated' });
      }
      const opened = await accounts.redeemSignInLink({ token: last.signInToken, userAgent: '' });
      expect(opened.user.username).toBe('admin');
      await expect(
        accounts.redeemSignInLink({ token: last.signInToken, userAgent: '' }),
      ).rejects.toMatchObject({ code: 'unauthenticated' });
    } finally {
      await fresh.close();
    }
  });

  it('gets the key that is given, at the first and at later starts', async () => {
    const { accounts, admin } = room;
    const key = 'local-admin-key_0123456789012345678901234567';
    for (let start = 0; start < 2; start += 1) {
      expect((await accounts.ensureAdmin({ apiKey: key })).newApiKey).toBeNull();
    }
    expect(await accounts.authenticateKey(key)).toEqual(admin);
    await expect(accounts.ensureAdmin({ apiKey: 'too short' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('can not use a link that is a day old', async () => {
    const { accounts, clock } = room;
    const { signInToken } = await accounts.ensureAdmin({});
    clock.now += DAY;
    await expect(
      accounts.redeemSignInLink({ token: signInToken, userAgent: '' }),
    ).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
