import pino from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type MailReceiver, startMailReceiver } from '../../../../../tests/support/smtp.ts';
import { createMailer, type Mailer } from '../../platform/mail/index.ts';
import { createOutbound } from '../../platform/outbound/index.ts';
import type { UserActor } from '../accounts/index.ts';
import { createAlerts } from '../alerts/index.ts';
import { createIntegrations } from '../integrations/index.ts';
import { createJobs, type Jobs } from '../jobs/index.ts';
import { createLive } from '../live/index.ts';
import { createProjects, type Project, type Projects } from '../projects/index.ts';
import type { Report } from '../reports/index.ts';
import { createRuns, type Runs } from '../runs/index.ts';
import { createSeal, createSecrets } from '../secrets/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import {
  createMail,
  createNotifications,
  type MailPort,
  type NotableEvent,
  type Notifications,
  noticesOfReports,
  sendInvitation,
} from './index.ts';

let room: Room;
let ada: UserActor;
let bob: UserActor;
let projects: Projects;
let runs: Runs;
let team: Project;
let jobs: Jobs;
let smtp: MailReceiver;
let mailer: Mailer;
let mail: MailPort;
let notifications: Notifications;
let alerts: ReturnType<typeof createAlerts>;
let eventCount = 0;
const paces = { people: 1, machines: 2_000, between: 600_000 };
const log = pino({ level: 'silent' });
const live = createLive();

beforeAll(async () => {
  room = await openRoom();
  const { metadata, accounts, admin } = room;
  smtp = await startMailReceiver();
  ada = await room.user('ada', { email: 'ada@example.com' });
  bob = await room.user('bob', { email: 'bob@example.com' });
  await accounts.putOrganization(admin, 'mill');
  await accounts.putTeam(admin, 'mill', 'weavers');
  for (const name of ['ada', 'bob']) {
    await accounts.putTeamMember(admin, 'mill', 'weavers', name, 'member');
  }
  projects = createProjects({ metadata, accounts });
  runs = createRuns({ metadata, projects });
  team = await projects.ensure(ada, 'weavers', 'looms');
  const secret = new Uint8Array(32).fill(3);
  const seal = createSeal(secret);
  jobs = createJobs({ metadata, log, firstRetryMs: 1 });
  const outbound = createOutbound({ allowed: [] });
  const secrets = createSecrets({ metadata, accounts, seal });
  mailer = createMailer({ smtpUrl: smtp.url, from: 'Runloom <runloom@example.com>' });
  mail = createMail({ mailer, jobs, seal, publicUrl: 'https://runloom.example.com' });
  alerts = createAlerts({ metadata, projects, runs, live });
  notifications = createNotifications({
    metadata,
    accounts,
    projects,
    runs,
    integrations: createIntegrations({ metadata, accounts, secrets, seal, outbound }),
    jobs,
    live,
    mailer,
    secret,
    publicUrl: 'https://runloom.example.com',
    log,
    paces,
  });
  jobs.start();
}, 60_000);
afterAll(async () => {
  await notifications.stop();
  await jobs.stop();
  mailer.close();
  await smtp.close();
  await room.close();
});

const mention = (more: Partial<NotableEvent> = {}): NotableEvent => {
  eventCount += 1;
  return {
    kind: 'mention',
    to: [bob.userId],
    by: ada.userId,
    subject: { kind: 'project', id: team.id },
    project: team,
    title: `ada spoke to you in Report ${eventCount}`,
    body: 'Have a look, @bob',
    path: `/weavers/looms/reports/r--${eventCount}`,
    eventKey: `mention ${eventCount}`,
    ...more,
  };
};
const listed = async (actor: UserActor) =>
  (await notifications.list(actor, { limit: 50, cursor: null, unreadOnly: false })).notifications;
const mailsTo = (address: string) => smtp.mails.filter(({ to }) => to.includes(address));
/** Until nothing waits to be sent to them. */
const delivered = (actor: UserActor) =>
  vi.waitFor(
    async () => {
      const states = (await notifications.listDeliveries(actor, 50)).map(({ state }) => state);
      expect(states).not.toContain('waiting');
    },
    { timeout: 10_000 },
  );
const endRun = async (name: string, exitCode: number) => {
  const address = { entityName: 'weavers', projectName: 'looms', name };
  const { run } = await runs.upsert(ada, { ...address, displayName: name });
  await runs.applyProgress([{ runId: run.id, heartbeatAt: Date.now(), complete: true, exitCode }]);
};

it('a mention is on the pages and in the mail, with a link, as text and as escaped HTML', async () => {
  const title = 'ada spoke to you in <img src=x onerror=alert(1)> & “Weft”';
  await notifications.tell(mention({ title }));
  expect((await listed(bob))[0]).toMatchObject({ kind: 'mention', title, count: 1, readAt: null });
  expect(await notifications.countUnread(bob)).toBe(1);
  await delivered(bob);
  const [mail] = mailsTo('bob@example.com');
  expect(mail?.from).toBe('runloom@example.com');
  expect(mail?.text).toContain(
    `https://runloom.example.com/weavers/looms/reports/r--${eventCount}`,
  );
  expect(mail?.text).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; “Weft”');
  expect(mail?.text).toContain('in weavers/looms');
  expect(mail?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect((await notifications.listDeliveries(bob, 5))[0]).toMatchObject({
    way: 'email',
    state: 'sent',
    attempts: 1,
  });
});

it('nobody is told of what they did themselves, or twice of the same', async () => {
  const event = mention({ to: [ada.userId, bob.userId] });
  const before = (await listed(bob)).length;
  await notifications.tell(event);
  await notifications.tell(event);
  expect(await listed(ada)).toEqual([]);
  expect((await listed(bob)).length).toBe(before + 1);
  await delivered(bob);
});

it('what reads like a header stays in the subject', async () => {
  await notifications.tell(mention({ title: 'Hello\r\nBcc: victim@example.com\r\n\r\nbody' }));
  await delivered(bob);
  const mail = mailsTo('bob@example.com').at(-1);
  expect(mail?.headers.has('bcc')).toBe(false);
  expect(smtp.mails.flatMap(({ to }) => to)).not.toContain('victim@example.com');
});

it('runs of a sweep that fail are one notification and one mail', async () => {
  const before = mailsTo('ada@example.com').length;
  for (let index = 0; index < 40; index += 1) await endRun(`sweep-${index}`, 1);
  await notifications.tellWhatHappened();
  const [first, ...others] = await listed(ada);
  expect(first).toMatchObject({ kind: 'run-failed', count: 40, path: '/weavers/looms' });
  expect(others).toEqual([]);
  await delivered(ada);
  for (let index = 40; index < 60; index += 1) await endRun(`sweep-${index}`, 1);
  await notifications.tellWhatHappened();
  expect((await listed(ada))[0]).toMatchObject({ count: 60 });
  expect(mailsTo('ada@example.com').length).toBe(before + 1);
  expect((await notifications.listDeliveries(ada, 1))[0]?.state).toBe('waiting');
  expect(mailsTo('ada@example.com').at(-1)?.text).toMatch(/sweep-\d+ failed, and \d+ more/);
}, 60_000);

it('runs that are watched are told to who watches them, alerts with what they say', async () => {
  paces.between = 0;
  paces.machines = 1;
  await notifications.setWatched(bob, team, null, true);
  await endRun('watched', 1);
  await alerts.raise(ada, {
    entityName: 'weavers',
    projectName: 'looms',
    runName: 'watched',
    title: 'Loss is NaN',
    text: 'at step 12',
    severity: 'ERROR',
    waitMs: 0,
  });
  await notifications.tellWhatHappened();
  const told = await listed(bob);
  expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['run-failed', 'alert']));
  expect(told.find(({ kind }) => kind === 'alert')).toMatchObject({
    title: 'watched: Loss is NaN',
    body: 'at step 12',
    severity: 'ERROR',
  });
  expect(await notifications.listWatches(bob)).toMatchObject([{ run: null }]);
  await notifications.setWatched(bob, team, null, false);
});

it('a muted project and a kind that was switched off are silent', async () => {
  await delivered(bob);
  const before = (await listed(bob)).length;
  await notifications.setMuted(bob, team, true);
  await notifications.tell(mention());
  expect((await listed(bob)).length).toBe(before);
  await notifications.setMuted(bob, team, false);
  await notifications.changeSettings(bob, { choices: { mention: [] } });
  await notifications.tell(mention());
  expect((await listed(bob)).length).toBe(before);
  await notifications.changeSettings(bob, { choices: { mention: ['page'] } });
  const mails = mailsTo('bob@example.com').length;
  await notifications.tell(mention());
  expect((await listed(bob)).length).toBe(before + 1);
  await delivered(bob);
  expect(mailsTo('bob@example.com').length).toBe(mails);
  await notifications.changeSettings(bob, { choices: { mention: ['page', 'email'] } });
});

it('a link in the mail ends mail of its kind without signing in, and does nothing else', async () => {
  await delivered(bob);
  const mail = mailsTo('bob@example.com').find(({ text }) => text.includes('unsubscribe'));
  const token = decodeURIComponent(
    /unsubscribe\/([^>\s]+)>/.exec(mail?.headers.get('list-unsubscribe') ?? '')?.[1] ?? '',
  );
  expect(await notifications.readUnsubscribe(token)).toEqual({ username: 'bob', kind: 'mention' });
  await notifications.unsubscribe(token, 'kind');
  const { choices } = await notifications.readSettings(bob);
  expect([...(choices.get('mention') ?? [])]).toEqual(['page']);
  expect(choices.get('reply')?.has('email')).toBe(true);
  await notifications.unsubscribe(token, 'all');
  const after = await notifications.readSettings(bob);
  expect([...after.choices.values()].some((ways) => ways.has('email'))).toBe(false);
  for (const forged of [
    '',
    'x',
    token.replace(/^\d+/, '1'),
    `${token}x`,
    token.replace('mention', 'alert'),
  ]) {
    await expect(notifications.readUnsubscribe(forged)).rejects.toMatchObject({
      code: 'not_found',
    });
  }
  await notifications.changeSettings(bob, { choices: { mention: ['page', 'email'] } });
});

it('a mail server that is busy is asked again, and one that refuses for good is noted', async () => {
  smtp.refuse({ code: 451, message: 'try later' });
  const mails = mailsTo('bob@example.com').length;
  await notifications.tell(mention());
  await vi.waitFor(async () =>
    expect((await notifications.listDeliveries(bob, 1))[0]).toMatchObject({
      state: 'waiting',
      detail: 'The mail server answered 451.',
    }),
  );
  expect(mailsTo('bob@example.com').length).toBe(mails);
  smtp.refuse({ code: 550, message: 'no such user' });
  await notifications.tell(mention());
  await vi.waitFor(async () =>
    expect((await notifications.listDeliveries(bob, 1))[0]).toMatchObject({
      state: 'failed',
      detail: 'The mail server answered 550.',
    }),
  );
  smtp.refuse(null);
});

it('who was removed gets nothing more, and does not see what they were told before', async () => {
  await notifications.tell(mention());
  await delivered(bob);
  expect((await listed(bob)).length).toBeGreaterThan(0);
  await room.accounts.deleteTeamMember(room.admin, 'mill', 'weavers', 'bob');
  const mails = mailsTo('bob@example.com').length;
  expect(await listed(bob)).toEqual([]);
  expect(await notifications.countUnread(bob)).toBe(0);
  expect(await notifications.listDeliveries(bob, 10)).toEqual([]);
  await notifications.tell(mention());
  await delivered(bob);
  expect(mailsTo('bob@example.com').length).toBe(mails);
  await room.accounts.putTeamMember(room.admin, 'mill', 'weavers', 'bob', 'member');
});

it('rooms say themselves who sees what they tell of', async () => {
  let mayBobSee = true;
  notifications.guard(
    'report',
    async (actor, id) => id === '7' && (actor.userId !== bob.userId || mayBobSee),
  );
  await notifications.tell(
    mention({ subject: { kind: 'guarded', guard: 'report', id: '7' }, title: 'guarded' }),
  );
  expect((await listed(bob)).some(({ title }) => title === 'guarded')).toBe(true);
  mayBobSee = false;
  expect((await listed(bob)).some(({ title }) => title === 'guarded')).toBe(false);
  mayBobSee = true;
});

it('an answer is told to who wrote before, a comment to who made the report, and one comment once', async () => {
  const carol = await room.user('carol');
  await room.accounts.putTeamMember(room.admin, 'mill', 'weavers', 'carol', 'member');
  const { onComment } = noticesOfReports(notifications);
  const report = { id: 7, title: 'Findings', createdBy: ada.userId } as Report;
  const comment = { report, project: team, by: carol.userId, thread: 't', body: 'Sure?' };
  const own = async (actor: UserActor) =>
    (await listed(actor)).flatMap(({ kind, title }) =>
      title.endsWith('“Findings”') ? [`${kind}: ${title}`] : [],
    );
  await onComment?.({ ...comment, comment: 'first', repliedTo: [bob.userId] });
  expect(await own(bob)).toEqual(['reply: An answer in “Findings”']);
  expect(await own(ada)).toEqual(['comment: A comment on “Findings”']);
  await onComment?.({ ...comment, comment: 'second', repliedTo: [bob.userId, ada.userId] });
  expect(await own(ada)).toEqual([
    'reply: An answer in “Findings”',
    'comment: A comment on “Findings”',
  ]);
});

it('read marks are kept, come back, and are told to open pages', async () => {
  let changes = 0;
  const stop = notifications.watchUnread(bob.userId, () => {
    changes += 1;
  });
  await notifications.tell(mention());
  const [newest] = await listed(bob);
  const before = await notifications.countUnread(bob);
  await notifications.mark(bob, { ids: [newest?.id ?? 0], isRead: true });
  expect(await notifications.countUnread(bob)).toBe(before - 1);
  await notifications.mark(bob, { ids: [newest?.id ?? 0], isRead: false });
  expect(await notifications.countUnread(bob)).toBe(before);
  await notifications.mark(ada, { ids: [newest?.id ?? 0], isRead: true });
  expect(await notifications.countUnread(bob)).toBe(before);
  await notifications.mark(bob, 'all');
  expect(await notifications.countUnread(bob)).toBe(0);
  expect(changes).toBe(4);
  stop();
});

it('only integrations of one’s own can be written to', async () => {
  await expect(notifications.changeSettings(bob, { channelId: 99 })).rejects.toMatchObject({
    code: 'invalid',
  });
});

it('a letter is sent where a mail server is configured, and refused in words where none is', async () => {
  await mail.send({
    to: 'carol@example.com',
    subject: 'ada asks you into weavers',
    paragraphs: ['Hello <b>Carol</b>'],
    link: { label: 'Join', path: '/invitations/abc' },
  });
  await vi.waitFor(() => expect(mailsTo('carol@example.com').length).toBe(1));
  expect(mailsTo('carol@example.com')[0]?.text).toContain('&lt;b&gt;Carol&lt;/b&gt;');
  expect(mailsTo('carol@example.com')[0]?.text).toContain(
    'https://runloom.example.com/invitations/abc',
  );
  await expect(
    createMailer(null).send({ to: 'a@b.c', subject: '', text: '', html: '' }),
  ).rejects.toMatchObject({
    code: 'conflict',
  });
});

it('who is invited gets one mail, the letter with the link, and a notification on the page', async () => {
  const eve = await room.user('eve', { email: 'eve@example.com' });
  await room.accounts.putTeamMember(room.admin, 'mill', 'weavers', 'ada', 'admin');
  const result = await room.accounts.invite(ada, 'weavers', { email: 'eve@example.com' }, 'member');
  if (result.kind !== 'invitation') throw new Error('Strangers are invited by a link.');
  await sendInvitation(mail, ada, 'weavers', result);
  await notifications.tellWhatHappened();
  expect(await listed(eve)).toMatchObject([{ kind: 'invitation' }]);
  expect(await notifications.listDeliveries(eve, 50)).toEqual([]);
  await vi.waitFor(() => expect(mailsTo('eve@example.com')).toHaveLength(1), { timeout: 10_000 });
  expect(mailsTo('eve@example.com')[0]?.text).toContain(
    `https://runloom.example.com/invitations/${encodeURIComponent(result.token)}`,
  );
});
