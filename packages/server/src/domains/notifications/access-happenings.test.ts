import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMailer } from '../../platform/mail/index.ts';
import { createOutbound } from '../../platform/outbound/index.ts';
import type { UserActor } from '../accounts/index.ts';
import { createIntegrations } from '../integrations/index.ts';
import { createJobs } from '../jobs/index.ts';
import { createLive } from '../live/index.ts';
import { createProjects, type Projects } from '../projects/index.ts';
import { createRuns } from '../runs/index.ts';
import { createSeal, createSecrets } from '../secrets/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createMonitorNotices, createNotifications, type Notifications } from './index.ts';

let room: Room;
let notifications: Notifications;
let projects: Projects;
/** Admin of the team, member of it, and a stranger. */
let ada: UserActor;
let bob: UserActor;
let eve: UserActor;

beforeAll(async () => {
  room = await openRoom();
  const { metadata, accounts, admin, clock } = room;
  [ada, bob, eve] = [
    await room.user('ada'),
    await room.user('bob'),
    await room.user('eve', { email: 'eve@example.com' }),
  ];
  await accounts.putOrganization(admin, 'mill');
  await accounts.putTeam(admin, 'mill', 'weavers');
  await accounts.putTeamMember(admin, 'mill', 'weavers', 'ada', 'admin');
  await accounts.putTeamMember(admin, 'mill', 'weavers', 'bob', 'member');
  projects = createProjects({ metadata, accounts });
  await projects.ensure(ada, 'weavers', 'looms');
  const log = pino({ level: 'silent' });
  const secret = new Uint8Array(32).fill(3);
  const seal = createSeal(secret);
  const secrets = createSecrets({ metadata, accounts, seal });
  const outbound = createOutbound({ allowed: [] });
  notifications = createNotifications({
    metadata,
    accounts,
    projects,
    runs: createRuns({ metadata, projects }),
    integrations: createIntegrations({ metadata, accounts, secrets, seal, outbound }),
    jobs: createJobs({ metadata, log }),
    live: createLive(),
    mailer: createMailer(null),
    secret,
    publicUrl: null,
    log,
    clock: () => clock.now,
  });
}, 60_000);
afterAll(async () => {
  await notifications.stop();
  await room.close();
});

const finder = async (name: string) => {
  const team = await room.accounts.findEntity('weavers');
  return team === null ? null : projects.findOwned(team.id, name);
};
/** What they see of one kind, newest first. */
const told = async (actor: UserActor, kind: string) => {
  await notifications.tellWhatHappened();
  const { notifications: all } = await notifications.list(actor, {
    limit: 50,
    cursor: null,
    unreadOnly: false,
  });
  return all.filter((one) => one.kind === kind);
};
const ask = (project: string | null, message = '') =>
  room.accounts.requestAccess(eve, { entity: 'weavers', project, message });

it('who may grant access is told that somebody asks, and who asked is told of the grant alone', async () => {
  await ask('looms', 'For the paper <b>');
  expect(await told(ada, 'access-request')).toMatchObject([
    {
      title: 'eve asks for access to weavers/looms',
      body: 'For the paper <b>',
      path: '/weavers?tab=requests',
      actorId: eve.userId,
    },
  ]);
  expect(await told(bob, 'access-request')).toEqual([]);
  expect(await told(room.admin, 'access-request')).toEqual([]);

  const [request] = await room.accounts.listRequests(ada, 'weavers', finder);
  const decision = { id: request?.id ?? 0, role: 'viewer' };
  await room.accounts.decideRequest(ada, 'weavers', decision, finder);
  const [answer, ...more] = await told(eve, 'access-request');
  expect(answer).toMatchObject({
    title: 'You may see weavers/looms now',
    path: '/weavers/looms',
    actorId: ada.userId,
  });
  expect(more).toEqual([]);
});

it('nobody is told of a request for what is not there, nor the one who asked of a refusal', async () => {
  const before = await told(eve, 'access-request');
  await ask('no-such-project');
  await ask(null);
  const [asked, ...others] = await told(ada, 'access-request');
  expect(asked).toMatchObject({ title: 'eve asks for access to the team weavers', count: 2 });
  expect(others).toEqual([]);
  const [request] = await room.accounts.listRequests(ada, 'weavers', finder);
  const decision = { id: request?.id ?? 0, role: null };
  await room.accounts.decideRequest(ada, 'weavers', decision, finder);
  expect(await told(eve, 'access-request')).toEqual(before);
});

it('who may no longer decide does not see who asked', async () => {
  const { accounts, admin } = room;
  await accounts.putTeamMember(admin, 'mill', 'weavers', 'bob', 'admin');
  await accounts.putTeamMember(admin, 'mill', 'weavers', 'ada', 'member');
  expect(await told(ada, 'access-request')).toEqual([]);
  await accounts.putTeamMember(admin, 'mill', 'weavers', 'ada', 'admin');
  expect((await told(ada, 'access-request')).length).toBe(1);
});

it('instance admins hear of requests that nobody else may decide', async () => {
  await room.accounts.putTeam(room.admin, 'mill', 'empty');
  await room.accounts.requestAccess(eve, { entity: 'empty', project: null, message: '' });
  expect(await told(room.admin, 'access-request')).toMatchObject([
    { title: 'eve asks for access to the team empty' },
  ]);
});

it('an invitation is told to who has its address, and accepted from there while it is open', async () => {
  await room.accounts.invite(ada, 'weavers', { email: 'Eve@example.com' }, 'member');
  const [invitation] = await told(eve, 'invitation');
  expect(invitation).toMatchObject({ title: 'ada invites you to the team weavers' });
  const token = invitation?.path.split('/').at(-1) ?? '';
  expect(token).toMatch(/^own-\d+$/);
  const visit = { address: '', userAgent: '' };
  for (const other of [bob, { kind: 'anonymous' } as const]) {
    await expect(room.accounts.readInvitation(other, token)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      room.accounts.acceptInvitation(other, token, { account: null, visit }),
    ).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await room.accounts.readInvitation(eve, token)).toMatchObject({ next: 'join' });
  await room.accounts.acceptInvitation(eve, token, { account: null, visit });
  // It can't be used any more, so there is nothing to go to.
  expect(await told(eve, 'invitation')).toEqual([]);
});

it('who is known and is a member at once is told so', async () => {
  await room.user('kim');
  await room.accounts.invite(ada, 'weavers', { username: 'kim' }, 'viewer');
  const kim = await room.user('kim');
  expect(await told(kim, 'invitation')).toMatchObject([
    { title: 'ada added you to the team weavers', path: '/weavers' },
  ]);
  expect(await told(ada, 'invitation')).toEqual([]);
});

it('an alarm is told once, to who made the monitor and who follows the project, unless they muted it', async () => {
  const project = await projects.find(ada, 'weavers', 'looms', 'read');
  const notice = createMonitorNotices({ notifications, projects });
  await notifications.setWatched(bob, project, null, true);
  const alarm = {
    projectId: project.id,
    monitor: 'tone <b>',
    monitorId: 7,
    createdBy: ada.userId,
    at: 1,
    key: 'kind',
    direction: 'falls',
    mean: 0.5,
    count: 40,
    bound: 0.8,
    evidence: 200,
  } as const;
  await notice(alarm);
  await notice(alarm);
  for (const one of [ada, bob]) {
    expect(await told(one, 'monitor')).toMatchObject([
      {
        title: 'The monitor tone <b> raises an alarm',
        body: 'kind fell below 0.8: its mean over the last 40 calls is 0.5.',
        path: '/weavers/looms/weave/monitors/7',
        severity: 'WARN',
        count: 1,
      },
    ]);
  }
  await notifications.setMuted(bob, project, true);
  await notice({ ...alarm, at: 2 });
  expect((await told(ada, 'monitor')).length).toBe(2);
  expect((await told(bob, 'monitor')).length).toBe(1);
});
