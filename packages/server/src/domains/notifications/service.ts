import type { NotificationKind } from '@runloom/model';
import { invalid, notFound } from '../../platform/errors.ts';
import type { Log } from '../../platform/logging.ts';
import { type Mailer, NO_MAIL } from '../../platform/mail/index.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Accounts, UserActor, UserId } from '../accounts/index.ts';
import type { Integration, Integrations } from '../integrations/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Live } from '../live/index.ts';
import type { ProjectId, Projects } from '../projects/index.ts';
import type { Runs } from '../runs/index.ts';
import { accessGuards, createAccessHappenings, memberAdded } from './access-happenings.ts';
import { createDeliveries, type Paces } from './delivering.ts';
import { createDeliveryStore } from './delivery-store.ts';
import { createHappenings, isEnding } from './happenings.ts';
import { createSettingsStore } from './settings-store.ts';
import { createNotificationStore } from './store.ts';
import { createTelling } from './telling.ts';
import type { Notifications, Settings, Watch } from './types.ts';
import { createUnsubscribeTokens } from './unsubscribe.ts';
import { createVisibility } from './visibility.ts';

/** After an event of a run so long is waited for more. */
const WAKE_MS = 200;
const KEPT_MS = 90 * 24 * 3_600_000;

/** Notifications over the metadata store. `clock` in milliseconds. */
export function createNotifications(deps: {
  metadata: MetadataStore;
  accounts: Accounts;
  projects: Projects;
  runs: Pick<Runs, 'findById'>;
  integrations: Integrations;
  jobs: Jobs;
  live: Pick<Live, 'subscribeAll'>;
  mailer: Mailer;
  secret: Uint8Array;
  /** By which people reach this server, without a slash at the end; null: mails carry no links. */
  publicUrl: string | null;
  log: Log;
  clock?: () => number;
  paces?: Paces;
}): Notifications {
  const { metadata, accounts, projects, runs, integrations, live, mailer, log } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createNotificationStore(metadata);
  const settings = createSettingsStore(metadata);
  const deliveryStore = createDeliveryStore(metadata);
  const visibility = createVisibility({ accounts, projects });
  const tokens = createUnsubscribeTokens(deps.secret);
  const watchers = new Map<UserId, Set<() => void>>();
  const onChange = (userId: UserId): void => {
    for (const callback of watchers.get(userId) ?? []) callback();
  };
  const deliveries = createDeliveries({
    ...deps,
    clock,
    store,
    settings,
    deliveries: deliveryStore,
    visibility,
    tokens,
  });
  const sendsLetters = mailer.isConfigured && deps.publicUrl !== null;
  const tell = createTelling({
    store,
    settings,
    visibility,
    deliveries,
    sendsLetters,
    onChange,
    clock,
  });
  const access = createAccessHappenings({ metadata, accounts, projects });
  const happenings = createHappenings({ metadata, runs, projects, settings, access, tell });
  for (const [name, guard] of Object.entries(accessGuards(accounts))) visibility.guard(name, guard);
  accounts.onMemberAdded(async (event) => {
    try {
      await tell(await memberAdded(accounts, event, clock()));
    } catch (error) {
      log.warn({ err: error }, 'who joined a team could not be told');
    }
  });
  let telling: Promise<number> = Promise.resolve(0);
  let timer: NodeJS.Timeout | undefined;
  let unsubscribe: (() => void)[] = [];

  /** One at a time in this process; another one may tell the same, which is counted once. */
  function tellWhatHappened(): Promise<number> {
    telling = telling.catch(() => 0).then(() => happenings.tellAll());
    return telling;
  }

  function wake(): void {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      tellWhatHappened().catch((error: unknown) =>
        log.warn({ err: error }, 'what happened to runs could not be told'),
      );
    }, WAKE_MS);
    timer.unref();
  }

  const entityIdOf = async (actor: UserActor): Promise<number> => {
    const user = await accounts.getUser(actor.userId);
    if (user === null) throw notFound('This user');
    return user.entityId;
  };

  const ownIntegrations = async (actor: UserActor): Promise<readonly Integration[]> => {
    const entity = await accounts.findOwner(actor, actor.username, 'read');
    return integrations.list(actor, entity);
  };

  async function checkOwn(
    actor: UserActor,
    id: number | null | undefined,
    kind: Integration['kind'],
  ): Promise<void> {
    if (id === null || id === undefined) return;
    const integration = await integrations.get(id as Integration['id']);
    const isOwn = integration?.entityId === (await entityIdOf(actor));
    if (isOwn && integration?.kind === kind) return;
    throw invalid(`There is no ${kind} of yours with this id. Make one in your settings first.`);
  }

  async function switchOff(userId: UserId, kinds: readonly NotificationKind[]): Promise<void> {
    const before = await settings.read(userId);
    const choices = new Map(before.choices);
    for (const kind of kinds) {
      const ways = new Set(choices.get(kind));
      ways.delete('email');
      choices.set(kind, ways);
    }
    await settings.write(userId, { ...before, choices }, clock());
  }

  return {
    tell,
    watchersOf: (project) => settings.watchers(project.id, null),
    guard: (name, mayStillSee) => visibility.guard(name, mayStillSee),
    tellWhatHappened,

    async list(actor, { limit, cursor, unreadOnly }) {
      const before = cursor === null ? null : readCursor(cursor);
      const found = await store.list(actor.userId, { limit: limit + 1, before, unreadOnly });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const nextCursor = found.length > limit && last ? `${last.updatedAt}-${last.id}` : null;
      return { notifications: await visibility.seen(actor, page), nextCursor };
    },

    async countUnread(actor) {
      const unread = await store.listUnread(actor.userId);
      return (await visibility.seen(actor, unread)).length;
    },

    async mark(actor, which) {
      const { userId } = actor;
      if (which === 'all') await store.mark(userId, null, clock());
      else await store.mark(userId, which.ids, which.isRead ? clock() : null);
      onChange(userId);
    },

    watchUnread(userId, callback) {
      const own = () => callback();
      const ofUser = watchers.get(userId) ?? new Set();
      watchers.set(userId, ofUser.add(own));
      return () => {
        ofUser.delete(own);
        if (ofUser.size === 0) watchers.delete(userId);
      };
    },

    async readSettings(actor) {
      return { ...(await settings.read(actor.userId)), own: await ownIntegrations(actor) };
    },

    async changeSettings(actor, change) {
      await checkOwn(actor, change.channelId, 'channel');
      await checkOwn(actor, change.webhookId, 'webhook');
      const before = await settings.read(actor.userId);
      const choices = new Map(before.choices);
      for (const [kind, ways] of Object.entries(change.choices ?? {})) {
        choices.set(kind as NotificationKind, new Set(ways));
      }
      const after: Settings = {
        rhythm: change.rhythm ?? before.rhythm,
        channelId: change.channelId === undefined ? before.channelId : change.channelId,
        webhookId: change.webhookId === undefined ? before.webhookId : change.webhookId,
        choices,
      };
      await settings.write(actor.userId, after, clock());
    },

    setMuted: (actor, project, isMuted) => settings.setMuted(actor.userId, project.id, isMuted),
    setWatched: (actor, project, run, isWatched) =>
      settings.setWatched(actor.userId, project.id, run?.id ?? null, isWatched),

    async noticesOf(actor, project, run) {
      const watched = await settings.listWatches(actor.userId);
      return {
        isMuted: await settings.isMuted(actor.userId, project.id),
        isWatched: watched.some(
          ({ projectId, runId }) => projectId === project.id && runId === (run?.id ?? null),
        ),
      };
    },

    async listMutes(actor) {
      const muted = await projects.findByIds(await settings.listMutes(actor.userId));
      const seen = [];
      for (const project of muted.values()) {
        if (await visibility.mayRead(actor, project)) seen.push(project);
      }
      return seen;
    },

    async listWatches(actor) {
      const watches = await settings.listWatches(actor.userId);
      const ids = [...new Set(watches.map(({ projectId }) => projectId))] as ProjectId[];
      const known = await projects.findByIds(ids);
      const seen: Watch[] = [];
      for (const { projectId, runId } of watches) {
        const project = known.get(projectId);
        if (project === undefined || !(await visibility.mayRead(actor, project))) continue;
        const run = runId === null ? null : await runs.findById(runId);
        if (runId !== null && run?.projectId !== projectId) continue;
        seen.push({ project, run });
      }
      return seen;
    },

    async listDeliveries(actor, limit) {
      const found = await deliveryStore.list(actor.userId, limit);
      const told = await store.getAll(found.map(({ notificationId }) => notificationId));
      const seen = new Set((await visibility.seen(actor, told)).map(({ id }) => id));
      return found.filter(({ notificationId }) => seen.has(notificationId));
    },

    async sendTrial(actor, way) {
      const user = await accounts.getUser(actor.userId);
      if (user === null) throw notFound('This user');
      return deliveries.sendTrial(user, way);
    },

    async emailProblem(actor) {
      if (!mailer.isConfigured) return NO_MAIL;
      const user = await accounts.getUser(actor.userId);
      return user?.email == null
        ? 'You have no e-mail address. An admin of this instance sets it.'
        : null;
    },

    async readUnsubscribe(token) {
      const { userId, kind } = tokens.read(token);
      const user = await accounts.getUser(userId);
      if (user === null) throw notFound('This link');
      return { username: user.username, kind };
    },

    async unsubscribe(token, scope) {
      const { userId, kind } = tokens.read(token);
      const { choices } = await settings.read(userId);
      await switchOff(userId, scope === 'all' ? [...choices.keys()] : [kind]);
    },

    removeOld: () => store.removeBefore(clock() - KEPT_MS),

    start() {
      const unsubscribeLive = live.subscribeAll((event) => {
        const { kind } = event;
        const isEnd = kind === 'run' && isEnding(event.run.state);
        if (isEnd || kind === 'alert' || kind === 'automations') wake();
      });
      unsubscribe = [unsubscribeLive, accounts.onAccessChange(wake)];
      wake();
    },

    async stop() {
      for (const end of unsubscribe) end();
      clearTimeout(timer);
      await telling.catch(() => 0);
    },
  };
}

function readCursor(cursor: string): { at: number; id: number } {
  const [at, id] = cursor.split('-').map(Number);
  if (Number.isSafeInteger(at) && Number.isSafeInteger(id)) return { at: at ?? 0, id: id ?? 0 };
  throw invalid('This cursor was not given out by this server.');
}
