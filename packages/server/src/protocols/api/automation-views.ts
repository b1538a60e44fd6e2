import type { AutomationView, ExecutionView } from '@runloom/model';
import type { Actor } from '../../domains/accounts/index.ts';
import type { Automation, AutomationId, Execution } from '../../domains/automations/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';

/** Shapes automations and what they did, with names in place of ids. */
export function createAutomationViews({ accounts, projects, artifacts, automations }: ApiDeps) {
  async function scopeView(actor: Actor, { scope }: Automation): Promise<AutomationView['scope']> {
    if (scope.kind === 'entity') {
      return { kind: 'entity', entity: (await accounts.getEntity(scope.id))?.name ?? '' };
    }
    const project = await projects.findById(scope.kind === 'project' ? scope.id : scope.projectId);
    const place = { entity: project?.entityName ?? '', project: project?.name ?? '' };
    if (scope.kind === 'project') return { kind: 'project', ...place };
    const found = await artifacts.getCollection(actor, scope.id, 'read').catch(() => null);
    // Of a collection that was deleted nothing is left to be told.
    const name = found?.collection.name ?? 'a deleted collection';
    return { kind: 'collection', ...place, collection: scope.id, name };
  }

  async function executionView(execution: Execution): Promise<ExecutionView> {
    const { id, state, event, attempts, detail, createdAt, finishedAt } = execution;
    const { nextAttemptAt, resentOf, resentBy } = execution;
    return {
      id,
      state,
      subject: event.subject,
      reason: event.reason,
      attempts,
      detail,
      nextAttemptAt,
      resentOf,
      resentBy: resentBy === null ? null : ((await accounts.getUser(resentBy))?.username ?? null),
      createdAt,
      finishedAt,
    };
  }

  async function shape(
    actor: Actor,
    automation: Automation,
    last: Execution | undefined,
  ): Promise<AutomationView> {
    const { id, name, description, enabled, eventType, eventFilter, action } = automation;
    const author = await accounts.getUser(automation.createdBy);
    return {
      id,
      name,
      description,
      enabled,
      scope: await scopeView(actor, automation),
      eventType,
      eventFilter,
      action,
      createdBy: author?.username ?? null,
      createdAt: automation.createdAt,
      updatedAt: automation.updatedAt,
      lastExecution: last === undefined ? null : await executionView(last),
      canWrite: await automations.mayChange(actor, automation),
    };
  }

  async function views(actor: Actor, listed: readonly Automation[]) {
    const last = await automations.lastExecutions(listed.map(({ id }) => id));
    return {
      automations: await Promise.all(listed.map((one) => shape(actor, one, last.get(one.id)))),
    };
  }

  return {
    executionView,
    views,
    async view(actor: Actor, automation: Automation): Promise<AutomationView> {
      const last = await automations.lastExecutions([automation.id]);
      return shape(actor, automation, last.get(automation.id));
    },
  };
}

/** @throws RunloomError('not_found') for what is no id */
export function readAutomationId(text: string): AutomationId {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id as AutomationId;
  throw notFound('This automation');
}
