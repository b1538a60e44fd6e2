import { Activity, PersonView, ProfileInput, UserView } from '@runloom/model';
import type { Actor, User } from '../../domains/accounts/index.ts';
import type { ActivityEntry } from '../../domains/activity/index.ts';
import { notFound } from '../../platform/errors.ts';
import { userView } from './account-views.ts';
import type { ApiDeps } from './deps.ts';
import { findPerson } from './find-person.ts';
import { type ApiRoute, defineRoute, userOf } from './route.ts';

const ITEMS = 50;

/** People as those see them who share a team or an organization with them, and what was done last. */
export function peopleRoutes({ accounts, activity, projects }: ApiDeps): ApiRoute[] {
  const person = async (actor: Actor, username: string): Promise<User> => {
    const found = await findPerson(accounts, actor, username);
    if (found === null) throw notFound(`The user ${username}`);
    return found;
  };

  const view = async (entries: readonly ActivityEntry[]) => {
    const names = await accounts.usernames(entries.map(({ userId }) => userId));
    return {
      items: entries.map(({ kind, entity, project, title, name, userId, at }) => ({
        kind,
        entity,
        project,
        title,
        name,
        user: names.get(userId) ?? null,
        at,
      })),
    };
  };

  return [
    defineRoute({
      method: 'GET',
      path: '/users/{username}',
      summary: 'Someone you share a team or an organization with',
      policy: 'signed-in',
      answer: { json: PersonView },
      async handle({ actor, params }) {
        const reader = userOf(actor);
        const found = await person(actor, params.username);
        const shared = await accounts.listShared(reader, found.id);
        return {
          username: found.username,
          displayName: found.displayName,
          isSelf: found.id === reader.userId,
          teams: shared.teams.map(({ name }) => name),
          organizations: shared.organizations.map(({ name }) => name),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/users/{username}/activity',
      summary: 'What someone made last in projects that you may see',
      policy: 'signed-in',
      answer: { json: Activity },
      async handle({ actor, params }) {
        const { id } = await person(actor, params.username);
        return view(await activity.ofPerson(actor, id, ITEMS));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/entities/{entity}/activity',
      summary: 'What was made last in the projects of a user or team that you may see',
      policy: 'checked-by-domain',
      answer: { json: Activity },
      async handle({ actor, params }) {
        const entity = await accounts.findEntity(params.entity);
        const missing = notFound(`The entity ${params.entity}`);
        if (entity === null) throw missing;
        const entries = await activity.ofEntity(actor, entity, ITEMS);
        const resource = { kind: 'entity', entityId: entity.id } as const;
        const isSeen =
          entries.length > 0 ||
          (await accounts.may(actor, 'read', resource)) ||
          (await projects.list(actor, entity)).length > 0;
        if (!isSeen) throw missing;
        return view(entries);
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/profile',
      summary: 'Change the name by which others see you',
      policy: 'signed-in',
      body: ProfileInput,
      answer: { json: UserView },
      handle: async ({ actor, body }) =>
        userView(await accounts.setDisplayName(userOf(actor), body.displayName)),
    }),
  ];
}
