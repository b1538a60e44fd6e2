import { ExecutionDetail, ExecutionList, ExecutionView } from '@runloom/model';
import { z } from 'zod';
import { notFound } from '../../platform/errors.ts';
import { createAutomationViews, readAutomationId } from './automation-views.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const ExecutionQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.coerce.number().int().positive().optional(),
});

/** What automations did: the history, each try of it, and doing it once more. */
export function automationExecutionRoutes(deps: ApiDeps): ApiRoute[] {
  const { automations } = deps;
  const { executionView } = createAutomationViews(deps);
  return [
    defineRoute({
      method: 'GET',
      path: '/automations/{id}/executions',
      summary: 'What an automation did, last first',
      policy: 'checked-by-domain',
      query: ExecutionQuery,
      answer: { json: ExecutionList },
      async handle({ actor, params, query }) {
        const page = { first: query.limit, before: query.before ?? null };
        const id = readAutomationId(params.id);
        const found = await automations.listExecutions(actor, id, page);
        const executions = await Promise.all(found.executions.map(executionView));
        return { executions, nextBefore: found.nextBefore };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/automations/{id}/executions/{execution}',
      summary: 'One execution: every try with its answer, and what is sent',
      policy: 'checked-by-domain',
      answer: { json: ExecutionDetail },
      async handle({ actor, params }) {
        const id = readAutomationId(params.id);
        const found = await automations.getExecution(actor, id, readExecutionId(params.execution));
        return {
          ...(await executionView(found.execution)),
          tries: [...found.attempts],
          call: found.call && { ...found.call, headers: { ...found.call.headers } },
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/automations/{id}/executions/{execution}/resend',
      summary: 'Act once more on what an execution acted on',
      policy: 'checked-by-domain',
      answer: { json: ExecutionView, alsoCreates: true },
      async handle({ actor, params, reply }) {
        const id = readAutomationId(params.id);
        const resent = await automations.resend(actor, id, readExecutionId(params.execution));
        reply.code(201);
        return executionView(resent);
      },
    }),
  ];
}

function readExecutionId(text: string): number {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw notFound('This execution');
}
