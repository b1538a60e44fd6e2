import { createHash } from 'node:crypto';
import { NOTIFICATION_KINDS, type NotificationKind, type NotificationRhythm } from '@runloom/model';
import { MailError, type Mailer } from '../../platform/mail/index.ts';
import type { Accounts, User, UserId } from '../accounts/index.ts';
import type { Integrations } from '../integrations/index.ts';
import { type JobAttempt, type Jobs, RetryAfter } from '../jobs/index.ts';
import type { Projects } from '../projects/index.ts';
import type { createDeliveryStore } from './delivery-store.ts';
import { type MailItem, notificationMail } from './mail-text.ts';
import type { createSettingsStore } from './settings-store.ts';
import { shownTitle } from './shown-title.ts';
import type { createNotificationStore } from './store.ts';
import type { DeliveryState, Notification, OutsideWay, Settings } from './types.ts';
import type { createUnsubscribeTokens } from './unsubscribe.ts';
import type { Visibility } from './visibility.ts';

const JOB = 'notification-delivery';
/**
 * Milliseconds: what follows each other this closely goes out as one, and what runs and alerts do goes
 * out by one way at most `between` apart.
 */
export interface Paces {
  readonly people: number;
  readonly machines: number;
  readonly between: number;
}
const PACES: Paces = { people: 5_000, machines: 20_000, between: 600_000 };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Past midnight, UTC. */
const DAILY_AT_MS = 7 * HOUR_MS;
const MOST_AT_ONCE = 500;
const MOST_LINES = 20;

const PEOPLE: ReadonlySet<NotificationKind> = new Set([
  'mention',
  'reply',
  'comment',
  'access-request',
  'invitation',
]);

const MACHINES = NOTIFICATION_KINDS.filter((kind) => !PEOPLE.has(kind));

/** What a job is to send. */
interface Wish {
  readonly userId: UserId;
  readonly way: OutsideWay;
  /** Not sooner than some time after the last one. */
  readonly isPaced: boolean;
}

/** How sending something went. */
interface Outcome {
  readonly state: 'sent' | 'failed' | 'dropped';
  readonly detail: string;
  readonly mayRetry?: boolean;
  readonly retryAfterMs?: number | null;
}

export type Deliveries = ReturnType<typeof createDeliveries>;

/** Takes what waits for a person by one way, looks once more whether they may be told, and sends it as one. */
export function createDeliveries(deps: {
  accounts: Pick<Accounts, 'getUser'>;
  projects: Pick<Projects, 'findByIds'>;
  integrations: Pick<Integrations, 'get' | 'sendMessage' | 'callWebhook'>;
  jobs: Jobs;
  mailer: Mailer;
  store: ReturnType<typeof createNotificationStore>;
  settings: ReturnType<typeof createSettingsStore>;
  deliveries: ReturnType<typeof createDeliveryStore>;
  visibility: Visibility;
  tokens: ReturnType<typeof createUnsubscribeTokens>;
  publicUrl: string | null;
  clock: () => number;
  /** For tests. */
  paces?: Paces;
}) {
  const { accounts, projects, integrations, jobs, mailer, store, settings, visibility } = deps;
  const { publicUrl, clock, tokens } = deps;
  const paces = deps.paces ?? PACES;

  const urlOf = (path: string): string | null => (publicUrl === null ? null : publicUrl + path);

  async function itemsOf(notifications: readonly Notification[]): Promise<readonly MailItem[]> {
    const ids = notifications.flatMap(({ projectId }) => (projectId === null ? [] : [projectId]));
    const known = await projects.findByIds([...new Set(ids)]);
    return notifications.map((notification) => {
      const { projectId, body, path } = notification;
      const project = projectId === null ? undefined : known.get(projectId);
      const place = project === undefined ? '' : `${project.entityName}/${project.name}`;
      return { title: shownTitle(notification), body, place, url: urlOf(path) };
    });
  }

  async function sendMail(
    user: User,
    notifications: readonly Notification[],
    key: string,
  ): Promise<Outcome> {
    if (!mailer.isConfigured) return { state: 'dropped', detail: 'This server sends no e-mail.' };
    if (user.email === null) {
      return { state: 'dropped', detail: 'There is no e-mail address to send it to.' };
    }
    const [first] = notifications;
    const token = first === undefined ? null : tokens.make(user.id, first.kind);
    const page = token && urlOf(`/notifications/unsubscribe?token=${encodeURIComponent(token)}`);
    const mail = notificationMail(await itemsOf(notifications), {
      settings: urlOf('/notifications/settings'),
      unsubscribe: page,
    });
    try {
      await mailer.send({
        ...mail,
        to: user.email,
        messageKey: key,
        unsubscribeUrl:
          token && urlOf(`/api/v1/notifications/unsubscribe/${encodeURIComponent(token)}`),
      });
      return { state: 'sent', detail: `Sent to ${user.email}.` };
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      return { state: 'failed', detail: error.message, mayRetry: error.mayRetry };
    }
  }

  async function sendOut(
    user: User,
    way: Exclude<OutsideWay, 'email'>,
    chosen: Settings,
    notifications: readonly Notification[],
    key: string,
  ): Promise<Outcome> {
    const id = way === 'chat' ? chosen.channelId : chosen.webhookId;
    const integration = id === null ? null : await integrations.get(id as never);
    // Integrations of others are never written to, whatever the settings say.
    if (integration === null || integration.entityId !== user.entityId) {
      return { state: 'dropped', detail: 'The channel or webhook was removed.' };
    }
    const items = await itemsOf(notifications);
    const { ok, detail, mayRetry, retryAfterMs } =
      integration.kind === 'channel'
        ? await integrations.sendMessage(integration, messageOf(notifications, items))
        : await integrations.callWebhook(integration, key, () =>
            JSON.stringify(payloadOf(user, notifications, items)),
          );
    return ok ? { state: 'sent', detail } : { state: 'failed', detail, mayRetry, retryAfterMs };
  }

  function payloadOf(
    user: User,
    notifications: readonly Notification[],
    items: readonly MailItem[],
  ) {
    return {
      event_type: 'NOTIFICATIONS',
      to: user.username,
      notifications: notifications.map(({ id, kind, severity, count, body, updatedAt }, index) => ({
        id,
        kind,
        severity,
        count,
        title: items[index]?.title ?? '',
        body,
        project: items[index]?.place ?? '',
        url: items[index]?.url ?? null,
        at: new Date(updatedAt).toISOString(),
      })),
    };
  }

  async function carryOut(wish: Wish, attempt: JobAttempt): Promise<void> {
    const { userId, way } = wish;
    // What happened while the last mail was on its way was planned before that was known.
    const early = wish.isPaced && attempt.number === 1 ? await tooSoonBy(userId, way) : 0;
    if (early > 0) return enqueue(wish, 'machines at-once', early);
    const waiting = await deps.deliveries.waiting(userId, way, MOST_AT_ONCE);
    if (waiting.length === 0) return;
    const note = (
      ids: readonly number[],
      { state, detail }: { readonly state: DeliveryState; readonly detail: string },
      isAttempt = false,
    ) => deps.deliveries.note(ids, { state, detail, isAttempt, now: clock() });
    const all = waiting.map(({ id }) => id);
    const [user, actor] = [await accounts.getUser(userId), await visibility.actorOf(userId)];
    if (user === null || actor === null) {
      return note(all, { state: 'dropped', detail: 'The person is gone.' });
    }
    const chosen = await settings.read(userId);
    const mutes = new Set(await settings.listMutes(userId));
    const found = await store.getAll(waiting.map(({ notificationId }) => notificationId));
    const seen = new Set(await visibility.seen(actor, found));
    const idsOf = (notifications: readonly Notification[]): readonly number[] => {
      const ids = new Set(notifications.map(({ id }) => id));
      return waiting.filter(({ notificationId }) => ids.has(notificationId)).map(({ id }) => id);
    };
    const reasonAgainst = (notification: Notification): string | null => {
      const { kind, projectId, readAt } = notification;
      if (!seen.has(notification)) return 'It may not be seen any more.';
      if (readAt !== null) return 'It was read before.';
      if (projectId !== null && mutes.has(projectId)) return 'The project is muted.';
      return chosen.choices.get(kind)?.has(way) === true ? null : 'This kind was switched off.';
    };
    const groups = Map.groupBy(found, reasonAgainst);
    for (const [reason, dropped] of groups) {
      if (reason !== null) await note(idsOf(dropped), { state: 'dropped', detail: reason });
    }
    const sent = groups.get(null) ?? [];
    if (sent.length === 0) return;
    const ids = idsOf(sent);
    const key = createHash('sha256')
      .update(`${userId} ${way} ${ids.join()}`)
      .digest('hex')
      .slice(0, 32);
    const outcome =
      way === 'email'
        ? await sendMail(user, sent, key)
        : await sendOut(user, way, chosen, sent, key);
    const isOver = outcome.state !== 'failed' || outcome.mayRetry !== true || attempt.isLast;
    if (isOver) return note(ids, outcome, true);
    await note(ids, { state: 'waiting', detail: outcome.detail }, true);
    throw new RetryAfter(outcome.detail, outcome.retryAfterMs ?? 5_000 * 2 ** (attempt.number - 1));
  }

  const enqueue = (wish: Wish, name: string, delayMs: number): Promise<void> =>
    jobs.enqueue({
      kind: JOB,
      payload: wish,
      uniqueKey: `${wish.userId} ${wish.way} ${name}`,
      delayMs,
    });

  jobs.handle(JOB, (payload, attempt) => {
    const { userId, way, isPaced } = payload as Wish;
    return carryOut({ userId, way, isPaced }, attempt);
  });

  /** Milliseconds until what machines do may go out again. */
  async function tooSoonBy(userId: UserId, way: OutsideWay): Promise<number> {
    const last = await deps.deliveries.lastSentAt(userId, way, MACHINES);
    return last === null ? 0 : last + paces.between - clock();
  }

  async function delayFor(
    userId: UserId,
    way: OutsideWay,
    isOfPeople: boolean,
    rhythm: NotificationRhythm,
  ): Promise<number> {
    const now = clock();
    if (rhythm === 'hourly') return HOUR_MS - (now % HOUR_MS);
    if (rhythm === 'daily') return DAY_MS - ((now - DAILY_AT_MS) % DAY_MS);
    return isOfPeople ? paces.people : Math.max(paces.machines, await tooSoonBy(userId, way));
  }

  return {
    /** Whether there is anywhere to send things to. */
    isSetUp(way: OutsideWay, { channelId, webhookId }: Settings): boolean {
      if (way === 'email') return mailer.isConfigured;
      return (way === 'chat' ? channelId : webhookId) !== null;
    },

    /** Has what waits sent soon; what people write does not wait for what machines do. */
    async plan(
      userId: UserId,
      way: OutsideWay,
      kind: NotificationKind,
      rhythm: NotificationRhythm,
    ): Promise<void> {
      const isOfPeople = PEOPLE.has(kind);
      const isPaced = !isOfPeople && rhythm === 'at-once';
      const delayMs = await delayFor(userId, way, isOfPeople, rhythm);
      await enqueue(
        { userId, way, isPaced },
        `${isOfPeople ? 'people' : 'machines'} ${rhythm}`,
        delayMs,
      );
    },

    /** One harmless notification, at once. */
    async sendTrial(user: User, way: OutsideWay): Promise<{ ok: boolean; detail: string }> {
      const now = clock();
      const trial: Notification = {
        id: 0 as Notification['id'],
        userId: user.id,
        kind: 'mention',
        projectId: null,
        subject: { kind: 'everyone' },
        title: 'Runloom can reach you here',
        body: `${user.username} tried this on the page of notifications.`,
        path: '/notifications/settings',
        severity: 'INFO',
        actorId: null,
        count: 1,
        createdAt: now,
        updatedAt: now,
        readAt: null,
      };
      const key = `trial-${user.id}-${now}`;
      const outcome =
        way === 'email'
          ? await sendMail(user, [trial], key)
          : await sendOut(user, way, await settings.read(user.id), [trial], key);
      return { ok: outcome.state === 'sent', detail: outcome.detail };
    },
  };
}

const SEVERITIES = ['INFO', 'WARN', 'ERROR'] as const;

/** What a chat is told: one thing as it is, more of them as lines. */
function messageOf(notifications: readonly Notification[], items: readonly MailItem[]) {
  const [first] = items;
  const severity =
    SEVERITIES[Math.max(...notifications.map((one) => SEVERITIES.indexOf(one.severity)))] ?? 'INFO';
  const link = first?.url == null ? null : { label: first.place || 'Open', url: first.url };
  if (items.length === 1 && first !== undefined) {
    const text = [first.place, first.body].filter((line) => line !== '').join('\n');
    return { title: first.title, text, severity, link };
  }
  const lines = items.slice(0, MOST_LINES).map(({ title, place }) => `• ${title} (${place})`);
  const more = items.length - lines.length;
  return {
    title: `${first?.title ?? ''} and ${items.length - 1} more`,
    text: [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    severity,
    link,
  };
}
