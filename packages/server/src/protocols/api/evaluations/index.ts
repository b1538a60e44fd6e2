import {
  EvaluationComparison,
  EvaluationIds,
  EvaluationList,
  EvaluationView,
  ExampleDetail,
  ExampleOutline,
  ExampleOutlineRequest,
  ExampleRequest,
  LeaderboardInput,
  LeaderboardList,
  LeaderboardView,
} from '@runloom/model';
import { z } from 'zod';
import type { EvaluationSummary } from '../../../domains/evaluations/index.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { errorOf } from '../traces/call-row.ts';
import { userNames } from '../traces/names.ts';
import { apiJson } from '../traces/values.ts';
import { leaderboardObject } from './leaderboard-object.ts';
import { evaluationView, outlineView } from './views.ts';

const EVALUATIONS = '/projects/{entity}/{project}/evaluations';
const LEADERBOARDS = '/projects/{entity}/{project}/leaderboards';

/** Evaluations side by side, example by example, and leaderboards of them. */
export function evaluationRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, projects, evaluations, objects, calls } = deps;
  const find = projects.find.bind(projects);

  const viewsOf = async (found: readonly EvaluationSummary[]): Promise<EvaluationView[]> => {
    const users = await userNames(
      accounts,
      found.map(({ call }) => call.userId),
    );
    return found.map((evaluation) => evaluationView(evaluation, users));
  };

  return [
    defineRoute({
      method: 'GET',
      path: EVALUATIONS,
      summary: 'Evaluations with their scores, the newest first',
      policy: 'checked-by-domain',
      query: z.object({
        offset: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(50).default(50),
      }),
      answer: { json: EvaluationList },
      async handle({ actor, params, query }) {
        const project = await find(actor, params.entity, params.project, 'read');
        return { evaluations: await viewsOf(await evaluations.list(project, query)) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${EVALUATIONS}/{evaluation}`,
      summary: 'One evaluation with its scores',
      policy: 'checked-by-domain',
      answer: { json: EvaluationView },
      async handle({ actor, params }) {
        const project = await find(actor, params.entity, params.project, 'read');
        const found = await evaluations.read(project, params.evaluation);
        const [view] = await viewsOf([found]);
        if (view === undefined) throw new Error('An evaluation has a view.');
        return view;
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${EVALUATIONS}/compare`,
      summary: 'Evaluations beside the first of them, with intervals and tests',
      policy: 'checked-by-domain',
      reads: true,
      body: EvaluationIds,
      answer: { json: EvaluationComparison },
      async handle({ actor, params, body }) {
        const project = await find(actor, params.entity, params.project, 'read');
        const found = await evaluations.compare(project, body.ids);
        return {
          evaluations: await viewsOf(found.evaluations),
          metrics: found.metrics.map((metric) => ({
            ...metric,
            estimates: [...metric.estimates],
            differences: [...metric.differences],
            leftOut: [...metric.leftOut],
          })),
          warnings: [...found.warnings],
          commonCount: found.commonCount,
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${EVALUATIONS}/examples`,
      summary:
        'All examples of evaluations with their scores, to sort and filter where they are shown',
      policy: 'checked-by-domain',
      reads: true,
      body: ExampleOutlineRequest,
      answer: { json: ExampleOutline },
      async handle({ actor, params, body: { ids, texts } }) {
        const project = await find(actor, params.entity, params.project, 'read');
        const table = await evaluations.examples(project, ids, { hasTexts: texts });
        return outlineView(table) as ExampleOutline;
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${EVALUATIONS}/example`,
      summary: 'One example with every trial of it',
      policy: 'checked-by-domain',
      reads: true,
      body: ExampleRequest,
      answer: { json: ExampleDetail },
      async handle({ actor, params, body: { ids, digest } }) {
        const project = await find(actor, params.entity, params.project, 'read');
        const found = await evaluations.example(project, ids, digest);
        const trials = found.evaluations.flatMap(({ trials: own }) => own);
        const failed = trials
          .filter(({ isFailed }) => isFailed)
          .flatMap(({ callId, predictCallId }) => [
            callId,
            ...(predictCallId ? [predictCallId] : []),
          ]);
        const errors = new Map<string, string | null>();
        const asked = { columns: ['exception'] };
        for await (const page of calls.readMany(project.id, failed, asked)) {
          for (const call of page) errors.set(call.id, errorOf(call.exception));
        }
        return {
          digest,
          inputs: apiJson(found.inputs),
          evaluations: found.evaluations.map(({ id, trials: own }) => ({
            id,
            trials: own.map((trial) => ({
              callId: trial.callId,
              predictCallId: trial.predictCallId,
              output: apiJson(trial.output),
              scores: [...trial.scores].map(([name, value]) => ({
                name,
                value: apiJson(value),
                callId: trial.scorerCallIds.get(name) ?? null,
              })),
              latency: trial.latencySeconds,
              tokens: trial.totalTokens,
              cost: trial.totalCost,
              error: errors.get(trial.predictCallId ?? '') ?? errors.get(trial.callId) ?? null,
            })),
          })),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: LEADERBOARDS,
      summary: 'Leaderboards that were published, each worked out',
      policy: 'checked-by-domain',
      answer: { json: LeaderboardList },
      async handle({ actor, params }) {
        const project = await find(actor, params.entity, params.project, 'read');
        const known = await objects.query(project.id, {
          filter: { baseClasses: ['Leaderboard'], latestOnly: true },
          metadataOnly: true,
        });
        const leaderboards = [];
        for (const { name } of known) {
          leaderboards.push(leaderboardView(await evaluations.leaderboard(project, name)));
        }
        return { leaderboards };
      },
    }),
    defineRoute({
      method: 'POST',
      path: LEADERBOARDS,
      summary: 'Publishes a leaderboard, as clients do',
      policy: 'checked-by-domain',
      body: LeaderboardInput,
      answer: { json: LeaderboardView },
      async handle({ actor, params, body }) {
        const project = await find(actor, params.entity, params.project, 'write');
        const { name } = await objects.create(actor, project.id, leaderboardObject(body));
        return leaderboardView(await evaluations.leaderboard(project, name));
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${LEADERBOARDS}/{leaderboard}`,
      summary: 'A leaderboard that was published, worked out from trials',
      policy: 'checked-by-domain',
      answer: { json: LeaderboardView },
      async handle({ actor, params }) {
        const project = await find(actor, params.entity, params.project, 'read');
        return leaderboardView(await evaluations.leaderboard(project, params.leaderboard));
      },
    }),
  ];
}

function leaderboardView(
  found: Awaited<ReturnType<ApiDeps['evaluations']['leaderboard']>>,
): LeaderboardView {
  return {
    ...found,
    columns: [...found.columns],
    rows: found.rows.map(({ model, cells }) => ({
      model,
      title: model.versionIndex === null ? model.name : `${model.name} v${model.versionIndex}`,
      cells: [...cells],
    })),
  };
}
