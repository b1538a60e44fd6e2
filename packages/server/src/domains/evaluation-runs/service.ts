import { objectNameOf } from '@runloom/model';
import { invalid, notFound } from '../../platform/errors.ts';
import type { Log } from '../../platform/logging.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Actor, authorOf, type UserActor } from '../accounts/index.ts';
import type { CallRules } from '../call-rules/index.ts';
import { type CallPart, type Calls, makeCallId, type ReadPrices } from '../calls/index.ts';
import { type Jobs, RetryAfter } from '../jobs/index.ts';
import type { Objects } from '../objects/index.ts';
import type { Models } from '../playground/index.ts';
import { objectRef, type Project, type ProjectId, type Projects } from '../projects/index.ts';
import { type PublishedScorer, publishOp, type Scorers } from '../scorers/index.ts';
import { carryOutRun } from './carrying-out.ts';
import { estimateRun } from './estimating.ts';
import { finishRun } from './finishing.ts';
import { type ChosenModel, chooseDataset, chooseModel } from './planning.ts';
import { Interrupted } from './retrying.ts';
import { createRunStore } from './store.ts';
import type { EvaluationRun, EvaluationRuns, RunInput, RunPlan } from './types.ts';

const JOB = 'evaluation-run';
/** It goes on after any number of restarts; what breaks it off by itself is counted below. */
const MOST_STARTS = 1_000_000;
const MOST_FAULTS = 5;
const TRACE_TRIES = 2_000;

/** Evaluations carried out by durable jobs. `clock` in milliseconds. */
export function createEvaluationRuns(deps: {
  readonly metadata: MetadataStore;
  readonly calls: Pick<Calls, 'write' | 'readMany' | 'addFeedback'>;
  readonly callRules: Pick<CallRules, 'apply'>;
  readonly objects: Pick<Objects, 'read' | 'create' | 'createFile' | 'queryTable' | 'tables'>;
  readonly projects: Pick<Projects, 'findById'>;
  readonly models: Models;
  readonly scorers: Scorers;
  readonly prices: ReadPrices;
  readonly jobs: Jobs;
  readonly log: Log;
  readonly clock?: () => number;
}): EvaluationRuns {
  const { calls, objects, scorers, jobs, log } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createRunStore(deps.metadata);
  const closing = new AbortController();
  /** Of those in work in this process. */
  const stops = new Map<number, AbortController>();

  jobs.handle(JOB, (payload) => work((payload as { run: number }).run));

  async function work(id: number): Promise<void> {
    if (closing.signal.aborted) throw new RetryAfter('The server stops.', 0);
    const run = await store.get(id);
    if (run === null) return;
    const project = await deps.projects.findById(run.projectId);
    if (project === null) return;
    if (run.state === 'stopping') return end(run, 'stopped');
    if (run.state !== 'waiting' && run.state !== 'running') return;
    await store.move(id, ['waiting'], 'running');
    const stopping = new AbortController();
    stops.set(id, stopping);
    // Another process may have been asked to stop it.
    const look = setInterval(() => {
      void store.get(id).then(
        (now) => now?.state === 'stopping' && stopping.abort(),
        () => undefined,
      );
    }, 2_000);
    look.unref();
    try {
      const signal = AbortSignal.any([stopping.signal, closing.signal]);
      await carryOutRun({ ...deps, store, clock }, run, project, signal).catch((error: unknown) => {
        if (!(error instanceof Interrupted)) throw error;
      });
      if (stopping.signal.aborted) return await end(run, 'stopped');
      if (closing.signal.aborted) throw new RetryAfter('The server stops.', 0);
      await end(run, 'done');
    } catch (error) {
      if (error instanceof RetryAfter) throw error;
      await broke(run, error);
    } finally {
      clearInterval(look);
      stops.delete(id);
    }
  }

  async function end(run: EvaluationRun, state: 'done' | 'stopped'): Promise<void> {
    await finishRun(calls, run, { now: clock(), exception: null });
    await store.removeUnfinished(run.id);
    await store.move(run.id, ['waiting', 'running', 'stopping'], state, { endedAt: clock() });
  }

  /** A fault of the server's own, such as a store that does not answer: it is tried again a few times. */
  async function broke(run: EvaluationRun, error: unknown): Promise<void> {
    await store.noteFault(run.id);
    const faults = run.faults + 1;
    const message = error instanceof Error ? error.message : String(error);
    log.warn({ err: error, run: run.id, faults }, 'an evaluation broke off');
    if (faults < MOST_FAULTS) throw new RetryAfter(message, 2_000 * 2 ** faults);
    const exception = JSON.stringify({ type: 'Server', message: 'The server could not go on.' });
    await finishRun(calls, run, { now: clock(), exception });
    await store.move(run.id, ['waiting', 'running', 'stopping'], 'failed', {
      endedAt: clock(),
      problem: 'The server could not go on; its log says why.',
    });
  }

  const find = async (project: ProjectId, id: number): Promise<EvaluationRun> => {
    const run = await store.get(id);
    if (run === null || run.projectId !== project) throw notFound(`The evaluation run ${id}`);
    return run;
  };

  const choose = async (project: Project, input: RunInput) => {
    const dataset = await chooseDataset(objects, project, input);
    const columns = [...new Set(dataset.sample.flatMap((row) => Object.keys(row)))];
    const models: ChosenModel[] = [];
    for (const model of input.models) {
      models.push(await chooseModel(objects, project, model, columns));
    }
    return { dataset, models };
  };

  async function publishScorers(
    actor: Actor,
    project: Project,
    input: RunInput,
  ): Promise<readonly PublishedScorer[]> {
    const published: PublishedScorer[] = [];
    for (const chosen of input.scorers) {
      published.push(
        chosen.kind === 'published'
          ? await scorers.open(actor, project, chosen.scorer.name, chosen.scorer.version)
          : await scorers.publish(actor, project, chosen),
      );
    }
    scorers.checkNames(published.map(({ spec }) => spec));
    return published;
  }

  /** A trace that the rules of the project keep: its share of traces may be less than all. */
  async function keptTrace(project: ProjectId): Promise<string> {
    for (let turn = 0; turn < TRACE_TRIES; turn += 1) {
      const traceId = makeCallId();
      const part: CallPart = { id: traceId, source: 'runloom', traceId };
      if ((await deps.callRules.apply(project, [part])).length > 0) return traceId;
    }
    throw invalid(
      'The rules of this project keep no traces, so that an evaluation could not be kept.',
    );
  }

  return {
    async estimate(project, input) {
      const { dataset, models } = await choose(project, input);
      const specs = [];
      for (const chosen of input.scorers) {
        specs.push(
          chosen.kind === 'published'
            ? await scorers.find(project, chosen.scorer.name, chosen.scorer.version)
            : chosen,
        );
      }
      const of = { dataset, models, specs, trials: input.trials };
      return estimateRun({ prices: deps.prices, scorers, clock }, project.id, of);
    },

    async start(actor, project, input) {
      const { dataset, models } = await choose(project, input);
      const published = await publishScorers(actor, project, input);
      const ops = await publishOps(objects, actor, project);
      const name = objectNameOf(`${dataset.name}-evaluation`) ?? 'evaluation';
      const evaluation = await objects.create(actor, project.id, {
        name,
        value: evaluationText(name, dataset.ref, published, input.trials, ops),
      });
      // Who may write is signed in.
      const author = authorOf(actor as UserActor);
      const runs: EvaluationRun[] = [];
      for (const model of models) {
        const modelRef =
          'ref' in model.object
            ? model.object.ref
            : objectRef(project, await objects.create(actor, project.id, model.object));
        const plan: RunPlan = {
          evaluation: objectRef(project, evaluation),
          dataset: dataset.ref,
          datasetName: dataset.name,
          table: dataset.table,
          model: modelRef,
          modelName: model.title,
          ops,
          asked: model.asked,
          variables: model.variables,
          scorers: published,
          trials: input.trials,
          rows: dataset.rows,
          atOnce: input.atOnce,
          timeoutMs: input.timeoutSeconds * 1_000,
          attempts: input.attempts,
        };
        const now = clock();
        const run = await store.insert({
          projectId: project.id,
          callId: makeCallId(),
          traceId: await keptTrace(project.id),
          name: titleOf(input, name, model, models.length),
          plan,
          total: dataset.rows * input.trials,
          createdBy: author,
          createdAt: now,
        });
        await calls.write(project.id, [rootPart(run, now)]);
        await jobs.enqueue({
          kind: JOB,
          payload: { run: run.id },
          uniqueKey: String(run.id),
          maxAttempts: MOST_STARTS,
        });
        runs.push(run);
      }
      return runs;
    },

    projectsKept: () => store.projectsKept(),
    removeProject: (project) => store.removeProject(project),
    list: (project) => store.list(project),
    get: find,
    async trials(project, id) {
      await find(project, id);
      return store.trials(id);
    },

    async cancel(project, id) {
      await find(project, id);
      const isMoved = await store.move(id, ['waiting', 'running'], 'stopping');
      stops.get(id)?.abort();
      if (isMoved) {
        // One that waits in the queue, or whose process is gone, is ended by a job of its own.
        await jobs.enqueue({ kind: JOB, payload: { run: id }, uniqueKey: `stop ${id}` });
      }
      return find(project, id);
    },

    stop: () => closing.abort(),
  };
}

/** What the evaluation is called; those of several models are told apart by them. */
const titleOf = (
  { name }: RunInput,
  standard: string,
  { title }: ChosenModel,
  count: number,
): string => (name !== null && count === 1 ? name : `${name ?? standard} · ${title}`);

/** The call of the evaluation, there before anything is asked, so that it is seen from its start on. */
const rootPart = (run: EvaluationRun, now: number): CallPart => ({
  id: run.callId,
  source: 'weave',
  traceId: run.traceId,
  parentId: null,
  opName: run.plan.ops.evaluate,
  displayName: run.name,
  startedAt: now * 1_000,
  attributes: JSON.stringify({
    weave: { source: 'runloom' },
    runloom: { evaluation_run: run.id, planned_trials: run.total },
  }),
  inputs: JSON.stringify({ self: run.plan.evaluation, model: run.plan.model }),
  summary: '{}',
  userId: String(run.createdBy),
});

const SOURCE = '# Carried out by the Runloom server.\n';

async function publishOps(
  objects: Pick<Objects, 'create' | 'createFile'>,
  actor: Actor,
  project: Project,
): Promise<RunPlan['ops']> {
  const publish = (name: string) =>
    publishOp(objects, actor, project, name, `${SOURCE}# ${name}\n`);
  return {
    evaluate: await publish('Evaluation.evaluate'),
    predictAndScore: await publish('Evaluation.predict_and_score'),
    summarize: await publish('Evaluation.summarize'),
    predict: await publish('LLMStructuredCompletionModel.predict'),
  };
}

/** The object that the Python client publishes for an evaluation. */
const evaluationText = (
  name: string,
  dataset: string,
  scorers: readonly PublishedScorer[],
  trials: number,
  ops: RunPlan['ops'],
): string =>
  JSON.stringify({
    _type: 'Evaluation',
    name,
    description: null,
    dataset,
    scorers: scorers.map(({ ref }) => ref),
    preprocess_model_input: null,
    trials,
    metadata: null,
    evaluation_name: null,
    evaluate: ops.evaluate,
    predict_and_score: ops.predictAndScore,
    summarize: ops.summarize,
    _class_name: 'Evaluation',
    _bases: ['Object', 'BaseModel'],
  });
