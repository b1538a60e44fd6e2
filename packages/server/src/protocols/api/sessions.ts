import { BrowserSessionList, EndedSessions, SignInLinkView } from '@runloom/model';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute, userOf } from './route.ts';

/** Where one is signed in, and what administrators do for people who can't get in. */
export function browserSessionRoutes({ accounts, cookie }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/sessions',
      summary: 'The browsers you are signed in with',
      policy: 'signed-in',
      answer: { json: BrowserSessionList },
      async handle({ actor, request }) {
        const current = cookie.read(request) ?? undefined;
        const sessions = await accounts.listSessions(userOf(actor), current);
        return { sessions: [...sessions] };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/sessions',
      summary: 'End all your sessions but the one that asks',
      policy: 'signed-in',
      answer: { json: EndedSessions },
      async handle({ actor, request }) {
        const current = cookie.read(request) ?? undefined;
        return { ended: await accounts.endOtherSessions(userOf(actor), current) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/sessions/{id}',
      summary: 'End one of your sessions',
      policy: 'signed-in',
      answer: 'nothing',
      async handle({ actor, params }) {
        await accounts.endSession(userOf(actor), params.id);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/admin/users/{username}/sessions',
      summary: 'End all sessions of a user',
      policy: 'instance-admin',
      answer: { json: EndedSessions },
      async handle({ actor, params }) {
        return { ended: await accounts.endSessionsOf(actor, params.username) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/admin/users/{username}/sign-in-link',
      summary:
        'A one-time link for a user who can not sign in; it lasts a day and is shown this once',
      policy: 'instance-admin',
      answer: { json: SignInLinkView, alsoCreates: true },
      async handle({ actor, params, request, reply }) {
        const { token, expiresAt } = await accounts.createSignInLink(actor, params.username);
        reply.code(201);
        return { url: `${request.baseUrl}/signin?token=${token}`, expiresAt };
      },
    }),
  ];
}
