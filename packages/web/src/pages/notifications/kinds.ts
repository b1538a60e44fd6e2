import type { NotificationKind, NotificationWay } from '@runloom/model';

/** What each kind is called in sentences. */
export const KIND_NAMES: Readonly<Record<NotificationKind, string>> = {
  mention: 'Somebody mentions me',
  reply: 'Somebody answers me',
  comment: 'Comments on my reports',
  'run-finished': 'My runs finish',
  'run-failed': 'My runs fail',
  'run-crashed': 'My runs crash',
  alert: 'Alerts of my runs',
  automation: 'My automations act',
  monitor: 'Monitors raise alarms',
  'access-request': 'Access is asked for or granted',
  invitation: 'Invitations',
};

export const WAY_NAMES: Readonly<Record<NotificationWay, string>> = {
  page: 'Pages',
  email: 'E-mail',
  chat: 'Chat',
  webhook: 'Webhook',
};
