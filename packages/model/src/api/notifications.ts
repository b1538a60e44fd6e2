import { z } from 'zod';
import { Millis } from './common.ts';

/** What people are told of. */
export const NOTIFICATION_KINDS = [
  'mention',
  'reply',
  'comment',
  'run-finished',
  'run-failed',
  'run-crashed',
  'alert',
  'automation',
  'monitor',
  'access-request',
  'invitation',
] as const;
export const NotificationKind = z.enum(NOTIFICATION_KINDS);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** The ways in which people are told: on the pages, by e-mail, in a chat, by a webhook. */
export const NOTIFICATION_WAYS = ['page', 'email', 'chat', 'webhook'] as const;
export const NotificationWay = z.enum(NOTIFICATION_WAYS);
export type NotificationWay = z.infer<typeof NotificationWay>;

/** How often what is not on the pages goes out. */
export const NOTIFICATION_RHYTHMS = ['at-once', 'hourly', 'daily'] as const;
export const NotificationRhythm = z.enum(NOTIFICATION_RHYTHMS);
export type NotificationRhythm = z.infer<typeof NotificationRhythm>;

const QUIET: ReadonlySet<NotificationKind> = new Set(['run-finished', 'automation']);

/** What holds until somebody chooses otherwise: runs that end well, and what was set up to act, stay on the pages. */
export const isToldByDefault = (kind: NotificationKind, way: NotificationWay): boolean =>
  way === 'page' || !QUIET.has(kind);

export const NotificationView = z.object({
  id: z.number().int(),
  kind: NotificationKind,
  title: z.string(),
  body: z.string(),
  /** Address of the page to go to, from the root. */
  path: z.string(),
  severity: z.enum(['INFO', 'WARN', 'ERROR']),
  /** `entity/project`; empty for what belongs to no project. */
  place: z.string(),
  /** Who did it; null for what happened by itself. */
  actor: z.string().nullable(),
  /** How often it happened while it was unread. */
  count: z.number().int(),
  isRead: z.boolean(),
  createdAt: Millis,
  updatedAt: Millis,
});
export type NotificationView = z.infer<typeof NotificationView>;

export const NotificationList = z.object({
  notifications: z.array(NotificationView),
  unread: z.number().int(),
  nextCursor: z.string().nullable(),
});
export type NotificationList = z.infer<typeof NotificationList>;

export const NotificationsRead = z.union([
  z.object({ ids: z.array(z.number().int()).min(1).max(500), isRead: z.boolean().default(true) }),
  z.object({ all: z.literal(true) }),
]);

/** What a page that is open is told: how many are unread now. */
export const NotificationMessage = z.object({ unread: z.number().int() });

const IntegrationChoice = z.object({ id: z.number().int(), name: z.string() });

export const NotificationSettings = z.object({
  rhythm: NotificationRhythm,
  /** By kind, the ways that are on. */
  choices: z.record(NotificationKind, z.array(NotificationWay)),
  /** The chat channel and the webhook that are written to; of the person's own integrations. */
  channelId: z.number().int().nullable(),
  webhookId: z.number().int().nullable(),
  channels: z.array(IntegrationChoice),
  webhooks: z.array(IntegrationChoice),
  email: z.string().nullable(),
  /** Why no e-mail goes out, in words; null when it does. */
  emailProblem: z.string().nullable(),
  mutes: z.array(z.string()),
  watches: z.array(z.object({ place: z.string(), run: z.string().nullable() })),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

/** What is absent stays. */
export const NotificationSettingsInput = z.object({
  rhythm: NotificationRhythm.optional(),
  choices: z.partialRecord(NotificationKind, z.array(NotificationWay)).optional(),
  channelId: z.number().int().nullable().optional(),
  webhookId: z.number().int().nullable().optional(),
});
export type NotificationSettingsInput = z.infer<typeof NotificationSettingsInput>;

export const NotificationTrialInput = z.object({ way: z.enum(['email', 'chat', 'webhook']) });
export const NotificationTrial = z.object({ ok: z.boolean(), detail: z.string() });

export const NotificationDeliveries = z.object({
  deliveries: z.array(
    z.object({
      id: z.number().int(),
      way: NotificationWay,
      state: z.enum(['waiting', 'sent', 'failed', 'dropped']),
      title: z.string(),
      attempts: z.number().int(),
      detail: z.string(),
      createdAt: Millis,
      finishedAt: Millis.nullable(),
    }),
  ),
});
export type NotificationDeliveries = z.infer<typeof NotificationDeliveries>;

export const ProjectNotices = z.object({ isMuted: z.boolean(), isWatched: z.boolean() });
export const RunNotices = z.object({ isWatched: z.boolean() });

export const UnsubscribeView = z.object({
  username: z.string(),
  /** Null: all e-mail. */
  kind: NotificationKind.nullable(),
});

export const MailStatus = z.object({
  isConfigured: z.boolean(),
  from: z.string().nullable(),
  /** Host and port; never the password. */
  server: z.string().nullable(),
});
export const MailTrialInput = z.object({ to: z.string().min(3).max(320) });
