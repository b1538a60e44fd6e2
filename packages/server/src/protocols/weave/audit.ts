import type { FastifyRequest } from 'fastify';
import type { Trace } from '../../platform/trail.ts';

/**
 * What requests of clients of Weave change, as the audit log calls it. What they log (calls, feedback,
 * tables, files, predictions) is data, and so not here.
 */
export const WEAVE_ACTIONS: Readonly<Record<string, string>> = {
  'POST /annotation_queues': 'annotation-queue:create',
  'PUT /annotation_queues/:queue': 'annotation-queue:update',
  'DELETE /annotation_queues/:queue': 'annotation-queue:delete',
  'POST /annotation_queues/:queue/items': 'annotation-queue:add',
  'POST /call/update': 'call:update',
  'POST /calls/delete': 'call:delete',
  'POST /cost/create': 'cost:create',
  'POST /cost/purge': 'cost:delete',
  'POST /feedback/purge': 'feedback:delete',
  'POST /feedback/replace': 'feedback:update',
  'POST /obj/create': 'object:create',
  'POST /obj/delete': 'object:delete',
  'PUT /objs/:object/aliases': 'alias:create',
  'POST /objs/:object/aliases/remove': 'alias:delete',
  'PUT /objs/:object/versions/:digest/tags': 'tag:create',
  'POST /objs/:object/versions/:digest/tags/remove': 'tag:delete',
  'POST /v2/:entity/:project/datasets': 'dataset:create',
  'POST /v2/:entity/:project/evaluations': 'evaluation:create',
  'POST /v2/:entity/:project/models': 'model:create',
  'POST /v2/:entity/:project/ops': 'op:create',
  'POST /v2/:entity/:project/scorers': 'scorer:create',
  'PUT /v2/:entity/:project/runtimes/:runtime': 'runtime:update',
};

/** What is deleted at an address is a change, whoever wrote the route. */
export function weaveAction(method: string, path: string): string | null {
  const named = WEAVE_ACTIONS[`${method} ${path}`];
  if (named !== undefined || method !== 'DELETE') return named ?? null;
  const words = path.split('/').filter((word) => word !== '' && !word.startsWith(':'));
  return `${(words.at(-1) ?? 'object').replace(/s$/, '')}:delete`;
}

/** The trace of one request. */
export function weaveTrace(action: string, request: FastifyRequest): Trace {
  const params = (request.params ?? {}) as Readonly<Record<string, string>>;
  const body = readBody(request.body);
  const project =
    params['entity'] === undefined
      ? String(body['project_id'] ?? body.obj?.['project_id'] ?? '')
      : `${params['entity']}/${params['project']}`;
  const id = [body.obj?.['object_id'], body['object_id'], body['call_id'], body['queue_id']]
    .concat(
      Object.values(params).at(-1) === params['project'] ? [] : [Object.values(params).at(-1)],
    )
    .find((part) => typeof part === 'string' && part !== '');
  const ids = body['call_ids'] ?? body['ids'];
  const [kind = 'object'] = action.split(':', 1);
  const [entity = ''] = project.split('/', 1);
  return {
    action,
    resource: { kind, name: [project, id].filter(Boolean).join('/') },
    ...(entity !== '' && { entity }),
    details: Array.isArray(ids) ? { count: ids.length } : {},
  };
}

type Body = Readonly<Record<string, unknown>> & {
  readonly obj?: Readonly<Record<string, unknown>>;
};

function readBody(body: unknown): Body {
  if (!Buffer.isBuffer(body)) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Body) : {};
  } catch {
    return {};
  }
}
