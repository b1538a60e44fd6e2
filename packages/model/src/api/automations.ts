import { z } from 'zod';
import { Millis } from './common.ts';

const Severity = z.enum(['INFO', 'WARN', 'ERROR']);

/** A secret of a user or team; its value is never told. */
export const SecretView = z.object({ name: z.string(), createdAt: Millis, updatedAt: Millis });
export type SecretView = z.infer<typeof SecretView>;
export const SecretList = z.object({ secrets: z.array(SecretView) });
/** `PUT /api/v1/entities/{entity}/secrets/{name}` */
export const SecretInput = z.object({ value: z.string() });

/** Where a user or team lets the server write to. */
export const IntegrationView = z.discriminatedUnion('kind', [
  z.object({
    id: z.number(),
    kind: z.literal('webhook'),
    name: z.string(),
    url: z.string(),
    secretName: z.string().nullable(),
    accessTokenName: z.string().nullable(),
    createdAt: Millis,
  }),
  z.object({
    id: z.number(),
    kind: z.literal('channel'),
    workspace: z.string(),
    channel: z.string(),
    createdAt: Millis,
  }),
]);
export type IntegrationView = z.infer<typeof IntegrationView>;
export const IntegrationList = z.object({ integrations: z.array(IntegrationView) });
/** `POST /api/v1/entities/{entity}/integrations` */
export const IntegrationInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('webhook'),
    name: z.string(),
    url: z.string(),
    /** Of secrets of the same owner: one signs the body, the other is sent as bearer token. */
    secretName: z.string().nullable().default(null),
    accessTokenName: z.string().nullable().default(null),
  }),
  z.object({
    kind: z.literal('channel'),
    workspace: z.string(),
    channel: z.string(),
    /** Of the incoming webhook; never told again. */
    url: z.string(),
  }),
]);
export type IntegrationInput = z.input<typeof IntegrationInput>;
/** How a message sent to try the integration was taken. */
export const IntegrationTrial = z.object({ ok: z.boolean(), detail: z.string() });

export const AutomationScopeView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entity'), entity: z.string() }),
  z.object({ kind: z.literal('project'), entity: z.string(), project: z.string() }),
  z.object({
    kind: z.literal('collection'),
    entity: z.string(),
    project: z.string(),
    collection: z.number(),
  }),
]);
export const AutomationActionView = z.discriminatedUnion('type', [
  z.object({ type: z.literal('NO_OP') }),
  z.object({
    type: z.literal('GENERIC_WEBHOOK'),
    integrationId: z.number(),
    /** JSON with `${variable}` in its texts; null sends all variables. */
    payload: z.string().nullable(),
  }),
  z.object({
    type: z.literal('NOTIFICATION'),
    integrationId: z.number(),
    title: z.string(),
    message: z.string(),
    severity: Severity,
  }),
]);
export const AutomationView = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string().nullable(),
  enabled: z.boolean(),
  scope: AutomationScopeView,
  eventType: z.string(),
  /** JSON text in the grammar of W&B's clients. */
  eventFilter: z.string(),
  action: AutomationActionView,
  createdBy: z.string().nullable(),
  createdAt: Millis,
  updatedAt: Millis,
});
export type AutomationView = z.infer<typeof AutomationView>;
export const AutomationList = z.object({ automations: z.array(AutomationView) });
/** `POST /api/v1/projects/{entity}/{project}/automations` and `PATCH /api/v1/automations/{id}` (any part) */
export const AutomationInput = AutomationView.pick({
  name: true,
  eventType: true,
  eventFilter: true,
  action: true,
}).extend({
  description: z.string().nullable().default(null),
  enabled: z.boolean().default(true),
});
export const AutomationChange = AutomationView.pick({
  name: true,
  description: true,
  enabled: true,
  eventType: true,
  eventFilter: true,
  action: true,
}).partial();

export const ExecutionView = z.object({
  id: z.number(),
  state: z.enum(['waiting', 'succeeded', 'failed']),
  /** A run or an artifact version: `entity/project/runs/name`, `entity/project/name:v1`. */
  subject: z.string(),
  /** Why the automation acted. */
  reason: z.string(),
  attempts: z.number(),
  detail: z.string().nullable(),
  createdAt: Millis,
  finishedAt: Millis.nullable(),
});
export type ExecutionView = z.infer<typeof ExecutionView>;
/** `GET /api/v1/automations/{id}/executions?limit=&before=`, last first. */
export const ExecutionList = z.object({
  executions: z.array(ExecutionView),
  nextBefore: z.number().nullable(),
});
