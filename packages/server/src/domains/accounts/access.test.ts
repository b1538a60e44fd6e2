import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunloomError } from '../../platform/errors.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { mayInEntity, mayInOrganization, mayInProject, type Standing } from './access.ts';
import type { Action, Actor, EntityId, OrganizationId, UserActor, Visibility } from './types.ts';

const STANDINGS = ['none', 'viewer', 'member', 'admin'] as const;
const ACTIONS = ['read', 'write', 'manage'] as const;
const VISIBILITIES = ['private', 'restricted', 'team', 'public'] as const;

const standing = fc.constantFrom<Standing>(...STANDINGS);
const action = fc.constantFrom<Action>(...ACTIONS);
const visibility = fc.constantFrom<Visibility>(...VISIBILITIES);

describe('the table of rights', () => {
  // One row a cell: standing, visibility, whether one made the project → r(ead) w(rite) m(anage).
  it.each([
    ['none', 'private', false, '---'],
    ['none', 'restricted', false, '---'],
    ['none', 'private', true, '---'],
    ['none', 'restricted', true, '---'],
    ['none', 'team', false, '---'],
    ['none', 'team', true, '---'],
    ['none', 'public', false, 'r--'],
    ['none', 'public', true, 'r--'],
    ['viewer', 'private', false, '---'],
    ['viewer', 'restricted', false, '---'],
    ['viewer', 'private', true, 'r--'],
    ['viewer', 'restricted', true, 'r--'],
    ['viewer', 'team', false, 'r--'],
    ['viewer', 'team', true, 'r--'],
    ['viewer', 'public', false, 'r--'],
    ['viewer', 'public', true, 'r--'],
    ['member', 'private', false, '---'],
    ['member', 'restricted', false, '---'],
    ['member', 'private', true, 'rwm'],
    ['member', 'restricted', true, 'rwm'],
    ['member', 'team', false, 'rw-'],
    ['member', 'team', true, 'rwm'],
    ['member', 'public', false, 'rw-'],
    ['member', 'public', true, 'rwm'],
    ['admin', 'private', false, 'rwm'],
    ['admin', 'restricted', false, 'rwm'],
    ['admin', 'private', true, 'rwm'],
    ['admin', 'restricted', true, 'rwm'],
    ['admin', 'team', false, 'rwm'],
    ['admin', 'team', true, 'rwm'],
    ['admin', 'public', false, 'rwm'],
    ['admin', 'public', true, 'rwm'],
  ] as const)('%s of a %s project (made it: %s) may %s', (who, seen, isCreator, rights) => {
    expect(
      ACTIONS.map((what) =>
        mayInProject({ standing: who, isCreator }, seen, what) ? what[0] : '-',
      ).join(''),
    ).toBe(rights);
  });

  it('lets nobody change what they may not read', () => {
    fc.assert(
      fc.property(standing, visibility, fc.boolean(), action, (who, seen, isCreator, what) => {
        if (mayInProject({ standing: who, isCreator }, seen, what)) {
          expect(mayInProject({ standing: who, isCreator }, seen, 'read')).toBe(true);
        }
        if (mayInEntity(who, what)) expect(mayInEntity(who, 'read')).toBe(true);
        if (mayInOrganization(who, what)) expect(mayInOrganization(who, 'read')).toBe(true);
      }),
    );
  });

  it('never takes a right away for a higher standing, a wider visibility or for having made it', () => {
    fc.assert(
      fc.property(standing, visibility, fc.boolean(), action, (who, seen, isCreator, what) => {
        if (!mayInProject({ standing: who, isCreator }, seen, what)) return;
        for (const higher of STANDINGS.slice(STANDINGS.indexOf(who))) {
          for (const wider of VISIBILITIES.slice(VISIBILITIES.indexOf(seen))) {
            expect(mayInProject({ standing: higher, isCreator: true }, wider, what)).toBe(true);
            if (!isCreator)
              expect(mayInProject({ standing: higher, isCreator: false }, wider, what)).toBe(true);
          }
        }
      }),
    );
  });
});

describe('authorize', () => {
  let room: Room;
  let actors: Record<string, Actor>;
  let team: EntityId;
  let otherTeam: EntityId;
  let personal: EntityId;
  let organization: OrganizationId;

  beforeAll(async () => {
    room = await openRoom();
    const { accounts, admin } = room;
    const names = ['viewer', 'member', 'teamadmin', 'orgadmin', 'orgmember', 'stranger'];
    const users = await Promise.all(names.map((name) => room.user(name)));
    actors = Object.fromEntries(names.map((name, at) => [name, users[at] as UserActor]));
    actors['anonymous'] = { kind: 'anonymous' };
    actors['instanceadmin'] = admin;
    organization = (await accounts.putOrganization(admin, 'lab')).value.id;
    await accounts.putOrganization(admin, 'elsewhere');
    team = (await accounts.putTeam(admin, 'lab', 'vision')).value.id;
    otherTeam = (await accounts.putTeam(admin, 'elsewhere', 'audio')).value.id;
    await accounts.putOrganizationMember(admin, 'lab', 'orgadmin', 'admin');
    await accounts.putOrganizationMember(admin, 'lab', 'orgmember', 'member');
    await accounts.putTeamMember(admin, 'lab', 'vision', 'viewer', 'viewer');
    await accounts.putTeamMember(admin, 'lab', 'vision', 'member', 'member');
    await accounts.putTeamMember(admin, 'lab', 'vision', 'teamadmin', 'admin');
    personal = (await accounts.findEntity('member'))?.id ?? (0 as EntityId);
  });

  afterAll(() => room.close());

  /** What `authorize` says for each action: the action's letter, or the letter of the refusal. */
  const decide = async (who: string, entityId: EntityId, seen: Visibility, madeBy?: string) => {
    const actor = actors[who] as Actor;
    const maker = madeBy === undefined ? undefined : actors[madeBy];
    const createdBy = maker?.kind === 'user' ? maker.userId : null;
    const project = { id: 1, entityId, visibility: seen, createdBy };
    const refusals: Record<string, string> = {
      not_found: '?',
      forbidden: 'x',
      unauthenticated: '!',
    };
    return (
      await Promise.all(
        ACTIONS.map(async (what) => {
          const resource = { kind: 'project', project } as const;
          const allowed = await room.accounts.may(actor, what, resource);
          try {
            await room.accounts.authorize(actor, what, resource);
            expect(allowed).toBe(true);
            return what[0];
          } catch (error) {
            expect(allowed).toBe(false);
            expect(error).toBeInstanceOf(RunloomError);
            return refusals[(error as RunloomError).code];
          }
        }),
      )
    ).join('');
  };

  it.each([
    // who, of the team's project: private, restricted, team, public
    ['anonymous', '!!!', '!!!', '!!!', 'r!!'],
    ['stranger', '???', '???', '???', 'rxx'],
    ['orgmember', '???', '???', '???', 'rxx'],
    ['viewer', '???', '???', 'rxx', 'rxx'],
    ['member', '???', '???', 'rwx', 'rwx'],
    ['teamadmin', 'rwm', 'rwm', 'rwm', 'rwm'],
    ['orgadmin', 'rwm', 'rwm', 'rwm', 'rwm'],
    ['instanceadmin', 'rwm', 'rwm', 'rwm', 'rwm'],
  ])("decides for %s over a team's projects", async (who, ...expected) => {
    const decided = await Promise.all(VISIBILITIES.map((seen) => decide(who, team, seen)));
    expect(decided).toEqual(expected);
  });

  it.each([
    ['anonymous', '!!!', '!!!', '!!!', 'r!!'],
    ['stranger', '???', '???', '???', 'rxx'],
    ['teamadmin', '???', '???', '???', 'rxx'],
    ['orgadmin', '???', '???', '???', 'rxx'],
    ['member', 'rwm', 'rwm', 'rwm', 'rwm'],
    ['instanceadmin', 'rwm', 'rwm', 'rwm', 'rwm'],
  ])("decides for %s over a member's personal projects", async (who, ...expected) => {
    const decided = await Promise.all(VISIBILITIES.map((seen) => decide(who, personal, seen)));
    expect(decided).toEqual(expected);
  });

  it('lets admins of one organization do nothing in another', async () => {
    for (const who of ['orgadmin', 'teamadmin', 'member']) {
      expect(await decide(who, otherTeam, 'team')).toBe('???');
    }
  });

  it('gives who made a private project all rights while they are a member, none when they left', async () => {
    expect(await decide('member', team, 'private', 'member')).toBe('rwm');
    expect(await decide('viewer', team, 'private', 'viewer')).toBe('rxx');
    expect(await decide('stranger', team, 'private', 'stranger')).toBe('???');
  });

  it('answers for an entity that does not exist as for one that may not be seen', async () => {
    const stranger = actors['stranger'] as Actor;
    const refusal = (entityId: EntityId) =>
      room.accounts
        .authorize(stranger, 'read', { kind: 'entity', entityId })
        .catch((error: unknown) => (error as RunloomError).message);
    expect(await refusal(team)).toBe(await refusal(999_999 as EntityId));
  });

  it('lets only instance admins manage the instance, and members see their organization', async () => {
    const { accounts } = room;
    const instance = { kind: 'instance' } as const;
    const lab = { kind: 'organization', organizationId: organization } as const;
    await expect(
      accounts.authorize(actors['orgadmin'] as Actor, 'manage', instance),
    ).rejects.toMatchObject({ code: 'forbidden' });
    expect(await accounts.may(room.admin, 'manage', instance)).toBe(true);
    expect(await accounts.may(actors['orgmember'] as Actor, 'read', lab)).toBe(true);
    expect(await accounts.may(actors['orgadmin'] as Actor, 'manage', lab)).toBe(true);
    await expect(
      accounts.authorize(actors['orgmember'] as Actor, 'manage', lab),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      accounts.authorize(actors['stranger'] as Actor, 'read', lab),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('follows a change of members at once', async () => {
    const { accounts, admin } = room;
    const guest = await room.user('guest');
    actors['guest'] = guest;
    expect(await decide('guest', team, 'team')).toBe('???');
    await accounts.putTeamMember(admin, 'lab', 'vision', 'guest', 'viewer');
    expect(await decide('guest', team, 'team')).toBe('rxx');
    await accounts.putTeamMember(admin, 'lab', 'vision', 'guest', 'member');
    expect(await decide('guest', team, 'team')).toBe('rwx');
    await accounts.putOrganizationMember(admin, 'lab', 'guest', 'admin');
    expect(await decide('guest', team, 'private')).toBe('rwm');
    await accounts.deleteOrganizationMember(admin, 'lab', 'guest');
    expect(await decide('guest', team, 'team')).toBe('???');
  });
});
