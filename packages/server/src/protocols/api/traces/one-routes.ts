import { CallRename, CallView, TraceOutline } from '@runloom/model';
import type { Actor } from '../../../domains/accounts/index.ts';
import type { Call } from '../../../domains/calls/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import { notFound } from '../../../platform/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { callHead } from './call-row.ts';
import { feedbackView } from './feedback-view.ts';
import { runOf, userNames } from './names.ts';
import { outlineView } from './outline.ts';
import { modelsOf } from './usage.ts';
import { apiJson, readJson, valueAt } from './values.ts';

/** One call, and the trace that it stands in. */
export function callRoutes({ accounts, projects, calls }: ApiDeps): ApiRoute[] {
  async function view(actor: Actor, project: Project, id: string): Promise<CallView> {
    const call = await calls.read(project.id, id, {
      includesCosts: true,
      includesFeedback: true,
      includesStorageSize: true,
    });
    if (call === null) throw notFound(`The call ${id}`);
    const feedback = call.feedback ?? [];
    const users = await userNames(accounts, [call.userId, ...feedback.map(({ userId }) => userId)]);
    return {
      ...callHead(call, users),
      opName: call.opName,
      displayName: call.displayName,
      kind: kindOf(call),
      endedAt: call.endedAt === null ? null : call.endedAt / 1_000,
      turn: call.turnId,
      attributes: apiJson(call.attributes),
      inputs: apiJson(call.inputs),
      output: apiJson(call.output),
      summary: apiJson(call.summary),
      exception: call.exception,
      models: modelsOf(call),
      feedback: feedback.map((one) => feedbackView(one, users, actor)),
      run: runOf(call, project),
      span: apiJson(call.otelDump),
      source: call.source,
      storageBytes: call.storageBytes ?? null,
    };
  }

  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/calls/{call}',
      summary: 'A call with its inputs, output, attributes, summary, use of models and feedback',
      policy: 'checked-by-domain',
      answer: { json: CallView },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        return view(actor, project, params.call);
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/projects/{entity}/{project}/calls/{call}',
      summary: 'Give a call another name, or its own back',
      policy: 'checked-by-domain',
      body: CallRename,
      answer: { json: CallView },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const call = await calls.read(project.id, params.call, { columns: ['id'] });
        if (call === null) throw notFound(`The call ${params.call}`);
        const name = body.name.trim();
        await calls.rename(project.id, call.id, name === '' ? null : name);
        return view(actor, project, call.id);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/traces/{trace}/outline',
      summary: 'All calls of a trace without payloads, as one list a field',
      policy: 'checked-by-domain',
      answer: { json: TraceOutline },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const outline = await calls.outline(project.id, params.trace);
        if (outline.length === 0) throw notFound(`The trace ${params.trace}`);
        return outlineView(params.trace, outline);
      },
    }),
  ];
}

/** `agent`, `llm`, `tool`, …: what the client says that it is. */
function kindOf({ attributes }: Call): string | null {
  const read = readJson(attributes);
  // Calls that were spans have it at the top.
  const kind = valueAt(read, ['weave', 'kind']) ?? valueAt(read, ['kind']);
  return typeof kind === 'string' ? kind : null;
}
