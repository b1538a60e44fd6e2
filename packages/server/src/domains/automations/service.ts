import { invalid, notFound, nullIfNotFound, RunloomError } from '../../platform/errors.ts';
import type { Log } from '../../platform/logging.ts';
import { isUniqueViolation } from '../../stores/metadata/index.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import {
  type Accounts,
  type Action,
  type Actor,
  authorOf,
  missingFor,
  type UserActor,
} from '../accounts/index.ts';
import type { Artifacts } from '../artifacts/index.ts';
import type { Integration, IntegrationId, Integrations } from '../integrations/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Live } from '../live/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { ProjectId, Projects } from '../projects/index.ts';
import type { Runs } from '../runs/index.ts';
import { createActions } from './actions.ts';
import { artifactEvent } from './artifact-event.ts';
import { readEventFilter } from './event-filter.ts';
import { createExecutionStore } from './execution-store.ts';
import { monitorEvent } from './monitor-event.ts';
import { checkPayload } from './payload.ts';
import { createPreviews } from './previews.ts';
import { createRehearsals } from './rehearsal.ts';
import { createRunWatch } from './run-watch.ts';
import { createAutomationStore, projectOf } from './store.ts';
import type { Automation, AutomationId, AutomationInput, Automations, Execution } from './types.ts';
import { createWatcher, isRunEvent } from './watcher.ts';

const MAX_NAME = 256;
const MAX_DESCRIPTION = 10_000;
const MAX_FILTER = 100_000;
const MAX_PAGE = 200;
const ACT = 'automation-action';

/** Automations over the metadata store. `clock` in milliseconds. */
export function createAutomations(deps: {
  metadata: MetadataStore;
  accounts: Pick<Accounts, 'authorize' | 'may' | 'getEntity' | 'getUser'>;
  projects: Pick<Projects, 'get' | 'findById' | 'listOwned'>;
  runs: Pick<Runs, 'count' | 'list' | 'findById'>;
  metrics: Pick<Metrics, 'readSeries'>;
  artifacts: Pick<Artifacts, 'getCollection' | 'listCollections' | 'listMembers' | 'aliasesOf'>;
  integrations: Pick<
    Integrations,
    'get' | 'callWebhook' | 'sendMessage' | 'previewWebhook' | 'previewMessage'
  >;
  jobs: Jobs;
  live: Pick<Live, 'subscribeAll' | 'publish'>;
  publicUrl: string | null;
  log: Log;
  clock?: () => number;
}): Automations {
  const { accounts, projects, runs, artifacts, integrations, jobs } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createAutomationStore(deps.metadata);
  const executions = createExecutionStore(deps.metadata);
  const actions = createActions({ integrations, executions, publicUrl: deps.publicUrl, clock });
  const runWatch = createRunWatch({ runs, metrics: deps.metrics, accounts });
  const previews = createPreviews({ integrations, publicUrl: deps.publicUrl });
  const rehearse = createRehearsals({ runs, projects, artifacts, runWatch, previews });
  const watcher = createWatcher({
    store,
    executions,
    runWatch,
    runs,
    projects,
    jobs,
    live: deps.live,
    act,
    log: deps.log,
    clock,
  });

  jobs.handle(ACT, async (payload, attempt) => {
    const execution = await executions.get((payload as { executionId: number }).executionId);
    if (execution === null || execution.state !== 'waiting') return;
    const automation = await store.get(execution.automationId);
    if (automation === null) return;
    try {
      await actions.carryOut(automation, execution, attempt);
    } finally {
      tell(execution.event.projectId);
    }
  });

  /** Who looks at the automations of a project sees what they do. */
  function tell(projectId: ProjectId): void {
    deps.live.publish({ kind: 'automations', projectId });
  }

  /** An owner's automations have no project whose watchers could be told. */
  function tellScope(scope: Automation['scope']): void {
    if (scope.kind !== 'entity') tell(projectOf(scope));
  }

  /** Durable once resolved. */
  function act(executionId: number): Promise<void> {
    return jobs.enqueue({ kind: ACT, payload: { executionId }, uniqueKey: String(executionId) });
  }

  async function authorize(
    actor: Actor,
    action: Action,
    scope: Automation['scope'],
  ): Promise<void> {
    if (scope.kind === 'collection') {
      const { collection } = await artifacts.getCollection(actor, scope.id, 'read');
      if (collection.projectId !== scope.projectId) throw notFound('The collection');
    }
    if (scope.kind === 'entity') {
      const needed = action === 'write' ? 'manage' : action;
      return accounts.authorize(actor, needed, { kind: 'entity', entityId: scope.id });
    }
    await projects.get(actor, projectOf(scope), action);
  }

  async function isAllowed(
    actor: Actor,
    action: Action,
    scope: Automation['scope'],
  ): Promise<boolean> {
    try {
      await authorize(actor, action, scope);
      return true;
    } catch (error) {
      if (error instanceof RunloomError && error.code !== 'unavailable') return false;
      throw error;
    }
  }

  async function executionOf(id: AutomationId, executionId: number): Promise<Execution> {
    const execution = await executions.get(executionId);
    if (execution === null || execution.automationId !== id) throw notFound('This execution');
    return execution;
  }

  async function find(actor: Actor, id: AutomationId, action: Action): Promise<Automation> {
    const automation = await store.get(id);
    if (automation === null) throw missingFor(actor, 'This automation');
    await authorize(actor, action, automation.scope).catch((error: unknown) => {
      // That there is one is told by no other word than that there is none.
      nullIfNotFound(error);
      throw missingFor(actor, 'This automation');
    });
    return automation;
  }

  async function ownerOf(
    actor: Actor,
    scope: Automation['scope'],
  ): Promise<Automation['entityId']> {
    if (scope.kind === 'entity') return scope.id;
    return (await projects.get(actor, projectOf(scope), 'read')).entityId;
  }

  /**
   * Of the owner of the scope, or of one that the actor manages: they answer for where it writes to.
   * What an automation has already stays.
   */
  async function mayUse(
    actor: Actor,
    integration: Integration,
    entityId: Automation['entityId'],
    known: IntegrationId | null,
  ): Promise<boolean> {
    if (integration.entityId === entityId || integration.id === known) return true;
    return accounts.may(actor, 'manage', { kind: 'entity', entityId: integration.entityId });
  }

  async function check(
    actor: Actor,
    input: AutomationInput,
    entityId: Automation['entityId'],
    known: IntegrationId | null = null,
  ): Promise<void> {
    const { name, description, eventFilter, eventType, action } = input;
    if (name.trim() === '' || name.length > MAX_NAME) {
      throw invalid(`The name of an automation has 1 to ${MAX_NAME} characters.`);
    }
    if ((description ?? '').length > MAX_DESCRIPTION) {
      throw invalid(`The description of an automation has at most ${MAX_DESCRIPTION} characters.`);
    }
    if (eventFilter.length > MAX_FILTER) {
      throw invalid(`The filter of an automation has at most ${MAX_FILTER} characters.`);
    }
    readEventFilter(eventType, eventFilter);
    if (input.scope.kind === 'collection' && eventType === 'MONITOR_ALARM') {
      throw invalid('Monitors belong to projects: an artifact collection has none.');
    }
    if (input.scope.kind === 'collection' && isRunEvent(eventType)) {
      throw invalid(
        `Runs belong to projects: an automation on ${eventType} can't watch an artifact collection.`,
      );
    }
    if (action.type === 'NO_OP') return;
    const integration = await integrations.get(action.integrationId);
    if (integration === null || !(await mayUse(actor, integration, entityId, known))) {
      throw invalid('The integration does not exist, or belongs to another user or team.');
    }
    const wanted = action.type === 'GENERIC_WEBHOOK' ? 'webhook' : 'channel';
    if (integration.kind !== wanted) throw invalid(`The action needs a ${wanted}.`);
    if (action.type === 'GENERIC_WEBHOOK') checkPayload(action.payload);
  }

  const nameTaken = (name: string) =>
    new RunloomError('conflict', `There is an automation called ${name} already.`);

  return {
    async create(actor, input) {
      await authorize(actor, 'write', input.scope);
      const entityId = await ownerOf(actor, input.scope);
      await check(actor, input, entityId);
      const now = clock();
      try {
        const automation = await store.insert({
          ...input,
          entityId,
          // Who may write is signed in.
          createdBy: authorOf(actor as UserActor),
          createdAt: now,
          updatedAt: now,
        });
        await watcher.begin(automation);
        tellScope(automation.scope);
        return automation;
      } catch (error) {
        if (isUniqueViolation(error)) throw nameTaken(input.name);
        throw error;
      }
    },

    async update(actor, id, change) {
      const before = await find(actor, id, 'write');
      const after = { ...before, ...change, updatedAt: clock() };
      if (change.scope !== undefined) await authorize(actor, 'write', change.scope);
      const entityId = await ownerOf(actor, after.scope);
      const { action } = before;
      await check(actor, after, entityId, action.type === 'NO_OP' ? null : action.integrationId);
      try {
        await store.update({ ...after, entityId });
      } catch (error) {
        if (isUniqueViolation(error)) throw nameTaken(after.name);
        throw error;
      }
      await watcher.begin({ ...after, entityId });
      for (const scope of [before.scope, after.scope]) tellScope(scope);
      return { ...after, entityId };
    },

    async remove(actor, id) {
      const { scope } = await find(actor, id, 'write');
      await store.remove(id);
      watcher.forget();
      tellScope(scope);
    },

    get: (actor, id) => find(actor, id, 'read'),

    async listOf(actor, entity) {
      const visible: Automation[] = [];
      for (const automation of await store.listOfEntity(entity.id)) {
        if (await isAllowed(actor, 'read', automation.scope)) visible.push(automation);
      }
      return visible;
    },

    listOfProject: (project) => store.listOfProject(project.id),

    async listExecutions(actor, id, { first, before }) {
      await find(actor, id, 'read');
      const limit = Math.min(Math.max(Math.trunc(first), 1), MAX_PAGE);
      const found = await executions.list(id, { first: limit + 1, before });
      const page = found.slice(0, limit);
      const nextBefore = found.length > limit ? (page.at(-1)?.id ?? null) : null;
      return { executions: page, nextBefore };
    },

    async noticeArtifact(occurrence) {
      const watching = await watcher.watching(occurrence.projectId);
      for (const automation of watching) {
        const event = await artifactEvent(automation, occurrence, projects);
        if (event === null) continue;
        await act((await executions.insert(automation.id, event, clock())).id);
        tell(occurrence.projectId);
      }
    },

    async noticeMonitor(occurrence) {
      const project = await projects.findById(occurrence.projectId);
      if (project === null) return;
      for (const automation of await watcher.watching(project.id)) {
        const event = monitorEvent(automation, occurrence, project);
        if (event === null) continue;
        await act((await executions.insert(automation.id, event, clock())).id);
        tell(project.id);
      }
    },

    lastExecutions: (ids) => executions.listLast(ids),

    async getExecution(actor, id, executionId) {
      const automation = await find(actor, id, 'read');
      const execution = await executionOf(id, executionId);
      const attempts = await executions.listAttempts(executionId);
      const call = await previews.of(automation.action, execution.event);
      return { execution, attempts, call };
    },

    async resend(actor, id, executionId) {
      await find(actor, id, 'write');
      const { event } = await executionOf(id, executionId);
      // Who may write is signed in.
      const by = authorOf(actor as UserActor);
      const resent = await executions.insert(id, event, clock(), { of: executionId, by });
      await act(resent.id);
      tell(event.projectId);
      return resent;
    },

    async rehearse(actor, draft) {
      await authorize(actor, 'write', draft.scope);
      const entityId = await ownerOf(actor, draft.scope);
      const whole = { ...draft, name: 'draft', description: null, enabled: true };
      await check(actor, whole, entityId);
      return rehearse({ ...draft, entityId }, actor);
    },

    mayChange: (actor, { scope }) => isAllowed(actor, 'write', scope),

    removeRuns: (ids) => executions.removeRuns(ids),

    async start() {
      for (const id of await executions.listWaiting()) await act(id);
      watcher.start();
    },

    stop: () => watcher.stop(),
  };
}
