import type { Entity, Organization } from '../../../domains/accounts/index.ts';
import { ARTIFACT_EVENTS } from '../../../domains/artifacts/index.ts';
import type {
  Automation,
  AutomationAction,
  AutomationId,
  AutomationInput,
  AutomationScope,
  EventType,
} from '../../../domains/automations/index.ts';
import { RUN_EVENTS } from '../../../domains/automations/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import { invalid, notFound } from '../../../platform/errors.ts';
import type { ListedProject } from './accounts.ts';
import { collectionSource, readCollectionId } from './artifact-sources.ts';
import { pageSize, sliceConnection } from './connection.ts';
import { type Context, nullWhenMissing, type Resolver } from './context.ts';
import { decodeGlobalId, encodeGlobalId } from './global-id.ts';
import { integrationSource, readIntegrationId } from './integrations.ts';

type Maybe<T> = T | null | undefined;

interface ActionConfig {
  readonly genericWebhookActionInput?: Maybe<{
    readonly integrationID: string;
    readonly requestPayload?: Maybe<string>;
  }>;
  readonly notificationActionInput?: Maybe<{
    readonly integrationID: string;
    readonly title?: Maybe<string>;
    readonly message?: Maybe<string>;
    readonly severity?: Maybe<'INFO' | 'WARN' | 'ERROR'>;
  }>;
}

interface TriggerInput {
  readonly name?: Maybe<string>;
  readonly description?: Maybe<string>;
  readonly enabled?: Maybe<boolean>;
  readonly scopeType?: Maybe<'ARTIFACT_COLLECTION' | 'ENTITY' | 'PROJECT'>;
  readonly scopeID?: Maybe<string>;
  readonly triggeringEventType?: Maybe<string>;
  readonly eventFilter?: Maybe<string>;
  readonly triggeredActionType?: Maybe<string>;
  readonly triggeredActionConfig?: Maybe<ActionConfig>;
}

interface ListArgs {
  readonly first?: Maybe<number>;
  readonly after?: Maybe<string>;
  readonly filters?: Maybe<string>;
}

const PAGE = 50;
const EVENT_TYPES: ReadonlySet<string> = new Set([...RUN_EVENTS, ...ARTIFACT_EVENTS]);

/** Clients fail at an event that they have no name for. */
const isKnown = ({ eventType }: Automation): boolean => EVENT_TYPES.has(eventType);

const createFilterTrigger: Resolver<unknown, { input: TriggerInput }> = async (
  _root,
  { input },
  context,
) => {
  const { deps, actor } = context;
  const change = await readChange(input, context);
  const { name, scope, eventType, eventFilter, action } = change;
  if (!name || !scope || !eventType || eventFilter === undefined || !action) {
    throw invalid('An automation needs a name, a scope, an event with its filter, and an action.');
  }
  const whole = { description: null, enabled: true, ...change };
  const automation = await deps.automations.create(actor, {
    ...whole,
    name,
    scope,
    eventType,
    eventFilter,
    action,
  });
  return { trigger: automation };
};

const updateFilterTrigger: Resolver<unknown, { input: TriggerInput & { id: string } }> = async (
  _root,
  { input },
  context,
) => {
  const change = await readChange(input, context);
  const trigger = await context.deps.automations.update(context.actor, readId(input.id), change);
  return { trigger };
};

const deleteTrigger: Resolver<unknown, { input: { triggerID: string } }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  await deps.automations.remove(actor, readId(input.triggerID));
  return { success: true };
};

function readId(text: string): AutomationId {
  const id = decodeGlobalId('Trigger', text);
  if (id === null) throw notFound('This automation');
  return id as AutomationId;
}

async function readChange(
  input: TriggerInput,
  context: Context,
): Promise<Partial<AutomationInput>> {
  const { name, description, enabled, eventFilter } = input;
  const scope = await readScope(input, context);
  const eventType = readEventType(input.triggeringEventType);
  const action = readAction(input);
  return {
    ...(name && { name }),
    ...(description !== undefined && { description }),
    ...(typeof enabled === 'boolean' && { enabled }),
    ...(scope && { scope }),
    ...(eventType && { eventType }),
    ...(typeof eventFilter === 'string' && { eventFilter }),
    ...(action && { action }),
  };
}

async function readScope(
  { scopeType, scopeID }: TriggerInput,
  { deps, actor }: Context,
): Promise<AutomationScope | null> {
  if (!scopeType || !scopeID) return null;
  const wrong = invalid(`${JSON.stringify(scopeID)} is not the id of what the automation watches.`);
  if (scopeType === 'PROJECT') {
    const id = decodeGlobalId('Project', scopeID);
    if (id === null) throw wrong;
    return { kind: 'project', id: id as Project['id'] };
  }
  if (scopeType === 'ENTITY') {
    const id = decodeGlobalId('Entity', scopeID);
    if (id === null) throw wrong;
    return { kind: 'entity', id: id as Entity['id'] };
  }
  const id = readCollectionId(scopeID);
  const { collection } = await deps.artifacts.getCollection(actor, id, 'read');
  return { kind: 'collection', id, projectId: collection.projectId };
}

function readEventType(type: Maybe<string>): EventType | null {
  if (!type) return null;
  if (EVENT_TYPES.has(type)) return type as EventType;
  throw invalid(`Automations know no event ${type}. There are: ${[...EVENT_TYPES].join(', ')}.`);
}

function readAction(input: TriggerInput): AutomationAction | null {
  const { triggeredActionType: type, triggeredActionConfig: config } = input;
  if (!type) return null;
  if (type === 'NO_OP') return { type };
  if (type === 'GENERIC_WEBHOOK') {
    const webhook = config?.genericWebhookActionInput;
    if (!webhook) throw invalid('Name the webhook to call.');
    const integrationId = readIntegrationId(webhook.integrationID);
    return { type, integrationId, payload: webhook.requestPayload ?? null };
  }
  if (type === 'NOTIFICATION') {
    const notification = config?.notificationActionInput;
    if (!notification) throw invalid('Name the channel to write to.');
    return {
      type,
      integrationId: readIntegrationId(notification.integrationID),
      title: notification.title ?? '',
      message: notification.message ?? '',
      severity: notification.severity ?? 'INFO',
    };
  }
  throw invalid(`Automations can do NO_OP, GENERIC_WEBHOOK and NOTIFICATION, not ${type}.`);
}

/** Of an owner; the client asks for one by its name. */
const listTriggers: Resolver<Entity, ListArgs> = async (entity, args, { deps, actor }) => {
  const all = (await deps.automations.listOf(actor, entity)).filter(isKnown);
  const name = readNameFilter(args.filters);
  const listed = name === null ? all : all.filter((automation) => automation.name === name);
  return sliceConnection(listed, pageSize(args.first, PAGE), args.after);
};

/** `{"name": "…"}` is all that the client ever asks for (wandb 0.31, `apis/public/automations.py`). */
function readNameFilter(filters: Maybe<string>): string | null {
  if (!filters) return null;
  const value: unknown = JSON.parse(filters);
  if (typeof value !== 'object' || value === null) return null;
  const { name, ...others } = value as { readonly name?: unknown };
  if (Object.keys(others).length > 0) throw invalid('Automations can be filtered by name only.');
  if (typeof name === 'string') return name;
  const wanted = (name as { readonly $eq?: unknown } | undefined)?.$eq;
  return typeof wanted === 'string' ? wanted : null;
}

async function scopeSource(automation: Automation, context: Context): Promise<unknown> {
  const { scope } = automation;
  const { deps, actor } = context;
  if (scope.kind === 'entity') {
    const entity = await deps.accounts.getEntity(scope.id);
    return entity === null ? null : { ...entity, __typename: 'Entity' };
  }
  if (scope.kind === 'collection') {
    const found = await nullWhenMissing(deps.artifacts.getCollection(actor, scope.id, 'read'));
    return found && collectionSource(found.collection);
  }
  const project = await nullWhenMissing(deps.projects.get(actor, scope.id, 'read'));
  return project === null ? null : { ...project, __typename: 'Project' };
}

/** Saved filters of artifact events stand inside of another object, those of runs do not. */
function filterSource({ eventType, eventFilter }: Automation): string {
  if ((RUN_EVENTS as readonly string[]).includes(eventType)) return eventFilter;
  const value: unknown = JSON.parse(eventFilter);
  const isWrapped =
    typeof value === 'object' && value !== null && Object.keys(value).join() === 'filter';
  return isWrapped ? eventFilter : JSON.stringify({ filter: eventFilter });
}

async function actionSource({ action }: Automation, { deps }: Context): Promise<unknown> {
  if (action.type === 'NO_OP') return { __typename: 'NoOpTriggeredAction', noOp: true };
  const found = await deps.integrations.get(action.integrationId);
  const integration = integrationSource(found, action);
  if (action.type === 'GENERIC_WEBHOOK') {
    const requestPayload = action.payload;
    return { __typename: 'GenericWebhookTriggeredAction', integration, requestPayload };
  }
  const { title, message, severity } = action;
  return { __typename: 'NotificationTriggeredAction', integration, title, message, severity };
}

const triggerFields: Record<string, Resolver<Automation>> = {
  id: ({ id }) => encodeGlobalId('Trigger', id),
  scope: (automation, _args, context) => scopeSource(automation, context),
  triggeringCondition: (automation) => ({
    __typename: 'FilterEventTriggeringCondition',
    eventType: automation.eventType,
    filter: filterSource(automation),
  }),
  triggeredAction: (automation, _args, context) => actionSource(automation, context),
};

const projectTriggers: Resolver<ListedProject> = async (project, _args, { deps, actor }) => {
  const own = (await deps.automations.listOfProject(project)).filter(isKnown);
  const owner = project.tellsOfOwner ? await deps.accounts.getEntity(project.entityId) : null;
  if (owner === null) return own;
  const listed = await deps.automations.listOf(actor, owner);
  return [...own, ...listed.filter((one) => one.scope.kind === 'entity' && isKnown(one))];
};

/** Of what an organization owns: its registries, and all of them at once. */
const organizationTriggers: Resolver<Organization, ListArgs> = async (
  organization,
  args,
  context,
  info,
) => {
  const entity = await context.deps.accounts.entityOfOrganization(organization.id);
  if (entity === null) return sliceConnection([], PAGE, null);
  return listTriggers(entity, args, context, info);
};

export const automationResolvers = {
  Mutation: { createFilterTrigger, updateFilterTrigger, deleteTrigger },
  Organization: { triggers: organizationTriggers },
  Entity: { triggers: listTriggers },
  Project: { triggers: projectTriggers },
  Trigger: triggerFields,
};
