import pino from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { openTestMetadata } from '../testing/index.ts';
import { createJobs, type JobAttempt, type Jobs, RetryAfter } from './index.ts';

let metadata: MetadataStore;
let close: () => Promise<void>;
const started: Jobs[] = [];
const clock = { now: 1_000_000 };

beforeEach(async () => {
  ({ metadata, close } = await openTestMetadata());
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((jobs) => jobs.stop()));
  await close();
});

function open(handlers: Record<string, (payload: unknown, attempt: JobAttempt) => Promise<void>>) {
  const log = pino({ level: 'silent' });
  const jobs = createJobs({ metadata, log, clock: () => clock.now, firstRetryMs: 1 });
  for (const [kind, handler] of Object.entries(handlers)) jobs.handle(kind, handler);
  started.push(jobs);
  return jobs;
}

it('carries out what is put in, also when it was put in before the start', async () => {
  const done: unknown[] = [];
  const jobs = open({ note: async (payload) => void done.push(payload) });
  await jobs.enqueue({ kind: 'note', payload: { a: 1 } });
  expect(done).toEqual([]);
  jobs.start();
  await jobs.enqueue({ kind: 'note', payload: 'b' });
  await vi.waitFor(() => expect(done).toEqual([{ a: 1 }, 'b']));
  await vi.waitFor(async () => expect(await jobs.count()).toBe(0));
});

it('tries again what fails, up to the last attempt, and then lets go', async () => {
  const attempts: JobAttempt[] = [];
  const jobs = open({
    fails: async (_payload, attempt) => {
      attempts.push(attempt);
      throw new RetryAfter('not yet', 0);
    },
  });
  jobs.start();
  await jobs.enqueue({ kind: 'fails', payload: null, maxAttempts: 3 });
  await vi.waitFor(async () => expect(await jobs.count()).toBe(0));
  expect(attempts).toEqual([
    { number: 1, isLast: false },
    { number: 2, isLast: false },
    { number: 3, isLast: true },
  ]);
});

it('a failing job does not hold up others, and waits longer each time', async () => {
  const done: unknown[] = [];
  const jobs = open({
    fails: async () => {
      throw new Error('no');
    },
    works: async (payload) => void done.push(payload),
  });
  jobs.start();
  await jobs.enqueue({ kind: 'fails', payload: null });
  await jobs.enqueue({ kind: 'works', payload: 1 });
  await vi.waitFor(() => expect(done).toEqual([1]));
  expect(await jobs.count()).toBe(1);
});

it('wishes with one key are one job while it waits, and another one once it is in work', async () => {
  let calls = 0;
  const jobs = open({
    once: async () => {
      calls += 1;
      if (calls === 1) await jobs.enqueue({ kind: 'once', payload: null, uniqueKey: 'k' });
    },
  });
  for (let index = 0; index < 5; index += 1) {
    await jobs.enqueue({ kind: 'once', payload: null, uniqueKey: 'k' });
  }
  expect(await jobs.count()).toBe(1);
  jobs.start();
  await vi.waitFor(async () => expect(await jobs.count()).toBe(0));
  expect(calls).toBe(2);
});

it('a delayed job waits for its time', async () => {
  const done: unknown[] = [];
  const jobs = open({ note: async (payload) => void done.push(payload) });
  jobs.start();
  await jobs.enqueue({ kind: 'note', payload: 'late', delayMs: 60_000 });
  await jobs.enqueue({ kind: 'note', payload: 'now' });
  await vi.waitFor(() => expect(done).toEqual(['now']));
  clock.now += 60_000;
  await jobs.enqueue({ kind: 'note', payload: 'wakes' });
  await vi.waitFor(() => expect(done).toContain('late'));
});

it('a job of a process that is gone is taken over when its lease has passed', async () => {
  let reached = 0;
  const stuck = open({
    work: () => {
      reached += 1;
      return new Promise(() => undefined);
    },
  });
  started.pop();
  stuck.start();
  await stuck.enqueue({ kind: 'work', payload: 'x' });
  await vi.waitFor(() => expect(reached).toBe(1));
  void stuck.stop();

  const done: [unknown, JobAttempt][] = [];
  const next = open({ work: async (payload, attempt) => void done.push([payload, attempt]) });
  next.start();
  await next.enqueue({ kind: 'other', payload: null });
  expect(done).toEqual([]);
  clock.now += 61_000;
  await next.enqueue({ kind: 'other', payload: null });
  await vi.waitFor(() => expect(done).toEqual([['x', { number: 2, isLast: false }]]));
});

it('two processes share the work without doing any of it twice', async () => {
  const done: unknown[] = [];
  const work = async (payload: unknown): Promise<void> => void done.push(payload);
  const [one, other] = [open({ work }), open({ work })];
  for (let index = 0; index < 30; index += 1) await one.enqueue({ kind: 'work', payload: index });
  one.start();
  other.start();
  await vi.waitFor(async () => expect(await one.count()).toBe(0));
  expect(new Set(done).size).toBe(30);
  expect(done).toHaveLength(30);
});
