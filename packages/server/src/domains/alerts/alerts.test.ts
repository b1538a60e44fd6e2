import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { UserActor } from '../accounts/index.ts';
import { createLive, type LiveEvent } from '../live/index.ts';
import { createProjects, type Project } from '../projects/index.ts';
import { createRuns, type Run, type Runs } from '../runs/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { type AlertInput, type Alerts, createAlerts } from './index.ts';

let room: Room;
let ada: UserActor;
let bob: UserActor;
let project: Project;
let runs: Runs;
let alerts: Alerts;
let run: Run;
let runNumber = 0;
const events: LiveEvent[] = [];

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  bob = await room.user('bob');
  const projects = createProjects({ metadata: room.metadata, accounts: room.accounts });
  project = await projects.ensure(ada, 'ada', 'looms');
  const clock = () => room.clock.now;
  runs = createRuns({ metadata: room.metadata, projects, clock });
  const live = createLive();
  live.subscribe(project.id, (event) => events.push(event));
  alerts = createAlerts({ metadata: room.metadata, projects, runs, live, clock });
});
afterAll(() => room.close());
beforeEach(async () => {
  events.length = 0;
  runNumber += 1;
  const name = `r${runNumber}`;
  ({ run } = await runs.upsert(ada, { name, entityName: 'ada', projectName: 'looms' }));
});

const raise = (alert: Partial<AlertInput> = {}, actor = ada) =>
  alerts.raise(actor, {
    entityName: 'ada',
    projectName: 'looms',
    runName: run.name,
    title: 'Low accuracy',
    text: 'It is 0.1',
    severity: 'WARN',
    waitMs: 60_000,
    ...alert,
  });

it('is stored, told to who watches, and listed', async () => {
  const alert = await raise();
  expect(alert).toMatchObject({ title: 'Low accuracy', text: 'It is 0.1', severity: 'WARN' });
  expect(events).toEqual([
    { kind: 'alert', projectId: project.id, runId: run.id, runName: run.name, alert },
  ]);
  expect(await alerts.list(run)).toEqual({ alerts: [alert], totalCount: 1, nextCursor: null });
});

it('is held back while one with its title is younger than it wants to wait', async () => {
  await raise();
  room.clock.now += 59_999;
  expect(await raise({ text: 'It is 0.2' })).toBeNull();
  expect(await raise({ title: 'Another' })).not.toBeNull();
  expect(await raise({ waitMs: 0 })).not.toBeNull();
  room.clock.now += 60_000;
  expect(await raise()).not.toBeNull();
  const { alerts: listed } = await alerts.list(run);
  expect(listed.map(({ title, heldBack }) => [title, heldBack])).toEqual([
    ['Low accuracy', 0],
    ['Low accuracy', 0],
    ['Another', 0],
    ['Low accuracy', 1],
  ]);
  expect(events).toHaveLength(4);
});

it('of many at once with one title is heard once', async () => {
  const raised = await Promise.all(Array.from({ length: 10 }, () => raise()));
  expect(raised.filter((alert) => alert !== null)).toHaveLength(1);
  expect((await alerts.list(run)).alerts).toMatchObject([{ heldBack: 9 }]);
});

it('keeps every character and comes in pages', async () => {
  const odd = 'nul\u0000 surrogate\ud800 back\\slash 🙂';
  for (let index = 0; index < 5; index += 1) await raise({ title: `${odd}${index}`, text: odd });
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await alerts.list(run, { first: 2, after });
    expect(page.totalCount).toBe(5);
    seen.push(...page.alerts.map(({ title }) => title));
    expect(page.alerts.every(({ text }) => text === odd)).toBe(true);
    after = page.nextCursor;
  } while (after !== null);
  expect(seen).toEqual([4, 3, 2, 1, 0].map((index) => `${odd}${index}`));
  await expect(alerts.list(run, { after: 'x' })).rejects.toMatchObject({ code: 'invalid' });
});

it('can be raised only by who may write to the run', async () => {
  await expect(raise({}, bob)).rejects.toMatchObject({ code: 'not_found' });
  await expect(raise({ runName: 'none' })).rejects.toMatchObject({ code: 'not_found' });
});
