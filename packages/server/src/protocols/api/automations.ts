import {
  AutomationChange,
  AutomationInput,
  AutomationList,
  AutomationView,
  ExecutionList,
} from '@runloom/model';
import { z } from 'zod';
import { ARTIFACT_EVENTS } from '../../domains/artifacts/index.ts';
import {
  type Automation,
  type AutomationInput as AutomationDraft,
  type AutomationId,
  type EventType,
  RUN_EVENTS,
} from '../../domains/automations/index.ts';
import type { IntegrationId } from '../../domains/integrations/index.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const EVENTS: ReadonlySet<string> = new Set([...RUN_EVENTS, ...ARTIFACT_EVENTS]);
const ExecutionQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.coerce.number().int().positive().optional(),
});

/** Automations and what they did. */
export function automationRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, projects, automations } = deps;

  /** Scopes and authors by their names. */
  async function view(automation: Automation): Promise<AutomationView> {
    const { id, name, description, enabled, eventType, eventFilter, action } = automation;
    const author = await accounts.getUser(automation.createdBy);
    return {
      id,
      name,
      description,
      enabled,
      scope: await scopeView(automation),
      eventType,
      eventFilter,
      action,
      createdBy: author?.username ?? null,
      createdAt: automation.createdAt,
      updatedAt: automation.updatedAt,
    };
  }

  async function scopeView({ scope }: Automation): Promise<AutomationView['scope']> {
    if (scope.kind === 'entity') {
      return { kind: 'entity', entity: (await accounts.getEntity(scope.id))?.name ?? '' };
    }
    const project = await projects.findById(scope.kind === 'project' ? scope.id : scope.projectId);
    const place = { entity: project?.entityName ?? '', project: project?.name ?? '' };
    return scope.kind === 'project'
      ? { kind: 'project', ...place }
      : { kind: 'collection', ...place, collection: scope.id };
  }

  const views = async (listed: readonly Automation[]) => ({
    automations: await Promise.all(listed.map(view)),
  });

  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/automations',
      summary: 'Automations of a project, by name',
      policy: 'checked-by-domain',
      answer: { json: AutomationList },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        return views(await automations.listOfProject(project));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/automations',
      summary: 'Create an automation of a project',
      policy: 'checked-by-domain',
      body: AutomationInput,
      answer: { json: AutomationView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const { name, description, enabled, eventFilter } = body;
        const made = await automations.create(actor, {
          name,
          description,
          enabled,
          scope: { kind: 'project', id: project.id },
          eventType: readEvent(body.eventType),
          eventFilter,
          action: readAction(body.action),
        });
        reply.code(201);
        return view(made);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/entities/{entity}/automations',
      summary: 'Automations of a user or team and of its projects, as far as you may see them',
      policy: 'signed-in',
      answer: { json: AutomationList },
      async handle({ actor, params }) {
        const entity = await accounts.findOwner(actor, params.entity, 'read');
        return views(await automations.listOf(actor, entity));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/automations/{id}',
      summary: 'One automation',
      policy: 'checked-by-domain',
      answer: { json: AutomationView },
      handle: async ({ actor, params }) => view(await automations.get(actor, readId(params.id))),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/automations/{id}',
      summary: 'Change an automation; what is absent stays',
      policy: 'checked-by-domain',
      body: AutomationChange,
      answer: { json: AutomationView },
      async handle({ actor, params, body }) {
        const { name, description, enabled, eventType, eventFilter, action } = body;
        const change: Partial<AutomationDraft> = {
          ...(name !== undefined && { name }),
          ...(description !== undefined && { description }),
          ...(enabled !== undefined && { enabled }),
          ...(eventType !== undefined && { eventType: readEvent(eventType) }),
          ...(eventFilter !== undefined && { eventFilter }),
          ...(action !== undefined && { action: readAction(action) }),
        };
        return view(await automations.update(actor, readId(params.id), change));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/automations/{id}',
      summary: 'Remove an automation with its history',
      policy: 'checked-by-domain',
      answer: 'nothing',
      handle: ({ actor, params }) => automations.remove(actor, readId(params.id)),
    }),
    defineRoute({
      method: 'GET',
      path: '/automations/{id}/executions',
      summary: 'What an automation did, last first',
      policy: 'checked-by-domain',
      query: ExecutionQuery,
      answer: { json: ExecutionList },
      async handle({ actor, params, query }) {
        const page = { first: query.limit, before: query.before ?? null };
        const found = await automations.listExecutions(actor, readId(params.id), page);
        const executions = found.executions.map(({ automationId: _, event, ...execution }) => ({
          ...execution,
          subject: event.subject,
          reason: event.reason,
        }));
        return { executions, nextBefore: found.nextBefore };
      },
    }),
  ];
}

function readId(text: string): AutomationId {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id as AutomationId;
  throw notFound('This automation');
}

function readEvent(type: string): EventType {
  if (EVENTS.has(type)) return type as EventType;
  throw invalid(`Automations know no event ${type}. There are: ${[...EVENTS].join(', ')}.`);
}

function readAction(action: AutomationView['action']): AutomationDraft['action'] {
  if (action.type === 'NO_OP') return action;
  return { ...action, integrationId: action.integrationId as IntegrationId };
}
