import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor, UserActor } from '../accounts/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { isProjectName } from './names.ts';
import { createProjects } from './service.ts';
import type { Project, Projects } from './types.ts';

let room: Room;
let projects: Projects;
let ada: UserActor;
let member: UserActor;
let viewer: UserActor;
let stranger: UserActor;
const anonymous: Actor = { kind: 'anonymous' };

beforeAll(async () => {
  room = await openRoom();
  const { accounts, admin } = room;
  projects = createProjects({ metadata: room.metadata, accounts, clock: () => room.clock.now });
  [ada, member, viewer, stranger] = [
    await room.user('ada'),
    await room.user('member'),
    await room.user('viewer'),
    await room.user('stranger'),
  ];
  await accounts.putOrganization(admin, 'lab');
  await accounts.putTeam(admin, 'lab', 'vision');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'ada', 'admin');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'member', 'member');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'viewer', 'viewer');
});
afterAll(() => room.close());
beforeEach(() => {
  room.clock.now += 60_000;
});

const messageOf = (call: Promise<unknown>) =>
  call.then(
    () => 'allowed',
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );

const addRun = async (project: Project, name: string, state: string, heartbeatAt: number) => {
  await room.metadata.db
    .withTables<{ runs: Record<string, unknown> }>()
    .insertInto('runs')
    .values({
      project_id: project.id,
      name,
      display_name: name,
      state,
      created_at: heartbeatAt,
      updated_at: heartbeatAt,
      heartbeat_at: heartbeatAt,
    })
    .execute();
};

describe('ensure', () => {
  it('makes one project, private to its owner, however many calls come at once', async () => {
    const neighbour = createProjects({ metadata: room.metadata, accounts: room.neighbour() });
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        (at % 2 === 0 ? projects : neighbour).ensure(ada, 'ada', 'looms'),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made[0]).toMatchObject({
      name: 'looms',
      entityName: 'ada',
      visibility: 'private',
      createdBy: ada.userId,
    });
  });

  it('makes what a team shares visible to the team', async () => {
    const project = await projects.ensure(member, 'Vision', 'shared work');
    expect(project).toMatchObject({ visibility: 'team', entityName: 'vision' });
    expect((await projects.ensure(ada, 'vision', 'shared work')).id).toBe(project.id);
    await expect(projects.ensure(viewer, 'vision', 'shared work')).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(projects.ensure(viewer, 'vision', 'new')).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('tells a stranger nothing of what exists', async () => {
    await projects.put(ada, 'vision', 'secret', { visibility: 'private' });
    const answersAbout = async (entity: string, project: string) =>
      (
        await Promise.all(
          [
            projects.ensure(stranger, entity, project),
            projects.find(stranger, entity, project, 'read'),
            projects.find(stranger, entity, project, 'manage'),
            projects.remove(stranger, entity, project),
          ].map(messageOf),
        )
      ).map((answer) => answer.replaceAll(entity, 'ENTITY').replaceAll(project, 'PROJECT'));
    const answers = await answersAbout('vision', 'secret');
    expect(answers.every((answer) => answer.startsWith('not_found: '))).toBe(true);
    expect(await answersAbout('vision', 'absent')).toEqual(answers);
    expect(await answersAbout('nowhere', 'absent')).toEqual(answers);
    const anonymousAnswers = await Promise.all(
      ['secret', 'nothing'].map((name) =>
        messageOf(projects.find(anonymous, 'vision', name, 'read')),
      ),
    );
    expect(new Set(anonymousAnswers).size).toBe(1);
    expect(anonymousAnswers[0]).toMatch(/^unauthenticated/);
  });

  it.each([
    '',
    '  ',
    'a/b',
    'a\\b',
    'a#b',
    'a?b',
    'a%b',
    'a:b',
    'a\0',
    'a\nb',
    '.',
    '..',
    '\ud800',
  ])('refuses the name %j', async (name) => {
    await expect(projects.ensure(ada, 'ada', name)).rejects.toMatchObject({ code: 'invalid' });
    await expect(projects.find(ada, 'ada', name, 'read')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('keeps every name that clients send, of up to 128 characters', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter(isProjectName),
        async (name) => {
          const made = await projects.ensure(ada, 'ada', name);
          expect(made.name).toBe(name);
          expect((await projects.find(ada, 'ada', name, 'manage')).id).toBe(made.id);
        },
      ),
      { numRuns: 50 },
    );
    expect(isProjectName('🧵'.repeat(128))).toBe(true);
    expect(isProjectName('x'.repeat(129))).toBe(false);
  });
});

describe('put', () => {
  it('changes only what is given, and only for who may manage the project', async () => {
    await projects.ensure(member, 'vision', 'settings');
    const first = await projects.put(member, 'vision', 'settings', { description: 'mine' });
    expect(first).toMatchObject({ created: false, value: { description: 'mine' } });
    const second = await projects.put(ada, 'vision', 'settings', { visibility: 'public' });
    expect(second.value).toMatchObject({ description: 'mine', visibility: 'public' });
    expect(await projects.find(anonymous, 'vision', 'settings', 'read')).toEqual(second.value);
    const other = await room.user('other');
    await room.accounts.putTeamMember(room.admin, 'lab', 'vision', 'other', 'member');
    await expect(
      projects.put(other, 'vision', 'settings', { description: 'theirs' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    expect((await projects.put(other, 'vision', 'settings', {})).created).toBe(false);
  });

  it('creates with what is given', async () => {
    const made = await projects.put(ada, 'ada', 'open', { visibility: 'public' });
    expect(made).toMatchObject({ created: true, value: { visibility: 'public' } });
    await expect(projects.put(anonymous, 'ada', 'open', {})).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('get', () => {
  it('finds by id with the rights of the actor', async () => {
    const project = await projects.ensure(ada, 'ada', 'by id');
    expect(await projects.get(ada, project.id, 'manage')).toEqual(project);
    await expect(projects.get(stranger, project.id, 'read')).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(projects.get(ada, 999_999 as Project['id'], 'read')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('list', () => {
  it('counts runs, and puts what was active last first', async () => {
    const entity = await room.user('counter');
    const now = room.clock.now;
    const quiet = await projects.ensure(entity, 'counter', 'quiet');
    const busy = await projects.ensure(entity, 'counter', 'busy');
    room.clock.now += 1_000;
    await projects.ensure(entity, 'counter', 'empty');
    await addRun(busy, 'a', 'running', now + 5_000);
    await addRun(busy, 'b', 'finished', now + 9_000);
    await addRun(quiet, 'a', 'preempting', now + 100);
    const listed = await projects.list(entity);
    const mine = listed.filter(({ entityName }) => entityName === 'counter');
    expect(
      mine.map(({ name, runCount, runningCount, lastActivityAt }) => [
        name,
        runCount,
        runningCount,
        lastActivityAt - now,
      ]),
    ).toEqual([
      ['busy', 2, 1, 9_000],
      ['empty', 0, 0, 1_000],
      ['quiet', 1, 1, 100],
    ]);
  });

  it('holds exactly the projects that may be read one by one', async () => {
    const all = await projects.list(room.admin);
    for (const actor of [ada, member, viewer, stranger, anonymous, room.admin]) {
      const listed = new Set((await projects.list(actor)).map(({ id }) => id));
      for (const project of all) {
        const readable = await room.accounts.may(actor, 'read', { kind: 'project', project });
        expect(listed.has(project.id)).toBe(readable);
      }
    }
    const vision = await room.accounts.findEntity('vision');
    const ofTeam = await projects.list(ada, vision ?? undefined);
    expect(new Set(ofTeam.map(({ entityName }) => entityName))).toEqual(new Set(['vision']));
  });
});

describe('what is deleted', () => {
  it('can not be found any more, and its name is free', async () => {
    const before = await projects.ensure(ada, 'ada', 'short lived');
    await addRun(before, 'a', 'running', room.clock.now);
    await projects.remove(ada, 'ada', 'short lived');
    await expect(projects.remove(ada, 'ada', 'short lived')).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(projects.get(ada, before.id, 'read')).rejects.toMatchObject({ code: 'not_found' });
    const again = await projects.ensure(ada, 'ada', 'short lived');
    expect(again.id).not.toBe(before.id);
    const both = [before.id, again.id];
    expect(await projects.trashedBefore(room.clock.now, both)).toEqual([]);
    expect(await projects.trashedBefore(room.clock.now + 1, both)).toEqual([before.id]);
  });

  it('takes the projects of a deleted owner along, and keeps what they made elsewhere', async () => {
    const leaving = await room.user('leaving');
    await room.accounts.putTeamMember(room.admin, 'lab', 'vision', 'leaving', 'member');
    const own = await projects.put(leaving, 'leaving', 'own', { visibility: 'public' });
    const shared = await projects.ensure(leaving, 'vision', 'left behind');
    await room.accounts.deleteUser(room.admin, 'leaving');
    await expect(projects.get(room.admin, own.value.id, 'read')).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(projects.find(leaving, 'vision', 'left behind', 'read')).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await projects.get(ada, shared.id, 'manage')).toMatchObject({
      createdBy: leaving.userId,
    });
    const newcomer = await room.user('leaving');
    await expect(projects.find(newcomer, 'leaving', 'own', 'read')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a description', () => {
  it('has a bound', async () => {
    const put = (length: number) =>
      projects.put(ada, 'vision', 'told', { description: 'x'.repeat(length) });
    expect(await messageOf(put(10_001))).toMatch(/^invalid/);
    expect(await messageOf(put(10_000))).toBe('allowed');
  });
});

describe('rename', () => {
  it('needs the right to manage the project', async () => {
    await projects.ensure(ada, 'vision', 'old-name');
    const found: string[] = [];
    for (const actor of [anonymous, stranger, viewer, member, room.admin]) {
      const message = await messageOf(projects.rename(actor, 'vision', 'old-name', 'new-name'));
      found.push(message.replace(/:.*/, ''));
    }
    expect(found).toEqual(['unauthenticated', 'not_found', 'forbidden', 'forbidden', 'allowed']);
  });

  it('moves the project to its new address, and never onto another', async () => {
    const project = await projects.ensure(ada, 'vision', 'before');
    await projects.ensure(ada, 'vision', 'taken');
    const renamed = await projects.rename(ada, 'vision', 'before', 'after');
    expect(renamed).toEqual({ ...project, name: 'after', updatedAt: room.clock.now });
    expect(await projects.find(ada, 'vision', 'after', 'read')).toEqual(renamed);
    expect(await messageOf(projects.find(ada, 'vision', 'before', 'read'))).toMatch(/^not_found/);
    expect(await messageOf(projects.rename(ada, 'vision', 'after', 'taken'))).toMatch(/^conflict/);
    expect(await messageOf(projects.rename(ada, 'vision', 'after', 'a/b'))).toMatch(/^invalid/);
    expect(await messageOf(projects.rename(ada, 'vision', 'after', 'after'))).toBe('allowed');
  });
});

describe('a project made by a service account', () => {
  it('is of the member for whom it acts', async () => {
    const { accounts } = room;
    const account = await accounts.createServiceAccount(ada, 'vision', 'nightly');
    const key = await accounts.readServiceKey(ada, account);
    const service = await accounts.authenticateKey(key ?? '');
    if (service === null) throw new Error('The key of a new service account must work.');
    const made = await projects.ensure(
      await accounts.actFor(service, 'member'),
      'vision',
      'theirs',
    );
    expect(made.createdBy).toBe(member.userId);
    const own = await projects.ensure(await accounts.actFor(service, 'stranger'), 'vision', 'own');
    expect(own.createdBy).toBe(account.id);
  });
});

it('tells a description that nobody gave from an empty one', async () => {
  const told = async (name: string, description?: string) => {
    await projects.put(ada, 'ada', name, description === undefined ? {} : { description });
    const { isDescribed, description: text } = await projects.find(ada, 'ada', name, 'read');
    return [isDescribed, text];
  };
  expect(await told('undescribed')).toEqual([false, '']);
  expect(await told('undescribed', 'at last')).toEqual([true, 'at last']);
  expect(await told('emptily-described', '')).toEqual([true, '']);
});
