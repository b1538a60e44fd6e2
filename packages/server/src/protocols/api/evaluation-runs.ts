import {
  EvaluationEstimate,
  EvaluationRunInput,
  EvaluationRunList,
  EvaluationRunTrials,
  EvaluationRunView,
} from '@runloom/model';
import type { EvaluationRun } from '../../domains/evaluation-runs/index.ts';
import { numberIn } from './address.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const RUNS = '/projects/{entity}/{project}/evaluation-runs';

/** Evaluations that the server carries out: what they would cost, how far they are. */
export function evaluationRunRoutes({ projects, evaluationRuns }: ApiDeps): ApiRoute[] {
  const find = projects.find.bind(projects);
  const idOf = (text: string): number => numberIn(text, 'The evaluation run');
  return [
    defineRoute({
      method: 'POST',
      path: `${RUNS}/estimate`,
      summary:
        'How many calls an evaluation would make, and what they would cost; nothing is asked',
      policy: 'checked-by-domain',
      body: EvaluationRunInput,
      answer: { json: EvaluationEstimate },
      async handle({ actor, params, body }) {
        const project = await find(actor, params.entity, params.project, 'write');
        return evaluationRuns.estimate(project, body);
      },
    }),
    defineRoute({
      method: 'POST',
      path: RUNS,
      summary: 'Evaluate models on a dataset: one evaluation for each',
      policy: 'checked-by-domain',
      body: EvaluationRunInput,
      answer: { json: EvaluationRunList },
      async handle({ actor, params, body }) {
        const project = await find(actor, params.entity, params.project, 'write');
        return { runs: (await evaluationRuns.start(actor, project, body)).map(viewOf) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: RUNS,
      summary: 'Evaluations that the server carries out, the newest first',
      policy: 'checked-by-domain',
      answer: { json: EvaluationRunList },
      async handle({ actor, params }) {
        const { id } = await find(actor, params.entity, params.project, 'read');
        return { runs: (await evaluationRuns.list(id)).map(viewOf) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${RUNS}/{run}/trials`,
      summary: 'Examples that are in work, wait for their provider, or failed',
      policy: 'checked-by-domain',
      answer: { json: EvaluationRunTrials },
      async handle({ actor, params }) {
        const { id } = await find(actor, params.entity, params.project, 'read');
        const trials = await evaluationRuns.trials(id, idOf(params.run));
        return { trials: trials.map(({ place, ...trial }) => ({ row: place, ...trial })) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${RUNS}/{run}/stop`,
      summary: 'Stop an evaluation; what is there stays, and is summed up',
      policy: 'checked-by-domain',
      answer: { json: EvaluationRunView },
      async handle({ actor, params }) {
        const { id } = await find(actor, params.entity, params.project, 'write');
        return viewOf(await evaluationRuns.cancel(id, idOf(params.run)));
      },
    }),
  ];
}

const viewOf = (run: EvaluationRun): EvaluationRunView => ({
  id: run.id,
  evaluation: run.callId,
  name: run.name,
  model: run.plan.modelName,
  dataset: run.plan.datasetName,
  state: run.state,
  total: run.total,
  done: run.done,
  failed: run.failed,
  problem: run.problem,
  createdAt: run.createdAt,
  endedAt: run.endedAt,
});
