import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoom, type Room } from '../testing/index.ts';
import { defaultEntityName } from './actors.ts';
import type { Action, EntityId, NewApiKey, ProjectScope, UserActor } from './types.ts';

const DAY_MS = 24 * 3_600_000;

let room: Room;
let ada: UserActor;
let team: EntityId;
let other: EntityId;

beforeAll(async () => {
  room = await openRoom();
  const { accounts, admin } = room;
  ada = await room.user('ada', { isAdmin: true });
  await accounts.putOrganization(admin, 'org');
  team = (await accounts.putTeam(admin, 'org', 'crew')).value.id;
  other = (await accounts.putTeam(admin, 'org', 'others')).value.id;
  for (const name of ['crew', 'others']) {
    await accounts.putTeamMember(admin, 'org', name, 'ada', 'admin');
  }
});
afterAll(() => room.close());

const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );

async function actorWith(limits: Omit<NewApiKey, 'name'>): Promise<UserActor> {
  const { key } = await room.accounts.createApiKey(ada, { name: 'limited', ...limits });
  const actor = await room.accounts.authenticateKey(key);
  if (actor === null) throw new Error('a new key must work');
  return actor;
}

const scope = (entityId: EntityId, id = 7): ProjectScope & { name: string } => ({
  id,
  name: 'looms',
  entityId,
  visibility: 'team',
  createdBy: null,
});
const may = (actor: UserActor, action: Action, project: ProjectScope) =>
  room.accounts.may(actor, action, { kind: 'project', project });

describe('a key', () => {
  it.each([
    ['read', 'read'],
    ['write', 'read write delete report'],
    ['admin', 'read write delete report protect members manage'],
  ] as const)('of the scope %s may %s, and never more than its user', async (named, allowed) => {
    const actor = await actorWith({ scope: named });
    const actions = ['read', 'write', 'delete', 'report', 'protect', 'members', 'manage'] as const;
    const found = await Promise.all(actions.map((action) => may(actor, action, scope(team))));
    expect(actions.filter((_action, index) => found[index]).join(' ')).toBe(allowed);
    expect(actor.isAdmin).toBe(named === 'admin');
  });

  it('says what it may not, instead of what its user may not', async () => {
    const { accounts } = room;
    const reading = await actorWith({ scope: 'read' });
    const resource = { kind: 'project', project: scope(team) } as const;
    await expect(accounts.authorize(reading, 'write', resource)).rejects.toThrow(/may only read/);
    const writing = await actorWith({ scope: 'write' });
    await expect(accounts.authorize(writing, 'manage', resource)).rejects.toThrow(/not manage/);
  });

  it('of one team knows no other place, whether it is there or not', async () => {
    const { accounts } = room;
    const actor = await actorWith({ within: { entity: 'crew' } });
    expect(actor).toMatchObject({ isAdmin: false, limits: { within: { entityName: 'crew' } } });
    expect(await may(actor, 'write', scope(team))).toBe(true);
    expect(await may(actor, 'read', scope(other))).toBe(false);
    expect(await may(actor, 'read', { ...scope(other), visibility: 'public' })).toBe(false);
    expect(defaultEntityName(actor)).toBe('crew');
    expect((await accounts.listEntities(actor)).map(({ entity }) => entity.name)).toEqual(['crew']);
    const refusal = (name: string) =>
      accounts.findOwner(actor, name, 'read').catch((error: Error) => error.message);
    expect(await refusal('others')).toBe(await refusal('nothing-there'));
    expect(await refusal('others')).toContain('reaches crew only');
  });

  it('of one project reaches that alone', async () => {
    const { metadata, admin } = room;
    const now = room.clock.now;
    const { id } = await metadata.db
      .withTables<{ projects: Record<string, unknown> }>()
      .insertInto('projects')
      .values({
        entity_id: team,
        name: 'looms',
        visibility: 'team',
        description: '',
        is_described: 0,
        run_counter: 0,
        created_by: admin.userId,
        created_at: now,
        updated_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const project = scope(team, Number(id));
    const actor = await actorWith({ within: { entity: 'crew', project } });
    expect(await may(actor, 'write', project)).toBe(true);
    expect(await may(actor, 'read', scope(team, Number(id) + 1))).toBe(false);
    expect(await room.accounts.may(actor, 'read', { kind: 'entity', entityId: team })).toBe(false);
  });

  it('that is limited does not get around its limits', async () => {
    const { accounts } = room;
    for (const limits of [
      { scope: 'read' },
      { scope: 'write' },
      { within: { entity: 'crew' } },
    ] as const) {
      const actor = await actorWith(limits);
      const change = { current: null, next: 'a long enough password' };
      for (const work of [
        accounts.createApiKey(actor, { name: 'more' }),
        accounts.revokeApiKey(actor, 1),
        accounts.changePassword(actor, change),
        accounts.setDefaultEntity(actor, 'crew'),
        accounts.setDisplayName(actor, 'Somebody else'),
        accounts.removeMember(actor, 'crew', actor.userId),
        accounts.requestAccess(actor, { entity: 'others', project: null, message: '' }),
      ]) {
        expect(await outcome(work)).toBe('forbidden');
      }
      expect(await outcome(accounts.putUser(actor, 'mallory', { isAdmin: true }))).toBe(
        'forbidden',
      );
    }
  });

  it('that expired is told so with 401, in time and after', async () => {
    const { accounts, clock } = room;
    const { key, info } = await accounts.createApiKey(ada, {
      name: 'brief',
      expiresAt: clock.now + DAY_MS,
    });
    expect(info.expiresAt).toBe(clock.now + DAY_MS);
    expect(await accounts.authenticateKey(key)).not.toBeNull();
    clock.now += DAY_MS;
    await expect(accounts.authenticateKey(key)).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('expired on'),
    });
    expect(await accounts.authenticateKey(key.replace(/.$/, 'x'))).toBeNull();
    const past = accounts.createApiKey(ada, { name: 'past', expiresAt: clock.now - 1 });
    expect(await outcome(past)).toBe('invalid');
  });

  it('of a service account is made, listed and revoked by who manages its team', async () => {
    const { accounts, admin } = room;
    const account = await accounts.createServiceAccount(ada, 'crew', 'job');
    const wanted = { name: 'reader', scope: 'read' } as const;
    const { key, info } = await accounts.createServiceKey(ada, account.username, wanted);
    expect(await accounts.authenticateKey(key)).toMatchObject({ limits: { scope: 'read' } });
    expect((await accounts.listServiceKeys(ada, account.username)).map(({ id }) => id)).toContain(
      info.id,
    );
    const outsider = await room.user('outsider');
    expect(await outcome(accounts.listServiceKeys(outsider, account.username))).toBe('not_found');
    expect(await outcome(accounts.listServiceKeys(admin, 'outsider'))).toBe('not_found');
    const tooMuch = accounts.createServiceKey(ada, account.username, { name: 'x', scope: 'admin' });
    expect(await outcome(tooMuch)).toBe('invalid');
    await accounts.revokeServiceKey(ada, account.username, info.id);
    expect(await accounts.authenticateKey(key)).toBeNull();
  });
});
