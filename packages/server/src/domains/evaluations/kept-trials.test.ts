import { expect, it, vi } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import { openRoom } from '../testing/index.ts';
import { createKeptEvaluations } from './kept-store.ts';
import { createKeptTrials } from './kept-trials.ts';
import type { EvaluationRoot, Trial } from './types.ts';

const PROJECT = 1 as ProjectId;
const keepsNothing = { read: async () => new Map(), write: async () => undefined };

const rootOf = (number: number): EvaluationRoot => ({ id: `e${number}`, traceId: `t${number}` });

const trialOf = ({ id }: EvaluationRoot): Trial => ({
  evaluationId: id,
  rowDigest: 'row',
  callId: `call of ${id}`,
  predictCallId: null,
  example: '{}',
  output: '"said"',
  scores: new Map([['right', 'true']]),
  scorerCallIds: new Map(),
  failedScorers: new Set(),
  isFailed: false,
  isRunning: false,
  startedAt: 1,
  latencySeconds: 1,
  totalTokens: null,
  totalCost: null,
  spanRefs: null,
});

it('says of each evaluation what came of it, also where keeping one pushes another out', async () => {
  const keeper = createKeptTrials(
    {
      traceStamps: async (_, ids) =>
        new Map(ids.map((id) => [id, { callCount: 2, text: 'as before' }])),
    },
    async (_, roots) => roots.map(trialOf),
    { trials: keepsNothing, outlines: keepsNothing },
  );
  const first = rootOf(0);
  await keeper.figures(PROJECT, [first]);
  const others = Array.from({ length: 4_999 }, (_, at) => rootOf(at + 1));
  await keeper.figures(PROJECT, others);
  const found = await keeper.figures(PROJECT, [rootOf(5_000), first]);
  expect(found.map(({ trialCount }) => trialCount)).toEqual([1, 1]);
});

it('says the same after a restart of what was kept, without reading it again', async () => {
  const room = await openRoom();
  try {
    const kept = createKeptEvaluations(room.metadata);
    const traceStamps = async (_: ProjectId, ids: readonly string[]) =>
      new Map(ids.map((id) => [id, { callCount: 5_000, text: 'as before' }]));
    const rows = [true, false, true].map((isRight, row) => ({
      ...trialOf(rootOf(0)),
      rowDigest: `row ${row}`,
      scores: new Map([['right', `${isRight}`]]),
      latencySeconds: row === 1 ? null : row / 3,
    }));
    const first = createKeptTrials({ traceStamps }, async () => rows, kept);
    const before = await first.sideBySide(PROJECT, [rootOf(0)]);
    const wanted = [{ id: 'e0', stamp: '1 e0 as before' }];
    const areKept = async () => {
      expect((await kept.outlines.read(PROJECT, wanted)).size).toBe(1);
      expect((await kept.trials.read(PROJECT, wanted)).size).toBe(1);
    };
    await vi.waitFor(areKept, { timeout: 10_000 });
    const readsNothing = () => Promise.reject(new Error('Calls were read again.'));
    const second = createKeptTrials({ traceStamps }, readsNothing, kept);
    expect(await second.sideBySide(PROJECT, [rootOf(0)])).toEqual(before);
    expect(await second.trials(PROJECT, [rootOf(0)], 'beginning')).toEqual(rows);
  } finally {
    await room.close();
  }
});
