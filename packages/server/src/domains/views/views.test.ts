import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, UserActor } from '../accounts/index.ts';
import { createProjects, type Project } from '../projects/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createViews } from './service.ts';
import type { ViewId, Views } from './types.ts';

const ANONYMOUS: Actor = { kind: 'anonymous' };
const ADDRESS = { entityName: 'vision', projectName: 'looms' };
const SPEC = '{ "version":5, "unknown":{"a" : NaN}, "blocks":[] }';

let room: Room;
let views: Views;
let project: Project;
let member: UserActor;
let viewer: UserActor;
let stranger: UserActor;

beforeAll(async () => {
  room = await openRoom();
  const { accounts, admin, metadata } = room;
  const projects = createProjects({ metadata, accounts });
  views = createViews({ metadata, projects, clock: () => room.clock.now });
  [member, viewer, stranger] = [
    await room.user('member'),
    await room.user('viewer'),
    await room.user('stranger'),
  ];
  await accounts.putOrganization(admin, 'lab');
  await accounts.putTeam(admin, 'lab', 'vision');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'member', 'member');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'viewer', 'viewer');
  project = await projects.ensure(admin, 'vision', 'looms');
});
afterAll(() => room.close());

const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

/** What comes of it for everyone, from who may least to who may most. */
async function outcomes(work: (actor: Actor) => Promise<unknown>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const actor of [ANONYMOUS, stranger, viewer, member, room.admin]) {
    found.push(await outcomeOf(work(actor)));
  }
  return found;
}

const report = (name: string) => ({ type: 'runs', name, spec: SPEC });

describe('a view', () => {
  const WRITERS = ['unauthenticated', 'not_found', 'forbidden', 'done', 'done'];

  it('is read by who may read the project and changed by who may write to it', async () => {
    expect(await outcomes((actor) => views.create(actor, ADDRESS, report('made')))).toEqual(
      WRITERS,
    );
    const { view } = await views.create(member, ADDRESS, report('one'));
    expect(await outcomes((actor) => views.get(actor, view.id))).toEqual([
      'unauthenticated',
      'not_found',
      'done',
      'done',
      'done',
    ]);
    expect(await outcomes((actor) => views.update(actor, view.id, { name: 'x' }))).toEqual(WRITERS);
    const remove = async (actor: Actor) => {
      const another = await views.create(room.admin, ADDRESS, report('to remove'));
      await views.remove(actor, another.view.id);
    };
    expect(await outcomes(remove)).toEqual(WRITERS);
  });

  it('keeps its spec letter by letter, and what an update leaves out', async () => {
    const made = await views.create(member, ADDRESS, { ...report('kept'), displayName: 'Title' });
    room.clock.now += 1_000;
    await views.update(room.admin, made.view.id, { description: 'About' });
    const { view } = await views.get(viewer, made.view.id);
    expect(view).toEqual({ ...made.view, description: 'About', updatedAt: room.clock.now });
    expect(view.spec).toBe(SPEC);
    expect(view.createdBy).toBe(member.userId);
  });

  it('is listed by type, name and maker, newest first, page by page', async () => {
    const named = (name: string) => ({ type: 'project-view', name, spec: '{}' });
    for (const name of ['a', 'b', 'c']) await views.create(member, ADDRESS, named(name));
    await views.create(room.admin, ADDRESS, named('a'));
    const page = { first: 3, after: null };
    const type = 'project-view';
    const first = await views.list(member, project, { type }, page);
    expect(first).toMatchObject({ hasMore: true });
    expect(first.views.map(({ name }) => name)).toEqual(['a', 'c', 'b']);
    const after = first.views.at(-1)?.id ?? null;
    const second = await views.list(member, project, { type }, { first: 3, after });
    expect(second).toMatchObject({ hasMore: false, views: [{ name: 'a' }] });
    const mine = await views.list(
      member,
      project,
      { type, name: 'a', createdBy: member.userId },
      page,
    );
    expect(mine.views).toHaveLength(1);
  });

  it('that is gone or never was is not found', async () => {
    const { view } = await views.create(member, ADDRESS, report('gone'));
    await views.remove(member, view.id);
    for (const id of [view.id, 1e9 as ViewId]) {
      expect(await outcomeOf(views.get(room.admin, id))).toBe('not_found');
    }
  });

  it.each([
    { spec: 'no json' },
    { type: '' },
    { name: 'x'.repeat(257) },
    { displayName: 'nul\0' },
    { description: '\ud800' },
  ])('is refused with %j', async (wrong) => {
    const input = { ...report('fine'), ...wrong };
    expect(await outcomeOf(views.create(member, ADDRESS, input))).toBe('invalid');
  });
});
