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
    /** Of the collection. */
    name: z.string(),
  }),
]);
export type AutomationScopeView = z.infer<typeof AutomationScopeView>;
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
export type AutomationActionView = z.infer<typeof AutomationActionView>;

export const ExecutionView = z.object({
  id: z.number(),
  state: z.enum(['waiting', 'succeeded', 'failed']),
  /** A run or an artifact version: `entity/project/runs/name`, `entity/project/name:v1`. */
  subject: z.string(),
  /** Why the automation acted. */
  reason: z.string(),
  attempts: z.number(),
  detail: z.string().nullable(),
  /** When it is tried again; null when it is over. */
  nextAttemptAt: Millis.nullable(),
  /** The execution that was sent once more by this one, and who asked for it. */
  resentOf: z.number().nullable(),
  resentBy: z.string().nullable(),
  createdAt: Millis,
  finishedAt: Millis.nullable(),
});
export type ExecutionView = z.infer<typeof ExecutionView>;

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
  /** What it did last; null when it never acted. */
  lastExecution: ExecutionView.nullable(),
  canWrite: z.boolean(),
});
export type AutomationView = z.infer<typeof AutomationView>;
export const AutomationList = z.object({ automations: z.array(AutomationView) });
/** `POST /api/v1/projects/{entity}/{project}/automations`, `POST /api/v1/entities/{entity}/automations` */
export const AutomationInput = AutomationView.pick({
  name: true,
  eventType: true,
  eventFilter: true,
  action: true,
}).extend({
  description: z.string().nullable().default(null),
  enabled: z.boolean().default(true),
  /** Narrows a project's to one of its artifact collections. */
  collection: z.string().optional(),
});
export type AutomationInput = z.input<typeof AutomationInput>;
export const AutomationChange = AutomationView.pick({
  name: true,
  description: true,
  enabled: true,
  eventType: true,
  eventFilter: true,
  action: true,
}).partial();
export type AutomationChange = z.infer<typeof AutomationChange>;

/** What would be sent, for a person to read: secrets are hidden. */
const PreparedCall = z.object({
  /** An address, or a channel by its name. */
  to: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  /** Why it would not be sent, as far as that is known before. */
  problem: z.string().nullable(),
});

/** `POST /api/v1/automations/trial`: nothing is sent or kept. */
export const AutomationTrialInput = z.object({
  entity: z.string(),
  /** Absent for an owner with all of its projects. */
  project: z.string().optional(),
  collection: z.string().optional(),
  eventType: z.string(),
  eventFilter: z.string(),
  action: AutomationActionView,
});
export type AutomationTrialInput = z.infer<typeof AutomationTrialInput>;
export const AutomationTrial = z.object({
  subject: z.string(),
  reason: z.string(),
  variables: z.record(z.string(), z.string()),
  /** Nothing that is there sets it off: something in the event is made up. */
  isInvented: z.boolean(),
  /** Null when the action sends nothing. */
  call: PreparedCall.nullable(),
  /** How the condition fares on the newest runs that the filter means. */
  looks: z.array(z.object({ subject: z.string(), holds: z.boolean(), reason: z.string() })),
});
export type AutomationTrial = z.infer<typeof AutomationTrial>;

/** `GET /api/v1/automations/{id}/executions?limit=&before=`, last first. */
export const ExecutionList = z.object({
  executions: z.array(ExecutionView),
  nextBefore: z.number().nullable(),
});
export type ExecutionList = z.infer<typeof ExecutionList>;

/** `GET /api/v1/automations/{id}/executions/{execution}` */
export const ExecutionDetail = ExecutionView.extend({
  tries: z.array(z.object({ number: z.number(), ok: z.boolean(), detail: z.string(), at: Millis })),
  /** What is sent, as the automation stands now; null when nothing is. */
  call: PreparedCall.nullable(),
});
export type ExecutionDetail = z.infer<typeof ExecutionDetail>;
