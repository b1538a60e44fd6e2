import {
  AutomationChange,
  AutomationInput,
  AutomationList,
  AutomationTrial,
  AutomationTrialInput,
  AutomationView,
} from '@runloom/model';
import type { z } from 'zod';
import { ARTIFACT_EVENTS } from '../../domains/artifacts/index.ts';
import {
  type AutomationInput as AutomationDraft,
  type EventType,
  MONITOR_EVENTS,
  RUN_EVENTS,
} from '../../domains/automations/index.ts';
import type { IntegrationId } from '../../domains/integrations/index.ts';
import type { Project } from '../../domains/projects/index.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import { createAutomationViews, readAutomationId as readId } from './automation-views.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const EVENTS: ReadonlySet<string> = new Set([...RUN_EVENTS, ...ARTIFACT_EVENTS, ...MONITOR_EVENTS]);

/** Automations: listing, making, trying, changing. What they did stands in `automation-executions.ts`. */
export function automationRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, projects, artifacts, automations } = deps;
  const { view, views } = createAutomationViews(deps);

  /** A project, or one of its collections. */
  async function scopeIn(project: Project, collection: string | undefined) {
    if (collection === undefined) return { kind: 'project', id: project.id } as const;
    const found = await artifacts.findCollection(project, collection);
    if (found === null) throw notFound(`The artifact ${collection}`);
    return { kind: 'collection', id: found.id, projectId: project.id } as const;
  }

  const draftOf = (body: z.output<typeof AutomationInput>, scope: AutomationDraft['scope']) => ({
    name: body.name,
    description: body.description,
    enabled: body.enabled,
    scope,
    eventType: readEvent(body.eventType),
    eventFilter: body.eventFilter,
    action: readAction(body.action),
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
        return views(actor, await automations.listOfProject(project));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/automations',
      summary: 'Create an automation of a project, or of one of its artifact collections',
      policy: 'checked-by-domain',
      body: AutomationInput,
      answer: { json: AutomationView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const scope = await scopeIn(project, body.collection);
        const made = await automations.create(actor, draftOf(body, scope));
        reply.code(201);
        return view(actor, made);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/entities/{entity}/automations',
      summary:
        'Automations of a user, team or organization and of its projects or registries, as far as you may see them',
      policy: 'signed-in',
      answer: { json: AutomationList },
      async handle({ actor, params }) {
        const entity = await accounts.findOwner(actor, params.entity, 'read');
        return views(actor, await automations.listOf(actor, entity));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/entities/{entity}/automations',
      summary:
        'Create an automation of a user, team or organization: it reaches all of its projects or registries',
      policy: 'signed-in',
      body: AutomationInput.omit({ collection: true }),
      answer: { json: AutomationView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const entity = await accounts.findOwner(actor, params.entity, 'manage');
        const scope = { kind: 'entity', id: entity.id } as const;
        const made = await automations.create(actor, draftOf(body, scope));
        reply.code(201);
        return view(actor, made);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/automations/trial',
      summary: 'Say what an automation would do, on what there is; nothing is sent or kept',
      policy: 'signed-in',
      body: AutomationTrialInput,
      answer: { json: AutomationTrial },
      async handle({ actor, body }) {
        const { entity, project: name, collection } = body;
        const scope =
          name === undefined
            ? ({
                kind: 'entity',
                id: (await accounts.findOwner(actor, entity, 'manage')).id,
              } as const)
            : await scopeIn(await projects.find(actor, entity, name, 'write'), collection);
        const { event, isInvented, call, looks } = await automations.rehearse(actor, {
          scope,
          eventType: readEvent(body.eventType),
          eventFilter: body.eventFilter,
          action: readAction(body.action),
        });
        const { subject, reason, variables } = event;
        return {
          subject,
          reason,
          variables: { ...variables },
          isInvented,
          call: call && { ...call, headers: { ...call.headers } },
          looks: [...looks],
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/automations/{id}',
      summary: 'One automation',
      policy: 'checked-by-domain',
      answer: { json: AutomationView },
      handle: async ({ actor, params }) =>
        view(actor, await automations.get(actor, readId(params.id))),
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
        return view(actor, await automations.update(actor, readId(params.id), change));
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
  ];
}

function readEvent(type: string): EventType {
  if (EVENTS.has(type)) return type as EventType;
  throw invalid(`Automations know no event ${type}. There are: ${[...EVENTS].join(', ')}.`);
}

function readAction(action: AutomationView['action']): AutomationDraft['action'] {
  if (action.type === 'NO_OP') return action;
  return { ...action, integrationId: action.integrationId as IntegrationId };
}
