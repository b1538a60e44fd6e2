import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoom, type Room } from '../testing/index.ts';
import type { Entity, ProjectScope, UserActor } from './types.ts';

const MONTH_MS = 31 * 24 * 3_600_000;

let room: Room;
let boss: UserActor;
let asker: UserActor;
let team: Entity;
let secret: ProjectScope;

const findProject = async (name: string) => (name === 'secret' ? secret : null);

beforeAll(async () => {
  room = await openRoom();
  const { accounts, admin } = room;
  boss = await room.user('boss');
  asker = await room.user('asker');
  await accounts.putOrganization(admin, 'org');
  team = (await accounts.putTeam(admin, 'org', 'crew')).value;
  await accounts.putTeamMember(admin, 'org', 'crew', 'boss', 'admin');
  const { id } = await room.metadata.db
    .withTables<{ projects: Record<string, unknown> }>()
    .insertInto('projects')
    .values({
      entity_id: team.id,
      name: 'secret',
      visibility: 'restricted',
      description: '',
      is_described: 0,
      run_counter: 0,
      created_by: admin.userId,
      created_at: 0,
      updated_at: 0,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  secret = { id: Number(id), entityId: team.id, visibility: 'restricted', createdBy: null };
});
afterAll(() => room.close());

const ask = (project: string | null, entity = 'crew', who = asker) =>
  room.accounts.requestAccess(who, { entity, project, message: 'please' });
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
const read = () => room.accounts.may(asker, 'read', { kind: 'project', project: secret });

describe('a request for access', () => {
  it('is kept alike for what is there and what is not, and shown to who decides only if it is', async () => {
    const { accounts } = room;
    for (const [project, entity] of [
      ['secret', 'crew'],
      ['nothing', 'crew'],
      ['secret', 'no-such-team'],
      [null, 'crew'],
    ] as const) {
      expect(await ask(project, entity)).toBeUndefined();
    }
    const own = await accounts.listOwnRequests(asker);
    expect(own.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
    const meant = await accounts.listRequests(boss, 'crew', findProject);
    expect(meant.map(({ project }) => project)).toEqual(['secret', null]);
    expect(await outcome(accounts.listRequests(asker, 'crew', findProject))).toBe('not_found');
    const member = await room.user('member');
    await accounts.putTeamMember(room.admin, 'org', 'crew', 'member', 'member');
    expect(await outcome(accounts.listRequests(member, 'crew', findProject))).toBe('forbidden');
  });

  it('lets in with the role that was given, once', async () => {
    const { accounts } = room;
    const [request] = await accounts.listRequests(boss, 'crew', findProject);
    const decide = () =>
      accounts.decideRequest(boss, 'crew', { id: request?.id ?? 0, role: 'viewer' }, findProject);
    expect(await read()).toBe(false);
    await decide();
    expect(await read()).toBe(true);
    expect(await accounts.namedProjects(asker)).toEqual([secret.id]);
    expect(await outcome(decide())).toBe('not_found');
    const own = await accounts.listOwnRequests(asker);
    expect(own.filter(({ state }) => state === 'granted')).toHaveLength(1);
  });

  it('that is refused looks as if nobody had answered', async () => {
    const { accounts, clock } = room;
    const [request] = await accounts.listRequests(boss, 'crew', findProject);
    await accounts.decideRequest(boss, 'crew', { id: request?.id ?? 0, role: null }, findProject);
    expect(await accounts.listRequests(boss, 'crew', findProject)).toEqual([]);
    const states = async () => (await accounts.listOwnRequests(asker)).map(({ state }) => state);
    expect(await states()).toEqual(['waiting', 'waiting', 'waiting', 'granted']);
    clock.now += MONTH_MS;
    expect(await states()).toEqual(['ended', 'ended', 'ended', 'granted']);
  });

  it('is made once for one address, and so many at once', async () => {
    const eager = await room.user('eager');
    await ask('same', 'crew', eager);
    await ask('same', 'CREW', eager);
    expect(await room.accounts.listOwnRequests(eager)).toHaveLength(1);
    const more = Array.from({ length: 20 }, (_, index) => index);
    const outcomes: string[] = [];
    for (const index of more) outcomes.push(await outcome(ask(`p${index}`, 'crew', eager)));
    expect(outcomes.filter((one) => one === 'rate_limited')).toHaveLength(1);
    expect(await outcome(ask('', 'crew', eager))).toBe('invalid');
    expect(await outcome(ask('x', '../x', eager))).toBe('invalid');
  });
});
