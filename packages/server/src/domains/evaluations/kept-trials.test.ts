import { expect, it } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import { createKeptTrials } from './kept-trials.ts';
import type { EvaluationRoot, Trial } from './types.ts';

const PROJECT = 1 as ProjectId;

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
    { read: async () => new Map(), write: async () => undefined },
  );
  const first = rootOf(0);
  await keeper.figures(PROJECT, [first]);
  const others = Array.from({ length: 4_999 }, (_, at) => rootOf(at + 1));
  await keeper.figures(PROJECT, others);
  const found = await keeper.figures(PROJECT, [rootOf(5_000), first]);
  expect(found.map(({ trialCount }) => trialCount)).toEqual([1, 1]);
});
