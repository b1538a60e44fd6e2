import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoom, type Room } from '../testing/index.ts';
import type { Action, EntityId, ProjectScope, UserActor, UserId } from './types.ts';

let room: Room;
let boss: UserActor;
let second: UserActor;
let team: EntityId;

beforeAll(async () => {
  room = await openRoom();
  const { accounts, admin } = room;
  boss = await room.user('boss');
  second = await room.user('second');
  await accounts.putOrganization(admin, 'org');
  team = (await accounts.putTeam(admin, 'org', 'crew')).value.id;
  await accounts.putTeamMember(admin, 'org', 'crew', 'boss', 'admin');
  await accounts.putTeamMember(admin, 'org', 'crew', 'second', 'admin');
});
afterAll(() => room.close());

const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
const project = (visibility: ProjectScope['visibility'], createdBy: UserId | null = null) =>
  ({ id: 7, entityId: team, visibility, createdBy }) as const;
const rights = async (actor: UserActor, scope: ProjectScope): Promise<string> => {
  const actions: readonly Action[] = [
    'read',
    'write',
    'delete',
    'report',
    'protect',
    'members',
    'manage',
  ];
  const resource = { kind: 'project', project: scope } as const;
  const allowed = await Promise.all(
    actions.map((action) => room.accounts.may(actor, action, resource)),
  );
  return actions.filter((_action, index) => allowed[index]).join(' ');
};

describe('a role that an organization made', () => {
  it('adds what it names to its base, in projects that its holder sees', async () => {
    const { accounts, admin } = room;
    await accounts.putRole(admin, 'org', 'Tidier', {
      base: 'viewer',
      permissions: ['delete-runs', 'edit-reports'],
    });
    const tidier = await room.user('tidier');
    await accounts.putTeamMember(admin, 'org', 'crew', 'tidier', 'viewer');
    await accounts.setMemberRole(boss, 'crew', tidier.userId, 'tidier');
    expect(await rights(tidier, project('team'))).toBe('read delete report');
    expect(await rights(tidier, project('public'))).toBe('read delete report');
    expect(await rights(tidier, project('private'))).toBe('');
    expect(await rights(tidier, project('restricted'))).toBe('');
  });

  it('counts as it is now for all who hold it, and leaves them its base when it is gone', async () => {
    const { accounts, admin } = room;
    const holder = await room.user('holder');
    await accounts.putRole(admin, 'org', 'Helper', { base: 'viewer', permissions: ['write-runs'] });
    await accounts.putTeamMember(admin, 'org', 'crew', 'holder', 'viewer');
    await accounts.setMemberRole(boss, 'crew', holder.userId, 'Helper');
    expect(await rights(holder, project('team'))).toBe('read write');
    await accounts.putRole(admin, 'org', 'helper', { base: 'member', permissions: [] });
    expect(await rights(holder, project('team'))).toBe('read write delete report');
    await accounts.deleteRole(admin, 'org', 'Helper');
    expect(await rights(holder, project('team'))).toBe('read write delete report');
    expect(
      (await accounts.readOrganization(admin, 'org')).roles.map(({ name }) => name),
    ).not.toContain('helper');
  });

  it('is made by admins of the organization alone, of what there is', async () => {
    const { accounts, admin } = room;
    const role = { base: 'viewer', permissions: [] } as const;
    expect(await outcome(accounts.putRole(boss, 'org', 'X', role))).toBe('forbidden');
    expect(await outcome(accounts.putRole(admin, 'org', 'Admin', role))).toBe('invalid');
    const unknown = { base: 'viewer', permissions: ['fly' as 'write-runs'] } as const;
    expect(await outcome(accounts.putRole(admin, 'org', 'X', unknown))).toBe('invalid');
    expect(await outcome(accounts.setMemberRole(boss, 'crew', second.userId, 'Nothing'))).toBe(
      'invalid',
    );
  });

  it('to manage members makes nobody an admin, and does not raise its holder', async () => {
    const { accounts, admin } = room;
    await accounts.putRole(admin, 'org', 'Host', {
      base: 'viewer',
      permissions: ['manage-members'],
    });
    const host = await room.user('host');
    const guest = await room.user('guest');
    await accounts.putTeamMember(admin, 'org', 'crew', 'host', 'viewer');
    await accounts.setMemberRole(boss, 'crew', host.userId, 'Host');
    expect(await outcome(accounts.invite(host, 'crew', { username: 'guest' }, 'admin'))).toBe(
      'forbidden',
    );
    expect(await outcome(accounts.invite(host, 'crew', { username: 'guest' }, 'Host'))).toBe(
      'forbidden',
    );
    expect(await outcome(accounts.invite(host, 'crew', { username: 'guest' }, 'viewer'))).toBe(
      'done',
    );
    const set = (id: UserId, role: string) =>
      outcome(accounts.setMemberRole(host, 'crew', id, role));
    expect(await set(host.userId, 'member')).toBe('forbidden');
    expect(await set(guest.userId, 'admin')).toBe('forbidden');
    expect(await set(boss.userId, 'viewer')).toBe('forbidden');
    expect(await outcome(accounts.removeMember(host, 'crew', boss.userId))).toBe('forbidden');
    expect(await set(guest.userId, 'member')).toBe('done');
    expect(await outcome(accounts.putTeamMember(host, 'org', 'crew', 'guest', 'admin'))).toBe(
      'forbidden',
    );
    expect(await outcome(accounts.deleteTeamMember(host, 'org', 'crew', 'guest'))).toBe('done');
  });
});

describe('the last admin', () => {
  it('of a team can not leave, be removed, be demoted or be deleted while others are in it', async () => {
    const { accounts, admin } = room;
    await accounts.putTeam(admin, 'org', 'pair');
    const only = await room.user('only');
    await room.user('follower');
    await accounts.putTeamMember(admin, 'org', 'pair', 'only', 'admin');
    await accounts.putTeamMember(admin, 'org', 'pair', 'follower', 'member');
    const tries = [
      () => accounts.removeMember(only, 'pair', only.userId),
      () => accounts.removeMember(admin, 'pair', only.userId),
      () => accounts.setMemberRole(only, 'pair', only.userId, 'member'),
      () => accounts.putTeamMember(admin, 'org', 'pair', 'only', 'viewer'),
      () => accounts.deleteTeamMember(admin, 'org', 'pair', 'only'),
      () => accounts.deleteOrganizationMember(admin, 'org', 'only'),
      () => accounts.deleteUser(admin, 'only'),
    ];
    for (const work of tries) expect(await outcome(work())).toBe('conflict');
    await accounts.putTeamMember(admin, 'org', 'pair', 'follower', 'admin');
    expect(await outcome(accounts.removeMember(only, 'pair', only.userId))).toBe('done');
  });

  it('of an organization stays, too', async () => {
    const { accounts, admin } = room;
    await accounts.putOrganization(admin, 'club');
    for (const [name, role] of [
      ['chair', 'admin'],
      ['guest-of-club', 'member'],
    ] as const) {
      await room.user(name);
      await accounts.putOrganizationMember(admin, 'club', name, role);
    }
    for (const work of [
      () => accounts.putOrganizationMember(admin, 'club', 'chair', 'member'),
      () => accounts.deleteOrganizationMember(admin, 'club', 'chair'),
      () => accounts.deleteUser(admin, 'chair'),
    ]) {
      expect(await outcome(work())).toBe('conflict');
    }
  });

  it.each(['demote', 'leave'])('is left when two admins %s each other at once', async (how) => {
    const { accounts, admin } = room;
    // From a process of its own each, as behind a load balancer.
    const servers = [accounts, room.neighbour()];
    for (let round = 0; round < 5; round += 1) {
      const name = `race-${how}-${round}`;
      await accounts.putTeam(admin, 'org', name);
      for (const one of ['boss', 'second']) {
        await accounts.putTeamMember(admin, 'org', name, one, 'admin');
      }
      const outcomes = await Promise.all(
        [second, boss].map((victim, index) => {
          const server = servers[index] ?? accounts;
          const actor = how === 'leave' ? victim : index === 0 ? boss : second;
          return outcome(
            how === 'leave'
              ? server.removeMember(actor, name, victim.userId)
              : server.setMemberRole(actor, name, victim.userId, 'member'),
          );
        }),
      );
      expect(outcomes.filter((one) => one === 'done').length).toBeLessThanOrEqual(1);
      const entity = await accounts.findEntity(name);
      const left = entity === null ? [] : await room.neighbour().listMembers(admin, entity);
      expect(left.filter(({ role }) => role === 'admin').length).toBeGreaterThanOrEqual(1);
    }
  });
});
