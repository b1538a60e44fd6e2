import { memberText, objectText, stringOf } from '@runloom/model';
import { z } from 'zod';
import { type Actor, authorOf } from '../../../domains/accounts/index.ts';
import { type Call, type CallPart, makeCallId } from '../../../domains/calls/index.ts';
import { notFound } from '../../../platform/errors.ts';
import type { WeaveDependencies } from '../dependencies.ts';
import { SchemaError } from '../errors.ts';
import { sendLines } from '../json-lines.ts';
import { type NamedProject, openProject, projectOfPath } from '../projects.ts';
import {
  countInQuery,
  get,
  given,
  JsonAnswer,
  listInQuery,
  post,
  remove,
  type WeaveRequest,
  type WeaveRoute,
} from '../route.ts';
import { timeText } from '../times.ts';

/** The JSON texts by name that a kind of call is read as. */
type Members = readonly (readonly [string, string])[];

/** A kind of call that the server itself makes: a run of an evaluation, a prediction, a score. */
interface RecordKind {
  /** The last part of its address, and the name of its ids in queries. */
  readonly path: string;
  readonly idName: string;
  /** The word in `attributes.weave` that tells it from other calls. */
  readonly mark: string;
  describe(call: Call): Members;
}

const quoted = (value: string | null): string => JSON.stringify(value);
const weaveOf = (call: Call): string => memberText(call.attributes, 'weave') ?? '{}';
const attribute = (call: Call, name: string): string | null =>
  stringOf(memberText(weaveOf(call), name));

const RUNS: RecordKind = {
  path: 'evaluation_runs',
  idName: 'evaluation_run_id',
  mark: 'evaluation_run',
  describe: (call) => [
    ['evaluation_run_id', quoted(call.id)],
    ['evaluation', quoted(attribute(call, 'evaluation') ?? '')],
    ['model', quoted(attribute(call, 'model') ?? '')],
    ['source_evaluation_run_id', quoted(attribute(call, 'source_evaluation_run_id'))],
    ['status', quoted(call.status)],
    ['started_at', quoted(timeText(call.startedAt))],
    ['finished_at', call.endedAt === null ? 'null' : quoted(timeText(call.endedAt))],
    ['summary', call.endedAt === null ? 'null' : call.output || 'null'],
  ],
};

const PREDICTIONS: RecordKind = {
  path: 'predictions',
  idName: 'prediction_id',
  mark: 'prediction',
  describe: (call) => [
    ['prediction_id', quoted(call.id)],
    ['model', quoted(attribute(call, 'model') ?? '')],
    ['inputs', memberText(call.inputs, 'inputs') ?? '{}'],
    ['output', call.output || 'null'],
    ['evaluation_run_id', quoted(attribute(call, 'evaluation_run_id'))],
    ['wb_user_id', quoted(call.userId)],
  ],
};

const SCORES: RecordKind = {
  path: 'scores',
  idName: 'score_id',
  mark: 'score',
  describe: (call) => [
    ['score_id', quoted(call.id)],
    ['scorer', quoted(attribute(call, 'scorer') ?? '')],
    ['value', call.output || 'null'],
    ['evaluation_run_id', quoted(attribute(call, 'evaluation_run_id'))],
    ['wb_user_id', quoted(call.userId)],
  ],
};

const NEW_RUN = z.object({
  evaluation: z.string(),
  model: z.string(),
  source_evaluation_run_id: z.string().nullish(),
});
const NEW_PREDICTION = z.object({
  model: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  evaluation_run_id: z.string().nullish(),
  genai_span_ref: z.array(z.unknown()).nullish(),
});
const NEW_SCORE = z.object({
  prediction_id: z.string(),
  scorer: z.string(),
  evaluation_run_id: z.string().nullish(),
});

/** Evaluations that are logged piece by piece through addresses of their own; each piece is a call. */
export function typedRunRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  const { calls } = deps;
  const kinds = [RUNS, PREDICTIONS, SCORES].flatMap((kind) => recordRoutes(deps, kind));
  const open = ({ actor, params }: WeaveRequest) =>
    openProject(deps, actor, projectOfPath(params), 'write');

  return [
    ...kinds,
    post('/v2/:entity/:project/evaluation_runs', async (request) => {
      const { evaluation, model, source_evaluation_run_id } = request.body(NEW_RUN);
      const project = await open(request);
      const id = makeCallId();
      const source = given({ source_evaluation_run_id });
      const start = newCall(request.actor, id, {
        traceId: id,
        parentId: null,
        opName: 'Evaluation.evaluate',
        attributes: marks({ evaluation_run: 'true', evaluation, model, ...source }),
        inputs: JSON.stringify({ self: evaluation, model }),
      });
      await calls.write(project.id, [start]);
      return { evaluation_run_id: id };
    }),
    post('/v2/:entity/:project/evaluation_runs/:id/finish', async (request) => {
      const project = await open(request);
      const run = await find(deps, project, RUNS, request.params['id'] ?? '');
      const summary = memberText(request.text(), 'summary') ?? 'null';
      await calls.write(project.id, [end(run.id, summary)]);
      return { success: true };
    }),
    post('/v2/:entity/:project/predictions', async (request) => {
      const { model, evaluation_run_id, genai_span_ref } = request.body(NEW_PREDICTION);
      const project = await open(request);
      const run = evaluation_run_id ? await find(deps, project, RUNS, evaluation_run_id) : null;
      const inputs = memberText(request.text(), 'inputs') ?? '{}';
      const output = memberText(request.text(), 'output') ?? 'null';
      const [parentId, id] = [makeCallId(), makeCallId()];
      const traceId = run?.traceId ?? parentId;
      const about = given({ evaluation_run_id, genai_span_ref });
      const parent = newCall(request.actor, parentId, {
        traceId,
        parentId: run?.id ?? null,
        opName: 'Evaluation.predict_and_score',
        attributes: marks({ predict_call_id: id, model, ...about }),
        inputs: objectText([
          ['self', quoted(run === null ? null : attribute(run, 'evaluation'))],
          ['model', quoted(model)],
          ['example', inputs],
        ]),
      });
      const prediction = newCall(request.actor, id, {
        traceId,
        parentId,
        opName: `${nameOf(model)}.predict`,
        attributes: marks({ prediction: 'true', model, ...about }),
        inputs: objectText([
          ['self', quoted(model)],
          ['inputs', inputs],
        ]),
      });
      await calls.write(project.id, [parent, { ...prediction, ...end(id, output) }]);
      return { prediction_id: id };
    }),
    post('/v2/:entity/:project/predictions/:id/finish', async (request) => {
      const project = await open(request);
      const prediction = await find(deps, project, PREDICTIONS, request.params['id'] ?? '');
      const { parentId } = prediction;
      if (parentId === null) return { success: true };
      const scores: [string, string][] = [];
      const siblings = { filter: { parentIds: [parentId] } };
      for await (const page of calls.query(project.id, siblings)) {
        for (const call of page) {
          const scorer = attribute(call, 'scorer');
          if (scorer !== null) scores.push([nameOf(scorer), call.output || 'null']);
        }
      }
      const output = objectText([
        ['output', prediction.output || 'null'],
        ['scores', objectText(new Map(scores))],
        ['model_latency', `{"mean":${(prediction.latencyMs ?? 0) / 1000}}`],
      ]);
      await calls.write(project.id, [end(parentId, output)]);
      return { success: true };
    }),
    post('/v2/:entity/:project/scores', async (request) => {
      const { prediction_id, scorer, evaluation_run_id } = request.body(NEW_SCORE);
      const project = await open(request);
      const prediction = await find(deps, project, PREDICTIONS, prediction_id);
      const value = memberText(request.text(), 'value');
      if (value === null) throw new SchemaError('value is missing.', 'value');
      const id = makeCallId();
      const run = evaluation_run_id ?? attribute(prediction, 'evaluation_run_id');
      const score = newCall(request.actor, id, {
        traceId: prediction.traceId,
        parentId: prediction.parentId,
        opName: `${nameOf(scorer)}.score`,
        attributes: marks({ score: 'true', prediction_id, scorer, evaluation_run_id: run }),
        inputs: objectText([
          ['self', quoted(scorer)],
          ['inputs', memberText(prediction.inputs, 'inputs') ?? '{}'],
          ['output', prediction.output || 'null'],
        ]),
      });
      await calls.write(project.id, [{ ...score, ...end(id, value) }]);
      return { score_id: id };
    }),
  ];
}

function recordRoutes(deps: WeaveDependencies, kind: RecordKind): readonly WeaveRoute[] {
  const base = `/v2/:entity/:project/${kind.path}`;
  const ids = `${kind.idName}s`;
  const listing = z.object({
    limit: countInQuery,
    offset: countInQuery,
    evaluation_run_id: z.string().optional(),
    evaluation_run_ids: listInQuery,
    evaluations: listInQuery,
    models: listInQuery,
  });
  return [
    get(base, async ({ actor, params, query, reply }) => {
      const asked = query(listing);
      const project = await openProject(deps, actor, projectOfPath(params), 'read');
      const conditions = [
        isAttribute(kind.mark, ['true']),
        ...(asked.evaluation_run_id
          ? [isAttribute('evaluation_run_id', [asked.evaluation_run_id])]
          : []),
        ...(asked.evaluations.length > 0 ? [isAttribute('evaluation', asked.evaluations)] : []),
        ...(asked.models.length > 0 ? [isAttribute('model', asked.models)] : []),
      ];
      const callIds = kind === RUNS ? asked.evaluation_run_ids : [];
      const found = deps.calls.query(project.id, {
        query: { $expr: { $and: conditions } },
        ...(callIds.length > 0 && { filter: { callIds } }),
        ...given({ limit: asked.limit, offset: asked.offset }),
      });
      async function* lines() {
        for await (const page of found) yield page.map((call) => objectText(kind.describe(call)));
      }
      return sendLines(reply, lines());
    }),
    get(`${base}/:id`, async ({ actor, params }) => {
      const project = await openProject(deps, actor, projectOfPath(params), 'read');
      const call = await find(deps, project, kind, params['id'] ?? '');
      return new JsonAnswer(objectText(kind.describe(call)));
    }),
    remove(base, async ({ actor, params, query }) => {
      const asked = query(z.object({ [ids]: listInQuery })) as Record<string, string[]>;
      const project = await openProject(deps, actor, projectOfPath(params), 'write');
      return { num_deleted: await deps.calls.remove(actor, project.id, asked[ids] ?? []) };
    }),
  ];
}

async function find(
  { calls }: Pick<WeaveDependencies, 'calls'>,
  project: NamedProject,
  kind: RecordKind,
  id: string,
): Promise<Call> {
  const call = await calls.read(project.id, id);
  if (call !== null && attribute(call, kind.mark) === 'true') return call;
  throw notFound(`The ${kind.idName} ${JSON.stringify(id.slice(0, 100))}`);
}

const isAttribute = (name: string, values: readonly string[]): object => ({
  $in: [{ $getField: `attributes.weave.${name}` }, values.map((value) => ({ $literal: value }))],
});

const marks = (weave: Readonly<Record<string, unknown>>): string => JSON.stringify({ weave });

function newCall(
  actor: Actor,
  id: string,
  part: Pick<CallPart, 'traceId' | 'parentId' | 'opName' | 'attributes' | 'inputs'>,
): CallPart {
  return {
    id,
    source: 'runloom',
    startedAt: Date.now() * 1000,
    ...part,
    ...(actor.kind === 'user' && { userId: String(authorOf(actor)) }),
  };
}

const end = (id: string, output: string): CallPart => ({
  id,
  source: 'runloom',
  endedAt: Date.now() * 1000,
  summary: '{}',
  output,
});

/** What a reference names, or the text itself: `weave:///e/p/object/Name:digest` is `Name`. */
function nameOf(ref: string): string {
  return /\/(?:object|op)\/([^:/]+):/.exec(ref)?.[1] ?? ref.slice(0, 128);
}
