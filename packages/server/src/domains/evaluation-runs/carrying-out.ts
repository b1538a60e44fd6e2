import { forEachAtOnce } from '../../platform/at-once.ts';
import type { Call, Calls } from '../calls/index.ts';
import type { Objects } from '../objects/index.ts';
import type { Models } from '../playground/index.ts';
import type { Project } from '../projects/index.ts';
import type { Scorers } from '../scorers/index.ts';
import { trialCallId } from './call-ids.ts';
import { trialIds } from './finishing.ts';
import { createProviderPauses } from './pacing.ts';
import { readRow } from './planning.ts';
import type { RunStore } from './store.ts';
import { carryOutTrial } from './trial.ts';
import type { TrialOf } from './trial-room.ts';
import type { EvaluationRun } from './types.ts';

export interface CarryingDeps {
  readonly calls: Pick<Calls, 'write' | 'readMany' | 'addFeedback'>;
  readonly objects: Pick<Objects, 'queryTable'>;
  readonly models: Models;
  readonly scorers: Pick<Scorers, 'score'>;
  readonly store: RunStore;
  readonly clock: () => number;
}

/**
 * Does every trial that is not stored yet; what an earlier process stored of a trial is not asked again.
 * Returns once all are stored, or the signal is aborted.
 */
export async function carryOutRun(
  deps: CarryingDeps,
  run: EvaluationRun,
  project: Project,
  signal: AbortSignal,
): Promise<void> {
  const { calls, store, clock } = deps;
  await store.removeUnfinished(run.id);
  const known = await storedTrials(calls, run);
  let done = known.size;
  let failed = [...known.values()].filter((isFailed) => isFailed).length;
  await store.count(run.id, { done, failed });
  const left = (await trialsOf(deps.objects, run)).filter(
    ({ place, trial }) => !known.has(trialCallId(run.callId, place, trial, 'predict_and_score')),
  );
  const pauses = createProviderPauses(clock);
  // Only a run that was broken off has parts of trials.
  const stored =
    known.size > 0 || run.state === 'running' ? await partsOf(calls, run, left) : NOTHING;
  await forEachAtOnce(left, run.plan.atOnce, signal, async (of) => {
    const place = { place: of.place, trial: of.trial };
    let isTold = false;
    const outcome = await carryOutTrial(
      {
        ...deps,
        pauses,
        run,
        project,
        signal,
        stored,
        async note(trial) {
          isTold = trial.state === 'failed' || trial.state === 'scorer failed';
          await store.putTrial(run.id, { ...place, ...trial });
        },
      },
      of,
    );
    if (!isTold) await store.removeTrial(run.id, place);
    done += 1;
    if (outcome.isFailed) failed += 1;
    await store.count(run.id, { done, failed });
  });
}

const NOTHING: ReadonlyMap<string, Call> = new Map();

/** The trials that are stored, and whether the model failed in them. */
async function storedTrials(
  calls: Pick<Calls, 'readMany'>,
  run: EvaluationRun,
): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>();
  const columns = ['id', 'ended_at', 'output'];
  for await (const page of calls.readMany(run.projectId, trialIds(run), { columns })) {
    for (const { id, output } of page) {
      found.set(id, (output ?? '').startsWith('{"output":null,"scores":{}'));
    }
  }
  return found;
}

async function trialsOf(
  objects: Pick<Objects, 'queryTable'>,
  run: EvaluationRun,
): Promise<readonly TrialOf[]> {
  const { table, rows, trials } = run.plan;
  const found: TrialOf[] = [];
  for await (const page of objects.queryTable(run.projectId, table, { limit: rows })) {
    for (const row of page) {
      const read = { place: row.index, digest: row.digest, row: readRow(row) };
      for (let trial = 0; trial < trials; trial += 1) found.push({ ...read, trial });
    }
  }
  return found;
}

/** Answers and scores of trials that were not finished. */
async function partsOf(
  calls: Pick<Calls, 'readMany'>,
  run: EvaluationRun,
  left: readonly TrialOf[],
): Promise<ReadonlyMap<string, Call>> {
  const parts = ['predict', ...run.plan.scorers.map(({ spec }) => `score ${spec.name}`)];
  const ids = left.flatMap(({ place, trial }) =>
    parts.map((part) => trialCallId(run.callId, place, trial, part)),
  );
  const found = new Map<string, Call>();
  for await (const page of calls.readMany(run.projectId, ids)) {
    for (const call of page) found.set(call.id, call);
  }
  return found;
}
