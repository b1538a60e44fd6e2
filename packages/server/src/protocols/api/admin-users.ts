import { PeopleOfInstance, PutUserInput, UserView } from '@runloom/model';
import { z } from 'zod';
import { userView } from './account-views.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const MOST = 99;

/** Provisioning of users, by instance admins. Repeating a call changes nothing more. */
export function adminUserRoutes({ accounts }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/admin/users',
      summary:
        'People of the instance by name, or those whose name or e-mail begins or ends with `q`',
      policy: 'instance-admin',
      query: z.object({ q: z.string().max(254).default('') }),
      answer: { json: PeopleOfInstance },
      async handle({ actor, query }) {
        const found = await accounts.searchUsers(actor, query.q.trim());
        const people = found.filter(({ serviceOf }) => serviceOf === null);
        return {
          people: people.slice(0, MOST).map(userView),
          hasMore: found.length > MOST,
        };
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/admin/users/{username}',
      summary: 'Create a user or change what is given; an apiKey becomes one of their keys',
      policy: 'instance-admin',
      body: PutUserInput,
      answer: { json: UserView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const { email, displayName, isAdmin, password, apiKey } = body;
        const put = await accounts.putUser(actor, params.username, {
          ...(email === undefined ? {} : { email }),
          ...(displayName === undefined ? {} : { displayName }),
          ...(isAdmin === undefined ? {} : { isAdmin }),
          ...(password === undefined ? {} : { password }),
          ...(apiKey === undefined ? {} : { apiKey }),
        });
        reply.code(put.created ? 201 : 200);
        return userView(put.value);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/admin/users/{username}',
      summary: 'Delete a user with their keys and sessions',
      policy: 'instance-admin',
      answer: 'nothing',
      async handle({ actor, params }) {
        await accounts.deleteUser(actor, params.username);
      },
    }),
  ];
}
