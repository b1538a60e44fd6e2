import {
  NotificationDeliveries,
  NotificationList,
  NotificationSettings,
  NotificationSettingsInput,
  NotificationsRead,
  NotificationTrial,
  NotificationTrialInput,
  type NotificationView,
  ProjectNotices,
  RunNotices,
  UnsubscribeView,
} from '@runloom/model';
import { z } from 'zod';
import type { UserActor } from '../../domains/accounts/index.ts';
import { type Notification, shownTitle } from '../../domains/notifications/index.ts';
import type { ProjectId } from '../../domains/projects/index.ts';
import { findRun } from './address.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute, userOf } from './route.ts';

const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().min(1).max(40).optional(),
  unread: z.enum(['true', 'false']).default('false'),
});
const MOST_DELIVERIES = 100;

/** What people are told, and what they chose to be told. */
export function notificationRoutes(deps: ApiDeps): ApiRoute[] {
  const { notifications, projects } = deps;

  async function viewsOf(shown: readonly Notification[]): Promise<NotificationView[]> {
    const ids = shown.flatMap(({ projectId }) => (projectId === null ? [] : [projectId]));
    const known = await projects.findByIds([...new Set(ids)]);
    const names = await deps.accounts.usernames(shown.map(({ actorId }) => actorId));
    return shown.map((one) => {
      const project = one.projectId === null ? undefined : known.get(one.projectId as ProjectId);
      const { id, kind, body, path, severity, count, createdAt, updatedAt } = one;
      return {
        id,
        kind,
        body,
        path,
        severity,
        count,
        createdAt,
        updatedAt,
        title: shownTitle(one),
        place: project === undefined ? '' : `${project.entityName}/${project.name}`,
        actor: names.get(one.actorId) ?? null,
        isRead: one.readAt !== null,
      };
    });
  }

  async function settingsOf(actor: UserActor): Promise<z.input<typeof NotificationSettings>> {
    const settings = await notifications.readSettings(actor);
    const user = await deps.accounts.getUser(actor.userId);
    const mutes = await notifications.listMutes(actor);
    const watches = await notifications.listWatches(actor);
    const placeOf = (project: { entityName: string; name: string }) =>
      `${project.entityName}/${project.name}`;
    return {
      rhythm: settings.rhythm,
      choices: Object.fromEntries(
        [...settings.choices].map(([kind, ways]) => [kind, [...ways]]),
      ) as z.input<typeof NotificationSettings>['choices'],
      channelId: settings.channelId,
      webhookId: settings.webhookId,
      channels: settings.own.flatMap((one) =>
        one.kind === 'channel' ? [{ id: one.id, name: `${one.channel} (${one.workspace})` }] : [],
      ),
      webhooks: settings.own.flatMap((one) =>
        one.kind === 'webhook' ? [{ id: one.id, name: one.name }] : [],
      ),
      email: user?.email ?? null,
      emailProblem: await notifications.emailProblem(actor),
      mutes: mutes.map(placeOf),
      watches: watches.map(({ project, run }) => ({
        place: placeOf(project),
        run: run?.name ?? null,
      })),
    };
  }

  const findProject = (
    actor: UserActor,
    { entity, project }: { entity: string; project: string },
  ) => projects.find(actor, entity, project, 'read');

  return [
    defineRoute({
      method: 'GET',
      path: '/notifications',
      summary: 'What the caller was told on the pages, newest first',
      policy: 'signed-in',
      query: ListQuery,
      answer: { json: NotificationList },
      async handle({ actor, query }) {
        const user = userOf(actor);
        const page = await notifications.list(user, {
          limit: query.limit,
          cursor: query.cursor ?? null,
          unreadOnly: query.unread === 'true',
        });
        return {
          notifications: await viewsOf(page.notifications),
          unread: await notifications.countUnread(user),
          nextCursor: page.nextCursor,
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/notifications/read',
      summary: 'Mark notifications as read, or as unread again',
      policy: 'signed-in',
      body: NotificationsRead,
      answer: 'nothing',
      handle: ({ actor, body }) => notifications.mark(userOf(actor), 'all' in body ? 'all' : body),
    }),
    defineRoute({
      method: 'GET',
      path: '/notifications/settings',
      summary: 'What the caller chose to be told, and by which ways',
      policy: 'signed-in',
      answer: { json: NotificationSettings },
      handle: ({ actor }) => settingsOf(userOf(actor)),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/notifications/settings',
      summary: 'Choose what to be told, and by which ways; what is absent stays',
      policy: 'signed-in',
      body: NotificationSettingsInput,
      answer: { json: NotificationSettings },
      async handle({ actor, body }) {
        await notifications.changeSettings(userOf(actor), body);
        return settingsOf(userOf(actor));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/notifications/trial',
      summary: 'Send the caller something harmless by one way, and say how it went',
      policy: 'signed-in',
      body: NotificationTrialInput,
      answer: { json: NotificationTrial },
      handle: ({ actor, body }) => notifications.sendTrial(userOf(actor), body.way),
    }),
    defineRoute({
      method: 'GET',
      path: '/notifications/deliveries',
      summary: 'What was sent to the caller, or could not be, newest first',
      policy: 'signed-in',
      answer: { json: NotificationDeliveries },
      async handle({ actor }) {
        const deliveries = await notifications.listDeliveries(userOf(actor), MOST_DELIVERIES);
        return { deliveries: [...deliveries] };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/notices',
      summary: 'Whether the caller muted the project, or watches all of its runs',
      policy: 'signed-in',
      answer: { json: ProjectNotices },
      async handle({ actor, params }) {
        const user = userOf(actor);
        return notifications.noticesOf(user, await findProject(user, params), null);
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/projects/{entity}/{project}/notices',
      summary: 'Mute the project for the caller, or watch all of its runs',
      policy: 'signed-in',
      body: ProjectNotices,
      answer: { json: ProjectNotices },
      async handle({ actor, params, body }) {
        const user = userOf(actor);
        const project = await findProject(user, params);
        await notifications.setMuted(user, project, body.isMuted);
        await notifications.setWatched(user, project, null, body.isWatched);
        return body;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/notices',
      summary: 'Whether the caller watches the run',
      policy: 'signed-in',
      answer: { json: RunNotices },
      async handle({ actor, params }) {
        const { project, run } = await findRun(deps, actor, params);
        const { isWatched } = await notifications.noticesOf(userOf(actor), project, run);
        return { isWatched };
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/runs/{entity}/{project}/{run}/notices',
      summary: 'Watch the run, or stop watching it',
      policy: 'signed-in',
      body: RunNotices,
      answer: { json: RunNotices },
      async handle({ actor, params, body }) {
        const { project, run } = await findRun(deps, actor, params);
        await notifications.setWatched(userOf(actor), project, run, body.isWatched);
        return body;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/notifications/unsubscribe/{token}',
      summary: 'Whose e-mail of which kind a link ends',
      policy: 'signed-token',
      answer: { json: UnsubscribeView },
      handle: ({ params }) => notifications.readUnsubscribe(params.token),
    }),
    // Mail programs post a form here (RFC 8058), whose content says nothing more.
    defineRoute({
      method: 'POST',
      path: '/notifications/unsubscribe/{token}',
      summary: 'End e-mail of the kind that the link is of, or all of it',
      policy: 'signed-token',
      query: z.object({ all: z.enum(['true', 'false']).default('false') }),
      takesFile: true,
      answer: 'nothing',
      handle: ({ params, query }) =>
        notifications.unsubscribe(params.token, query.all === 'true' ? 'all' : 'kind'),
    }),
  ];
}
