import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Actor } from '../accounts/index.ts';
import type { Project } from '../projects/index.ts';
import type { RunId } from './lineage.ts';
import { openRoom, type Room } from './room.testing.ts';
import type { DeadLetterPage, Run, Runs } from './types.ts';

const MINUTE = 60_000;

let room: Room;
let runs: Runs;
let actor: Actor;
let project: Project;
const opened: MetadataStore[] = [];

beforeEach(async () => {
  room = await openRoom();
  opened.push(room.metadata);
  ({ runs, actor, project } = room);
});
afterAll(async () => {
  for (const metadata of opened) await metadata.close();
});

const address = { entityName: 'ada', projectName: 'looms' };

const upsert = async (name: string, change: object = {}): Promise<Run> =>
  (await runs.upsert(actor, { ...address, name, ...change })).run;

const reread = async (run: Run): Promise<Run> => {
  const found = await runs.findIn(project, run.name);
  if (found === null) throw new Error('The run is gone.');
  return found;
};

describe('upsert', () => {
  it('creates a run once and names it after its number', async () => {
    const first = await runs.upsert(actor, { ...address, name: 'a' });
    expect(first).toMatchObject({ inserted: true, run: { state: 'running', config: '{}' } });
    expect(first.run.displayName).toMatch(/-1$/);
    expect((await upsert('b')).displayName).toMatch(/-2$/);
    const again = await runs.upsert(actor, { ...address, name: 'a' });
    expect(again).toMatchObject({ inserted: false, run: first.run });
  });

  it('makes one run of many calls at the same time', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        runs.upsert(actor, { ...address, name: 'same', host: `h${index}` }),
      ),
    );
    expect(all.filter(({ inserted }) => inserted)).toHaveLength(1);
    expect(new Set(all.map(({ run }) => run.id)).size).toBe(1);
    expect(await runs.count([project])).toBe(1);
  });

  it('leaves alone what is null or absent', async () => {
    const given = {
      displayName: 'my run',
      notes: 'n',
      tags: ['x'],
      config: '{"a":{"value":1}}',
      groupName: 'g',
    };
    const before = await upsert('a', given);
    const nothing = { displayName: null, notes: null, tags: null, config: null, groupName: null };
    expect(await upsert('a', { ...nothing, jobType: 'train' })).toMatchObject({
      ...given,
      id: before.id,
      jobType: 'train',
    });
  });

  it('finds the run by its storage id and replaces the config whole', async () => {
    const before = await upsert('a', { config: '{"a":{"value":1}}' });
    const { run, inserted } = await runs.upsert(actor, { id: before.id, config: '{"b":NaN}' });
    expect(inserted).toBe(false);
    expect(await reread(run)).toMatchObject({ name: 'a', config: '{"b":NaN}' });
  });

  it('never un-finishes a run, but starts a pending one', async () => {
    const finished = await upsert('a');
    await runs.applyProgress([
      { runId: finished.id, heartbeatAt: room.clock.now, complete: true, exitCode: 0 },
    ]);
    expect((await upsert('a', { state: 'running', notes: 'late' })).state).toBe('finished');
    await upsert('b', { state: 'pending' });
    expect((await upsert('b', { state: 'running' })).state).toBe('running');
  });

  it('keeps NUL and unpaired surrogates', async () => {
    const odd = 'a\0b\ud800\\c😀';
    const run = await upsert('a', { displayName: odd, notes: odd, tags: [odd], groupName: odd });
    expect(await reread(run)).toMatchObject({
      displayName: odd,
      notes: odd,
      tags: [odd],
      groupName: odd,
    });
  });

  it.each([[''], [' a'], ['a/b'], ['..'], ['a\0'], ['\ud800'], ['x'.repeat(513)]])(
    'refuses %j as the id of a run, or makes one up when it is empty',
    async (name) => {
      if (name === '') expect((await upsert(name)).name).toMatch(/^[a-z0-9]{8}$/);
      else await expect(upsert(name)).rejects.toMatchObject({ code: 'invalid' });
    },
  );

  it.each([['[]'], ['{'], ['7']])('refuses the config %s', async (config) => {
    await expect(upsert('a', { config })).rejects.toMatchObject({ code: 'invalid' });
    expect(await runs.count([project])).toBe(0);
  });

  it('asks anonymous callers to sign in', async () => {
    const nobody: Actor = { kind: 'anonymous' };
    await expect(runs.upsert(nobody, { ...address, name: 'a' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('applyProgress', () => {
  it('moves many runs in one go and lets counts only grow', async () => {
    const [a, b] = [await upsert('a'), await upsert('b')];
    const heartbeatAt = room.clock.now + 5;
    const after = await runs.applyProgress([
      { runId: b.id, heartbeatAt, historyLineCount: 7, lastStep: 6, startedAt: 10.5 },
      { runId: a.id, heartbeatAt, logLineCount: 2 },
      {
        runId: b.id,
        heartbeatAt: heartbeatAt - 3,
        historyLineCount: 4,
        lastStep: 3,
        startedAt: 99,
      },
    ]);
    expect(after.map((run) => run.id)).toEqual([a.id, b.id]);
    expect(await reread(b)).toMatchObject({
      historyLineCount: 7,
      lastStep: 6,
      startedAt: 10.5,
      heartbeatAt,
    });
    expect(after).toEqual([await reread(a), await reread(b)]);
  });

  it('replaces the summary and the tails, NaN and odd characters among them', async () => {
    const run = await upsert('a');
    await runs.applyProgress([
      {
        runId: run.id,
        heartbeatAt: 1,
        summary: '{"a":NaN}',
        historyTail: '{"k":"\\ud800"}',
        eventsTail: '{"raw":"\ud800"}',
      },
    ]);
    expect(await reread(run)).toMatchObject({
      summary: '{"a":NaN}',
      historyTail: '{"k":"\\ud800"}',
      eventsTail: '{"raw":"\\ud800"}',
    });
  });

  it('keeps a dead letter once, however often its line is sent', async () => {
    const run = await upsert('a');
    const deadLetters = Array.from({ length: 1200 }, (_, line) => ({
      file: 'wandb-history.jsonl',
      line,
      reason: 'broken',
      raw: `raw\0${line}`,
    }));
    const send = () => runs.applyProgress([{ runId: run.id, heartbeatAt: 1, deadLetters }]);
    await send();
    const [after] = await send();
    expect(after?.deadLetterCount).toBe(1200);
    const kept = await runs.listDeadLetters(project, 'a', { after: null, limit: 1000 });
    expect(kept.deadLetters).toHaveLength(1000);
    expect(kept.deadLetters[7]).toMatchObject({ line: 7, raw: 'raw\u00007', reason: 'broken' });
    const rest = await runs.listDeadLetters(project, 'a', { after: kept.nextCursor, limit: 1000 });
    expect(rest.deadLetters.map(({ line }) => line)).toEqual(
      Array.from({ length: 200 }, (_, line) => 1000 + line),
    );
    expect(rest.nextCursor).toBeNull();
  });

  it('ends a page of dead letters early when they are long, by file and line', async () => {
    const run = await upsert('a');
    const long = 'x'.repeat(3_000_000);
    const deadLetters = ['wandb-history.jsonl', 'a\0file'].flatMap((file) =>
      [2, 1].map((line) => ({ file, line, reason: 'broken', raw: long })),
    );
    await runs.applyProgress([{ runId: run.id, heartbeatAt: 1, deadLetters }]);
    const found: unknown[] = [];
    let after: string | null = null;
    do {
      const page: DeadLetterPage = await runs.listDeadLetters(project, 'a', { after, limit: 100 });
      expect(page.deadLetters).toHaveLength(1);
      found.push(...page.deadLetters.map(({ file, line }) => [file, line]));
      after = page.nextCursor;
    } while (after !== null);
    expect(found).toEqual([
      ['a\0file', 1],
      ['a\0file', 2],
      ['wandb-history.jsonl', 1],
      ['wandb-history.jsonl', 2],
    ]);
    await expect(
      runs.listDeadLetters(project, 'a', { after: 'nonsense', limit: 1 }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  it('holds steps that a double can not within what is exact', async () => {
    const run = await upsert('a');
    const [after] = await runs.applyProgress([
      { runId: run.id, heartbeatAt: 1, lastStep: 2 ** 63 },
    ]);
    expect(after?.lastStep).toBe(Number.MAX_SAFE_INTEGER);
    expect((await reread(run)).lastStep).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('takes the exit code back when a run is resumed', async () => {
    const run = await upsert('a');
    const progress = { runId: run.id, heartbeatAt: 1 };
    const [failed] = await runs.applyProgress([{ ...progress, complete: true, exitCode: 1 }]);
    expect(failed).toMatchObject({ state: 'failed', exitCode: 1 });
    const [resumed] = await runs.applyProgress([{ ...progress, historyLineCount: 1 }]);
    expect(resumed).toMatchObject({ state: 'running', exitCode: null });
  });

  it('passes over runs that are not there, and over nothing', async () => {
    expect(await runs.applyProgress([{ runId: 99 as RunId, heartbeatAt: 1 }])).toEqual([]);
    expect(await runs.applyProgress([])).toEqual([]);
  });
});

describe('stopping', () => {
  it('is asked of a run at work and done with when it ends', async () => {
    const run = await upsert('a');
    await runs.requestStop(actor, run.id);
    const [running] = await runs.applyProgress([{ runId: run.id, heartbeatAt: 1 }]);
    expect(running?.stopRequested).toBe(true);
    const [ended] = await runs.applyProgress([
      { runId: run.id, heartbeatAt: 1, complete: true, exitCode: 255 },
    ]);
    expect(ended).toMatchObject({ state: 'killed', stopRequested: false });
    await runs.requestStop(actor, run.id);
    expect((await reread(run)).stopRequested).toBe(false);
  });
});

describe('reading', () => {
  it('walks all runs once, page by page, in both directions', async () => {
    for (let index = 0; index < 7; index += 1) {
      await upsert(`r${index}`);
      if (index % 2 === 0) room.clock.now += 1;
    }
    for (const ascending of [true, false]) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page = await runs.list(project, {
          first: 3,
          after,
          order: { field: { kind: 'attribute', name: 'createdAt' }, ascending },
        });
        expect(page.cursors).toHaveLength(page.runs.length);
        seen.push(...page.runs.map((run) => run.name));
        after = page.nextCursor;
      } while (after !== null);
      const expected = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6'];
      expect(seen).toEqual(ascending ? expected : expected.toReversed());
    }
  });

  it('goes on after any run of a page', async () => {
    for (const name of ['a', 'b', 'c']) await upsert(name);
    const order = { field: { kind: 'attribute', name: 'name' }, ascending: true } as const;
    const { cursors } = await runs.list(project, { first: 3, order });
    const rest = await runs.list(project, { first: 3, after: cursors[0] ?? null, order });
    expect(rest.runs.map((run) => run.name)).toEqual(['b', 'c']);
  });

  it.each([['x'], ['bnVsbA'], ['W10'], ['WyJhIiwiYiJd']])(
    'refuses the cursor %j',
    async (after) => {
      await expect(runs.list(project, { first: 1, after })).rejects.toMatchObject({
        code: 'invalid',
      });
    },
  );

  it('finds several by name, in the order asked', async () => {
    for (const name of ['a', 'b', 'c']) await upsert(name);
    const found = await runs.findMany(project, ['c', 'missing', 'a', 'c']);
    expect(found.map((run) => run.name)).toEqual(['c', 'a', 'c']);
    expect(await runs.findMany(project, [])).toEqual([]);
  });
});

describe('update', () => {
  it('changes what people edit', async () => {
    await upsert('a', { notes: 'old' });
    const run = await runs.update(actor, project, 'a', { displayName: 'new', tags: ['t', 't'] });
    expect(await reread(run)).toMatchObject({ displayName: 'new', notes: 'old', tags: ['t'] });
    await expect(runs.update(actor, project, 'a', { displayName: ' ' })).rejects.toThrow(/empty/);
    await expect(runs.update(actor, project, 'b', {})).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('sweepSilent', () => {
  it('ends silent runs only after a whole time-out, and a heartbeat brings them back', async () => {
    const [silent, preempting, loud] = [await upsert('a'), await upsert('b'), await upsert('c')];
    await runs.applyProgress([
      { runId: preempting.id, heartbeatAt: room.clock.now, preempting: true },
    ]);
    room.clock.now += 4 * MINUTE;
    expect(await runs.sweepSilent(5 * MINUTE)).toEqual([]);
    await runs.applyProgress([{ runId: loud.id, heartbeatAt: room.clock.now }]);
    room.clock.now += 2 * MINUTE;
    const swept = await runs.sweepSilent(5 * MINUTE);
    expect(swept.map((run) => [run.name, run.state])).toEqual([
      ['a', 'crashed'],
      ['b', 'preempted'],
    ]);
    expect(await runs.sweepSilent(5 * MINUTE)).toEqual([]);
    const [back] = await runs.applyProgress([{ runId: silent.id, heartbeatAt: room.clock.now }]);
    expect(back?.state).toBe('running');
  });

  it('lets a shared run end as one of its processes said before the others fell silent', async () => {
    const [good, bad] = [await upsert('a'), await upsert('b')];
    const heartbeatAt = room.clock.now;
    for (const [{ id }, exitCode] of [
      [good, 0],
      [bad, 3],
    ] as const) {
      await runs.applyProgress([
        { runId: id, heartbeatAt, shared: true, complete: true, exitCode },
        { runId: id, heartbeatAt, shared: true },
      ]);
    }
    expect([(await reread(good))?.state, (await reread(bad))?.state]).toEqual([
      'running',
      'running',
    ]);
    room.clock.now += 6 * MINUTE;
    const swept = await runs.sweepSilent(5 * MINUTE);
    expect(swept.map((run) => [run.name, run.state]).sort()).toEqual([
      ['a', 'finished'],
      ['b', 'failed'],
    ]);
  });
});
