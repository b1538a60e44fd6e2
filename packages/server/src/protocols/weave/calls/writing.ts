import { memberText } from '@runloom/model';
import { z } from 'zod';
import type { Actor } from '../../../domains/accounts/index.ts';
import { makeCallId } from '../../../domains/calls/index.ts';
import type { WeaveDependencies } from '../dependencies.ts';
import { SchemaError } from '../errors.ts';
import { openProject, projectOfPath } from '../projects.ts';
import { post, type WeaveRequest, type WeaveRoute } from '../route.ts';
import { batchTexts, type Outcome, readUpsert, refusalOf, takeIn } from './intake.ts';
import { readComplete, readEnd, readStart, type SentPart } from './read-part.ts';

const UPDATE = z.object({
  project_id: z.string(),
  call_id: z.string(),
  display_name: z.string().max(8192).nullish(),
});

const DELETE = z.object({ project_id: z.string(), call_ids: z.array(z.string()).max(10_000) });

/** What npm's client calls itself. It ends its whole process after some answers that are no success. */
const JS_CLIENT = /^W&B Weave JS Client/;

/** Calls come in: as a whole, as starts and ends, one by one or in batches; are renamed and deleted. */
export function callWritingRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  const startOne = async ({ actor, text }: WeaveRequest) => {
    const [outcome] = await takeOne(deps, actor, partOf(text(), 'start'), (item) => ({
      kind: 'start',
      ...readStart(item, makeCallId),
    }));
    if (outcome?.kind !== 'start') throw new Error('a start is a start');
    return { id: outcome.id, trace_id: outcome.traceId };
  };
  const endOne = async ({ actor, text }: WeaveRequest) => {
    await takeOne(deps, actor, partOf(text(), 'end'), (item) => ({
      kind: 'end',
      ...readEnd(item),
    }));
    return {};
  };
  return [
    post('/v2/:entity/:project/calls/complete', async ({ actor, params, text }) => {
      const path = projectOfPath(params);
      const outcomes = await takeIn(deps, actor, batchTexts(text()), (item) =>
        ofProject(readComplete(item), path),
      );
      const refusal = refusalOf(outcomes);
      if (refusal !== null) throw refusal;
      return {};
    }),
    post('/v2/:entity/:project/call/start', startOne),
    post('/v2/:entity/:project/call/end', endOne),
    post('/call/start', startOne),
    post('/call/end', endOne),
    post('/call/upsert_batch', async ({ actor, text, request }) => {
      const outcomes = await takeIn(deps, actor, batchTexts(text()), readUpsert);
      const refusal = refusalOf(outcomes);
      if (refusal !== null && !JS_CLIENT.test(request.headers['user-agent'] ?? '')) throw refusal;
      if (refusal !== null) request.log.warn({ err: refusal }, 'calls of a client were refused');
      return { res: outcomes.map(outcomeJson) };
    }),
    post('/call/update', async ({ actor, body }) => {
      const { project_id, call_id, display_name } = body(UPDATE);
      const project = await openProject(deps, actor, project_id, 'write');
      await deps.calls.rename(project.id, call_id, display_name || null);
      return {};
    }),
    post('/calls/delete', async ({ actor, body }) => {
      const { project_id, call_ids } = body(DELETE);
      const project = await openProject(deps, actor, project_id, 'write');
      return { num_deleted: await deps.calls.remove(actor, project.id, call_ids) };
    }),
  ];
}

async function takeOne(
  deps: WeaveDependencies,
  actor: Actor,
  item: string,
  read: (item: string) => SentPart & { readonly kind: 'start' | 'end' },
): Promise<readonly Outcome[]> {
  const outcomes = await takeIn(deps, actor, [item], read);
  const refusal = refusalOf(outcomes);
  if (refusal !== null) throw refusal;
  return outcomes;
}

function partOf(body: string, name: 'start' | 'end'): string {
  const part = memberText(body, name);
  if (part !== null) return part;
  throw new SchemaError(`The body is {"${name}": {…}}.`, name);
}

/** @throws SchemaError for a call of another project than the address says */
function ofProject(sent: SentPart, path: string): SentPart {
  if (sent.projectPath === path) return sent;
  throw new SchemaError(
    `The call belongs to ${JSON.stringify(sent.projectPath.slice(0, 200))} but was sent to ${JSON.stringify(path)}.`,
    'project_id',
  );
}

function outcomeJson(outcome: Outcome): object {
  switch (outcome.kind) {
    case 'start':
      return { id: outcome.id, trace_id: outcome.traceId };
    case 'end':
      return {};
    case 'refused':
      return { error: outcome.error.message };
  }
}
