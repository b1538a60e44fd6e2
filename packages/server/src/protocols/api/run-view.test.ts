import { RunView } from '@runloom/model';
import { describe, expect, test } from 'vitest';
import type { UserId } from '../../domains/accounts/index.ts';
import type { Run, RunId } from '../../domains/runs/index.ts';
import { commandLine } from './run-environment.ts';
import { createRunViews } from './run-view.ts';

const views = createRunViews({
  usernames: async () => new Map([[1 as UserId, 'ada']]),
});

function runWith(change: Partial<Run>): Run {
  return {
    id: 7 as RunId,
    name: 'r1',
    displayName: 'brave-loom-1',
    state: 'finished',
    exitCode: 0,
    createdBy: 1 as UserId,
    createdAt: 1_000_000,
    updatedAt: 1_060_000,
    heartbeatAt: 1_060_000,
    startedAt: 999.5,
    notes: '',
    groupName: 'g',
    jobType: 'train',
    sweepName: null,
    tags: ['a'],
    config: '{}',
    summary: '{}',
    lastStep: 9,
    deadLetterCount: 0,
    stopRequested: false,
    ...change,
  } as Run;
}

test('a run is shaped as the model says', async () => {
  const view = await views.one(runWith({}));
  expect(RunView.parse(view)).toEqual(view);
  expect(view).toMatchObject({ user: 'ada', startedAt: 999_500, durationMs: 60_000, group: 'g' });
});

test('config comes without its wrapper, and nothing of the client itself is shown', async () => {
  const { config, summary } = await views.one(
    runWith({
      config:
        '{"lr":{"value":0.1,"desc":null},"bare":3,"_wandb":{"value":{"t":1}},"o":{"value":{"value":1}}}',
      summary: '{"loss":NaN,"n":9007199254740993,"_wandb":{"runtime":5},"__proto__":{"x":1}}',
    }),
  );
  expect(config).toEqual({ lr: 0.1, bare: 3, o: { value: 1 } });
  expect(Object.keys(summary)).toEqual(['loss', 'n', '__proto__']);
  expect(summary['loss']).toEqual({ $number: 'NaN' });
  expect(summary['n']).toEqual({ $number: '9007199254740993' });
  expect(({} as { x?: number }).x).toBeUndefined();
});

test('a text that is no JSON does not hide the run', async () => {
  const view = await views.one(runWith({ config: 'oops', summary: '[1]' }));
  expect([view.config, view.summary]).toEqual([{}, {}]);
});

test('the user is looked up once for many runs', async () => {
  const [first, second, third] = await views.many([
    runWith({}),
    runWith({ createdBy: null }),
    runWith({ createdBy: 2 as UserId }),
  ]);
  expect([first?.user, second?.user, third?.user]).toEqual(['ada', null, null]);
});

describe('the duration', () => {
  test.each([
    ['is what the client counted', 'finished', '{"_wandb":{"runtime":7200}}', 7_200_000],
    ['falls back to the last row', 'finished', '{"_wandb":{},"_runtime":12.5}', 12_500],
    ['is what the server saw when nothing was counted', 'crashed', '{}', 60_000],
    ['of a living run is never behind what the server saw', 'running', '{"_runtime":30}', 60_000],
    ['ignores nonsense', 'finished', '{"_runtime":Infinity}', 60_000],
  ] as const)('%s', async (_, state, summary, expected) => {
    expect((await views.one(runWith({ state, summary }))).durationMs).toBe(expected);
  });
});

describe('the command', () => {
  test('is quoted so that it can be pasted', () => {
    expect(
      commandLine({
        executable: '/usr/bin/python3.11',
        program: 'my train.py',
        args: ['--lr', '0.1', "it's", '$HOME', ''],
      }),
    ).toBe(`/usr/bin/python3.11 'my train.py' --lr 0.1 'it'\\''s' '$HOME' ''`);
  });

  test('is unknown for what was no script', () => {
    expect(commandLine({ program: '<python with no main file>' })).toBeNull();
    expect(commandLine({ program: '(local)', codePath: '' })).toBeNull();
    expect(commandLine({})).toBeNull();
  });
});
