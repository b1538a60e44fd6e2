import { itemTexts, memberText, objectNameOf, objectText } from '@runloom/model';
import { z } from 'zod';
import type { Actor } from '../../../domains/accounts/index.ts';
import type { WeaveDependencies } from '../dependencies.ts';
import { SchemaError } from '../errors.ts';
import { sendLines } from '../json-lines.ts';
import { type NamedProject, openProject, projectOfPath } from '../projects.ts';
import { countInQuery, get, given, listInQuery, post, remove, type WeaveRoute } from '../route.ts';
import { TYPED_KINDS, type TypedKind, versionJson } from './kinds.ts';

const PAGE = z.object({ limit: countInQuery, offset: countInQuery });
const DIGESTS = z.object({ digests: listInQuery });
const OP = z.object({ name: z.string().nullish(), source_code: z.string().nullish() });
const DATASET = z.object({
  name: z.string().nullish(),
  description: z.string().nullish(),
  rows: z.array(z.record(z.string(), z.unknown())),
});
const SCORER = z.object({
  name: z.string(),
  description: z.string().nullish(),
  op_source_code: z.string(),
});
const MODEL = z.object({
  name: z.string(),
  description: z.string().nullish(),
  source_code: z.string(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
});
const EVALUATION = z.object({
  name: z.string(),
  description: z.string().nullish(),
  dataset: z.string(),
  scorers: z.array(z.string()).nullish(),
  trials: z.number().int().positive().nullish(),
  evaluation_name: z.string().nullish(),
  eval_attributes: z.record(z.string(), z.unknown()).nullish(),
});

/** Ops, datasets, scorers, models and evaluations, each with the fields that make sense of it. */
export function typedObjectRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  return [...TYPED_KINDS.flatMap((kind) => readingRoutes(deps, kind)), ...makingRoutes(deps)];
}

function readingRoutes(deps: WeaveDependencies, kind: TypedKind): readonly WeaveRoute[] {
  const { objects } = deps;
  const base = `/v2/:entity/:project/${kind.path}`;
  return [
    get(base, async ({ actor, params, query, reply }) => {
      const page = query(PAGE);
      const project = await openProject(deps, actor, projectOfPath(params), 'read');
      const versions = await objects.query(project.id, { filter: kind.filter, ...given(page) });
      async function* lines() {
        for (const version of versions) {
          const own = await kind.describe(version, objects);
          yield [JSON.stringify({ ...versionJson(version), ...own })];
        }
      }
      return sendLines(reply, lines());
    }),
    get(`${base}/:object/versions/:digest`, async ({ actor, params }) => {
      const project = await openProject(deps, actor, projectOfPath(params), 'read');
      const { object = '', digest = '' } = params;
      const options = { kind: kind.filter.kind };
      const version = await objects.read(project.id, object, digest, options);
      return { ...versionJson(version), ...(await kind.describe(version, objects)) };
    }),
    remove(`${base}/:object`, async ({ actor, params, query }) => {
      const { digests } = query(DIGESTS);
      const project = await openProject(deps, actor, projectOfPath(params), 'write');
      const wanted = digests.length === 0 ? null : digests;
      const { object = '' } = params;
      const removed = await objects.remove(project.id, object, wanted, kind.filter.kind);
      return { num_deleted: removed.length };
    }),
  ];
}

function makingRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  const { objects } = deps;
  const open = (actor: Actor, params: Readonly<Record<string, string>>) =>
    openProject(deps, actor, projectOfPath(params), 'write');

  const publish = async (actor: Actor, project: NamedProject, name: string, value: string) => {
    const { digest, versionIndex, ...made } = await objects.create(actor, project.id, {
      name: objectId(name),
      value,
    });
    const ref = `weave:///${project.path}/object/${made.name}:${digest}`;
    return { ref, json: { digest, object_id: made.name, version_index: versionIndex } };
  };

  const publishOp = async (actor: Actor, project: NamedProject, name: string, source: string) => {
    const file = await objects.createFile(project.id, {
      name: 'obj.py',
      body: Buffer.from(source),
    });
    const value = JSON.stringify({
      _type: 'CustomWeaveType',
      weave_type: { type: 'Op' },
      files: { 'obj.py': file.digest },
    });
    const made = await publish(actor, project, name, value);
    return { ...made, ref: made.ref.replace('/object/', '/op/') };
  };

  return [
    post('/v2/:entity/:project/ops', async ({ actor, params, body }) => {
      const { name, source_code } = body(OP);
      const project = await open(actor, params);
      return (await publishOp(actor, project, name || 'op', source_code ?? '')).json;
    }),
    post('/v2/:entity/:project/datasets', async ({ actor, params, body, text }) => {
      const { name, description } = body(DATASET);
      const project = await open(actor, params);
      const rows = [...itemTexts(memberText(text(), 'rows') ?? '[]')];
      const table = await objects.createTable(project.id, rows);
      const value = instanceOf('Dataset', {
        name: name ?? null,
        description: description ?? null,
        rows: `weave:///${project.path}/table/${table.digest}`,
      });
      return (await publish(actor, project, name || 'Dataset', value)).json;
    }),
    post('/v2/:entity/:project/scorers', async ({ actor, params, body }) => {
      const { name, description, op_source_code } = body(SCORER);
      const project = await open(actor, params);
      const op = await publishOp(actor, project, `${name}.score`, op_source_code);
      const fields = { name, description: description ?? null, score: op.ref };
      const made = await publish(actor, project, name, instanceOf('Scorer', fields));
      return { ...made.json, scorer: made.ref };
    }),
    post('/v2/:entity/:project/models', async ({ actor, params, body }) => {
      const { name, description, source_code, attributes } = body(MODEL);
      const project = await open(actor, params);
      const fields = { ...attributes, name, description: description ?? null, source_code };
      const made = await publish(actor, project, name, instanceOf('Model', fields));
      return { ...made.json, model_ref: made.ref };
    }),
    post('/v2/:entity/:project/evaluations', async ({ actor, params, body }) => {
      const sent = body(EVALUATION);
      const project = await open(actor, params);
      const value = instanceOf('Evaluation', {
        name: sent.name,
        description: sent.description ?? null,
        dataset: sent.dataset,
        scorers: sent.scorers ?? [],
        trials: sent.trials ?? 1,
        evaluation_name: sent.evaluation_name ?? null,
        eval_attributes: sent.eval_attributes ?? {},
        evaluate: null,
        predict_and_score: null,
        summarize: null,
      });
      const made = await publish(actor, project, sent.name, value);
      return { ...made.json, evaluation_ref: made.ref };
    }),
  ];
}

/** An object as the Python client writes one of a class of its own. */
function instanceOf(className: string, fields: Readonly<Record<string, unknown>>): string {
  const members = Object.entries({
    ...fields,
    _type: className,
    _class_name: className,
    _bases: ['Object', 'BaseModel'],
  });
  return objectText(members.map(([name, value]) => [name, JSON.stringify(value ?? null)] as const));
}

/** A name as clients make an id of it. @throws SchemaError when nothing is left of it */
function objectId(name: string): string {
  const id = objectNameOf(name);
  if (id !== null) return id;
  throw new SchemaError('name needs a letter or a digit.', 'name');
}
