import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoom, type Room } from '../testing/index.ts';
import { isName } from './names.ts';

let room: Room;

beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());

describe('users', () => {
  it('are made once and changed by every later call, and only in what is given', async () => {
    const { accounts, admin } = room;
    const first = await accounts.putUser(admin, 'ada', { email: 'ada@example.com' });
    expect(first).toMatchObject({
      created: true,
      value: { username: 'ada', displayName: 'ada', email: 'ada@example.com', isAdmin: false },
    });
    const second = await accounts.putUser(admin, 'ada', { displayName: 'Ada L.' });
    expect(second).toEqual({ created: false, value: { ...first.value, displayName: 'Ada L.' } });
    expect(await accounts.getUser(first.value.id)).toEqual(second.value);
    expect(await accounts.findEntity('ADA')).toMatchObject({ name: 'ada', kind: 'user' });
  });

  it('made by many calls at once are one user', async () => {
    const { accounts, admin, neighbour } = room;
    const calls = Array.from({ length: 10 }, (_, at) =>
      (at % 2 === 0 ? accounts : neighbour()).putUser(admin, at < 5 ? 'Bob' : 'bob', {}),
    );
    const results = await Promise.all(calls);
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(results.map(({ value }) => value.id)).size).toBe(1);
  });

  it('keep their sessions when the same password is set again, and lose them with a new one', async () => {
    const { accounts, admin } = room;
    const password = 'a long enough password';
    await accounts.putUser(admin, 'carol', { password });
    const signIn = { username: 'carol', password, address: '10.1.0.1', userAgent: '' };
    const { token } = await accounts.signIn(signIn);
    await accounts.putUser(admin, 'carol', { password });
    expect(await accounts.authenticateSession(token)).not.toBeNull();
    await accounts.putUser(admin, 'carol', { password: 'another long password' });
    expect(await accounts.authenticateSession(token)).toBeNull();
  });

  it("can not be given another user's key", async () => {
    const { accounts, admin } = room;
    const apiKey = 'k'.repeat(40);
    await accounts.putUser(admin, 'dave', { apiKey });
    await accounts.putUser(admin, 'dave', { apiKey });
    await expect(accounts.putUser(admin, 'erin', { apiKey })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await accounts.findUser('erin')).toBeNull();
    expect(await accounts.authenticateKey(apiKey)).toMatchObject({ username: 'dave' });
  });

  it('that are deleted free their name and leave nothing by which they are found', async () => {
    const { accounts, admin } = room;
    const { value: before } = await accounts.putUser(admin, 'frank', { email: 'f@example.com' });
    await accounts.deleteUser(admin, 'frank');
    expect(await accounts.findUser('frank')).toBeNull();
    expect(await accounts.findEntity('frank')).toBeNull();
    expect(await accounts.getUser(before.id)).toBeNull();
    expect(await accounts.getEntity(before.entityId)).toBeNull();
    await expect(accounts.deleteUser(admin, 'frank')).rejects.toMatchObject({ code: 'not_found' });
    const again = await accounts.putUser(admin, 'frank', {});
    expect(again.created).toBe(true);
    expect(again.value.id).not.toBe(before.id);
    expect(again.value.email).toBeNull();
  });

  it('always leave one admin, even when all are removed at once', async () => {
    const fresh = await openRoom();
    try {
      const { accounts, admin } = fresh;
      await expect(accounts.deleteUser(admin, 'admin')).rejects.toMatchObject({ code: 'conflict' });
      await expect(accounts.putUser(admin, 'admin', { isAdmin: false })).rejects.toMatchObject({
        code: 'conflict',
      });
      await fresh.user('second', { isAdmin: true });
      const results = await Promise.allSettled([
        accounts.deleteUser(admin, 'admin'),
        fresh.neighbour().putUser(admin, 'second', { isAdmin: false }),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const { user } = await fresh.neighbour().ensureAdmin({});
      expect(user.isAdmin).toBe(true);
    } finally {
      await fresh.close();
    }
  });

  it.each([
    '',
    '.',
    '..',
    '.hidden',
    'a/b',
    'a b',
    'a\\b',
    'ä',
    'a\0',
    'deleted:1',
    'x'.repeat(129),
    'api',
    'GraphQL',
    'artifactsV2',
    'healthz',
    'favicon.ico',
  ])('can not be called %j', async (name) => {
    await expect(room.accounts.putUser(room.admin, name, {})).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('of a name that can be none are simply not there, whatever is asked', async () => {
    const { accounts } = room;
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }).filter((name) => !isName(name)),
        async (name) => {
          expect(await accounts.findUser(name)).toBeNull();
          expect(await accounts.findEntity(name)).toBeNull();
        },
      ),
    );
  });

  it('are managed by instance admins alone', async () => {
    const { accounts } = room;
    const eve = await room.user('eve');
    await expect(accounts.putUser(eve, 'eve', { isAdmin: true })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(accounts.deleteUser({ kind: 'anonymous' }, 'eve')).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('organizations and teams', () => {
  it('are made once, share no name with a user, and list their members', async () => {
    const { accounts, admin } = room;
    await room.user('gil');
    expect((await accounts.putOrganization(admin, 'Lab')).created).toBe(true);
    expect((await accounts.putOrganization(admin, 'lab')).created).toBe(false);
    const team = await accounts.putTeam(admin, 'lab', 'vision');
    expect(team).toMatchObject({ created: true, value: { name: 'vision', kind: 'team' } });
    expect(await accounts.putTeam(admin, 'Lab', 'Vision')).toEqual({ ...team, created: false });
    for (const taken of ['gil', 'GIL']) {
      await expect(accounts.putTeam(admin, 'lab', taken)).rejects.toMatchObject({
        code: 'conflict',
      });
    }
    await expect(accounts.putUser(admin, 'VISION', {})).rejects.toMatchObject({ code: 'conflict' });
    await accounts.putOrganization(admin, 'other');
    await expect(accounts.putTeam(admin, 'other', 'vision')).rejects.toMatchObject({
      code: 'conflict',
    });
    const added = await accounts.putTeamMember(admin, 'lab', 'vision', 'gil', 'viewer');
    expect(added).toEqual({ created: true, value: { username: 'gil', role: 'viewer' } });
    const changed = await accounts.putTeamMember(admin, 'lab', 'vision', 'GIL', 'member');
    expect(changed).toEqual({ created: false, value: { username: 'gil', role: 'member' } });
    const members = await accounts.listMembers(admin, team.value);
    expect(members.map(({ user, role }) => [user.username, role])).toEqual([['gil', 'member']]);
  });

  it('show each actor the personal entity first, then the teams with the role in them', async () => {
    const { accounts, admin } = room;
    const hana = await room.user('hana');
    await accounts.putOrganization(admin, 'lists');
    for (const team of ['l-two', 'l-one', 'l-three']) await accounts.putTeam(admin, 'lists', team);
    await accounts.putTeamMember(admin, 'lists', 'l-two', 'hana', 'viewer');
    const listed = async () =>
      (await accounts.listEntities(hana)).map(({ entity, role }) => [entity.name, role]);
    expect(await listed()).toEqual([
      ['hana', 'admin'],
      ['l-two', 'viewer'],
    ]);
    await accounts.putOrganizationMember(admin, 'lists', 'hana', 'admin');
    expect(await listed()).toEqual([
      ['hana', 'admin'],
      ['l-one', 'admin'],
      ['l-three', 'admin'],
      ['l-two', 'admin'],
    ]);
    const all = (await accounts.listEntities(admin)).map(({ entity }) => entity.name);
    expect(all[0]).toBe('admin');
    expect(all).toEqual(expect.arrayContaining(['l-one', 'l-two', 'vision']));
    expect(await accounts.listEntities({ kind: 'anonymous' })).toEqual([]);
  });

  it('let an organization admin make teams and members, in that organization only', async () => {
    const { accounts, admin } = room;
    const [boss, worker] = [await room.user('boss'), await room.user('worker')];
    await accounts.putOrganization(admin, 'works');
    await accounts.putOrganizationMember(admin, 'works', 'boss', 'admin');
    await accounts.putTeam(boss, 'works', 'w-team');
    await accounts.putTeamMember(boss, 'works', 'w-team', 'worker', 'admin');
    await room.user('apprentice');
    await accounts.putTeamMember(worker, 'works', 'w-team', 'apprentice', 'viewer');
    await expect(accounts.putTeam(worker, 'works', 'more')).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(accounts.putTeam(boss, 'lab', 'more')).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(accounts.putTeam(boss, 'nowhere', 'more')).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(accounts.putOrganization(boss, 'mine')).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      accounts.putTeamMember({ kind: 'anonymous' }, 'works', 'w-team', 'eve', 'admin'),
    ).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('that are deleted free the names of all their teams and let their members go', async () => {
    const { accounts, admin } = room;
    const ivy = await room.user('ivy');
    await accounts.putOrganization(admin, 'short');
    const { value: team } = await accounts.putTeam(admin, 'short', 's-team');
    await accounts.putTeamMember(admin, 'short', 's-team', 'ivy', 'member');
    expect(await accounts.may(ivy, 'write', { kind: 'entity', entityId: team.id })).toBe(true);
    await accounts.deleteOrganization(admin, 'short');
    expect(await accounts.may(ivy, 'write', { kind: 'entity', entityId: team.id })).toBe(false);
    expect(await accounts.findEntity('s-team')).toBeNull();
    expect(await accounts.getOrganization(team.organizationId ?? (0 as never))).toBeNull();
    await expect(accounts.deleteOrganization(admin, 'short')).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await room.user('s-team')).username).toBe('s-team');
  });

  it('answer a name that is not there with not found', async () => {
    const { accounts, admin } = room;
    await accounts.putOrganization(admin, 'gaps');
    await accounts.putTeam(admin, 'gaps', 'g-team');
    const missing = await Promise.allSettled([
      accounts.deleteTeam(admin, 'gaps', 'nobody'),
      accounts.deleteTeam(admin, 'gaps', 'vision'),
      accounts.deleteTeamMember(admin, 'gaps', 'g-team', 'ada'),
      accounts.deleteTeamMember(admin, 'gaps', 'g-team', 'no\0body'),
      accounts.putTeamMember(admin, 'gaps', 'g-team', 'nobody', 'member'),
      accounts.putOrganizationMember(admin, 'gaps', 'nobody', 'member'),
      accounts.deleteOrganizationMember(admin, 'gaps', 'ada'),
      accounts.putTeam(admin, 'nowhere', 'team'),
    ]);
    for (const result of missing) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
    }
  });
});
