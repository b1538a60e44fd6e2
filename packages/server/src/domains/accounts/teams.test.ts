import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoom, type Room } from '../testing/index.ts';
import type { Actor, Entity, InvitationId, UserActor } from './types.ts';

const ANONYMOUS: Actor = { kind: 'anonymous' };

let room: Room;
let team: Entity;
/** One of each standing to the team. */
let people: Record<'stranger' | 'viewer' | 'member' | 'teamAdmin', UserActor>;

beforeAll(async () => {
  room = await openRoom();
  const { accounts, admin } = room;
  people = {
    stranger: await room.user('stranger', { email: 'stranger@example.com' }),
    viewer: await room.user('viewer'),
    member: await room.user('member', { email: 'member@example.com' }),
    teamAdmin: await room.user('team-admin'),
  };
  await accounts.putOrganization(admin, 'org');
  team = (await accounts.putTeam(admin, 'org', 'crew')).value;
  await accounts.putTeamMember(admin, 'org', 'crew', 'viewer', 'viewer');
  await accounts.putTeamMember(admin, 'org', 'crew', 'member', 'member');
  await accounts.putTeamMember(admin, 'org', 'crew', 'team-admin', 'admin');
});
afterAll(() => room.close());

/** `done`, or the code of the error. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
}

/** What comes of it for everyone, from who may least to who may most. */
async function outcomes(work: (actor: Actor, index: number) => Promise<unknown>) {
  const { stranger, viewer, member, teamAdmin } = people;
  const actors = [ANONYMOUS, stranger, viewer, member, teamAdmin, room.admin];
  const found: string[] = [];
  for (const [index, actor] of actors.entries()) found.push(await outcomeOf(work(actor, index)));
  return found;
}

const REFUSED_BELOW_ADMIN = ['unauthenticated', 'not_found', 'forbidden', 'forbidden'] as const;

describe('who may change a team', () => {
  it('only its admins ask people in', async () => {
    const invite = (actor: Actor, index: number) =>
      room.accounts.invite(actor, 'crew', { email: `new-${index}@example.com` }, 'member');
    expect(await outcomes(invite)).toEqual([...REFUSED_BELOW_ADMIN, 'done', 'done']);
  });

  it('only its admins see who is asked, and take it back', async () => {
    const { accounts } = room;
    const { teamAdmin, member, viewer } = people;
    const waiting = await accounts.listInvitations(teamAdmin, team);
    expect(waiting.map(({ email }) => email)).toEqual(['new-4@example.com', 'new-5@example.com']);
    for (const actor of [ANONYMOUS, people.stranger, viewer, member]) {
      expect(await accounts.listInvitations(actor, team)).toEqual([]);
    }
    const [first, second] = waiting.map(({ id }) => id);
    const withdraw = (actor: Actor, index: number) =>
      accounts.withdrawInvitation(actor, 'crew', (index < 5 ? first : second) as InvitationId);
    expect(await outcomes(withdraw)).toEqual([...REFUSED_BELOW_ADMIN, 'done', 'done']);
    expect(await accounts.listInvitations(teamAdmin, team)).toEqual([]);
  });

  it('only its admins make accounts for programs', async () => {
    const create = (actor: Actor) =>
      room.accounts.createServiceAccount(actor, 'crew', 'Nightly job');
    expect(await outcomes(create)).toEqual([...REFUSED_BELOW_ADMIN, 'done', 'done']);
  });

  it('only its admins take others out, yet everyone may leave', async () => {
    const { accounts, admin } = room;
    const leaver = await room.user('leaver');
    const join = () => accounts.putTeamMember(admin, 'org', 'crew', 'leaver', 'viewer');
    await join();
    const remove = async (actor: Actor) => {
      await accounts.removeMember(actor, 'crew', leaver.userId);
      await join();
    };
    expect(await outcomes(remove)).toEqual([...REFUSED_BELOW_ADMIN, 'done', 'done']);
    await accounts.removeMember(leaver, 'crew', leaver.userId);
    expect(await accounts.may(leaver, 'read', { kind: 'entity', entityId: team.id })).toBe(false);
    expect(await outcomeOf(accounts.removeMember(admin, 'crew', leaver.userId))).toBe('not_found');
  });

  it('a personal entity is no team', async () => {
    const { accounts } = room;
    const { member } = people;
    const work = accounts.invite(member, 'member', { username: 'stranger' }, 'member');
    expect(await outcomeOf(work)).toBe('invalid');
  });
});

describe('a new team', () => {
  it('needs an admin of an organization', async () => {
    const create = (actor: Actor, index: number) =>
      room.accounts.createTeam(actor, { name: `made-${index}` });
    expect(await outcomes(create)).toEqual([
      'unauthenticated',
      'forbidden',
      'forbidden',
      'forbidden',
      'forbidden',
      'done',
    ]);
  });

  it('is in the organization of its maker, who is its admin', async () => {
    const { accounts, admin } = room;
    const boss = await room.user('boss');
    await accounts.putOrganization(admin, 'works');
    await accounts.putOrganizationMember(admin, 'works', 'boss', 'admin');
    const made = await accounts.createTeam(boss, { name: 'line' });
    const works = await accounts.findOrganization(boss, 'works');
    expect(made).toMatchObject({ name: 'line', kind: 'team', organizationId: works?.id });
    expect(await accounts.listMembers(boss, made)).toMatchObject([
      { user: { username: 'boss' }, role: 'admin' },
    ]);
    expect(await outcomeOf(accounts.createTeam(boss, { name: 'LINE' }))).toBe('conflict');
    expect(await outcomeOf(accounts.createTeam(boss, { name: 'x', admin: 'nobody' }))).toBe(
      'not_found',
    );
    expect(await accounts.findEntity('x')).toBeNull();
  });
});

describe('an invitation', () => {
  it('by name or by the e-mail of a colleague makes them a member at once, and only once', async () => {
    const { accounts, admin } = room;
    const { teamAdmin } = people;
    await room.user('dora', { email: 'Dora@Example.com' });
    await accounts.putOrganizationMember(admin, 'org', 'dora', 'member');
    const invite = () => accounts.invite(teamAdmin, 'crew', { email: 'dora@example.com' }, 'admin');
    expect(await invite()).toMatchObject({ kind: 'member', user: { username: 'dora' } });
    expect(await outcomeOf(invite())).toBe('conflict');
    const again = accounts.invite(admin, 'crew', { username: 'dora' }, 'member');
    expect(await outcomeOf(again)).toBe('conflict');
  });

  it('waits for the e-mail to be somebody’s, whatever its case', async () => {
    const { accounts, admin } = room;
    const { teamAdmin } = people;
    for (const email of ['Eve@Example.com', 'finn@example.com']) {
      expect(await accounts.invite(teamAdmin, 'crew', { email }, 'member')).toMatchObject({
        kind: 'invitation',
      });
    }
    const eve = await accounts.createUser(admin, { email: 'eve@example.com', isAdmin: false });
    const finn = await room.user('finn');
    expect(await namesIn(team)).toContain('eve');
    expect(await namesIn(team)).not.toContain('finn');
    await accounts.putUser(admin, 'finn', { email: 'finn@example.com' });
    expect(await namesIn(team)).toContain('finn');
    expect(await accounts.listInvitations(teamAdmin, team)).toEqual([]);
    expect(finn.userId).not.toBe(eve.id);
  });

  it.each(['', 'nobody', 'a b@c', `${'x'.repeat(300)}@example.com`])(
    'to %j is refused',
    async (email) => {
      const invited = room.accounts.invite(people.teamAdmin, 'crew', { email }, 'member');
      expect(await outcomeOf(invited)).toBe('invalid');
    },
  );

  async function namesIn(entity: Entity): Promise<readonly string[]> {
    const members = await room.accounts.listMembers(room.admin, entity);
    return members.map(({ user }) => user.username);
  }
});

describe('a service account', () => {
  it('has a key that its team’s admins may read for ten minutes', async () => {
    const { accounts, clock } = room;
    const { teamAdmin, member, stranger } = people;
    const account = await accounts.createServiceAccount(teamAdmin, 'crew', 'Evals: nightly!');
    expect(account).toMatchObject({ displayName: 'Evals: nightly!', serviceOf: team.id });
    expect(account.username).toMatch(/^service-evals-nightly-[0-9a-f]{8}$/);
    const key = (await accounts.readServiceKey(teamAdmin, account)) ?? '';
    expect(await room.neighbour().readServiceKey(teamAdmin, account)).toBe(key);
    for (const actor of [ANONYMOUS, stranger, member]) {
      expect(await accounts.readServiceKey(actor, account)).toBeNull();
    }
    expect(await accounts.authenticateKey(key)).toMatchObject({
      userId: account.id,
      isAdmin: false,
      serves: { entityId: team.id, name: 'crew' },
    });
    clock.now += 10 * 60_000 + 1;
    expect(await accounts.readServiceKey(teamAdmin, account)).toBeNull();
    expect(await accounts.authenticateKey(key)).not.toBeNull();
  });

  it('writes to its team and to nothing else, and manages nothing', async () => {
    const { accounts } = room;
    const actor = await newService();
    const crew = { kind: 'entity', entityId: team.id } as const;
    expect(await accounts.may(actor, 'write', crew)).toBe(true);
    expect(await accounts.may(actor, 'manage', crew)).toBe(false);
    const other = await accounts.findEntity('stranger');
    const elsewhere = { kind: 'entity', entityId: other?.id ?? team.id } as const;
    expect(await accounts.may(actor, 'read', elsewhere)).toBe(false);
  });

  it('acts for members of its team with its own rights, for nobody else at all', async () => {
    const { accounts, admin } = room;
    const { member, stranger } = people;
    const actor = await newService();
    expect(await accounts.actFor(actor, 'member')).toEqual({ ...actor, onBehalfOf: member.userId });
    for (const name of ['stranger', 'nobody', '', actor.username]) {
      expect(await accounts.actFor(actor, name)).toEqual(actor);
    }
    expect(await accounts.actFor(admin, 'member')).toEqual(admin);
    expect(await accounts.actFor(stranger, 'member')).toEqual(stranger);
  });

  it('is gone with its place in the team, and with the team', async () => {
    const { accounts, admin } = room;
    await accounts.putTeam(admin, 'org', 'short-lived');
    const keys: string[] = [];
    for (const description of ['one', 'two']) {
      const account = await accounts.createServiceAccount(admin, 'short-lived', description);
      keys.push((await accounts.readServiceKey(admin, account)) ?? '');
      if (description === 'one') await accounts.removeMember(admin, 'short-lived', account.id);
    }
    const [one = '', two = ''] = keys;
    expect(await accounts.authenticateKey(one)).toBeNull();
    expect(await accounts.authenticateKey(two)).not.toBeNull();
    await accounts.deleteTeam(admin, 'org', 'short-lived');
    // What another process remembers lasts for seconds; this one forgets at once.
    expect(await room.neighbour().authenticateKey(two)).toBeNull();
  });

  async function newService(): Promise<UserActor> {
    const { accounts } = room;
    const account = await accounts.createServiceAccount(people.teamAdmin, 'crew', 'job');
    const key = (await accounts.readServiceKey(people.teamAdmin, account)) ?? '';
    const actor = await accounts.authenticateKey(key);
    if (actor === null) throw new Error('The key of a new service account must work.');
    return actor;
  }
});
