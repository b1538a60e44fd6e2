import { SessionView, SignInInput } from '@runloom/model';
import type { FastifyRequest } from 'fastify';
import type { Actor, User } from '../../domains/accounts/index.ts';
import { sessionView } from './account-views.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** Who is signed in; signing in and out of the browser. */
export function sessionRoutes({ accounts, cookie, version }: ApiDeps): ApiRoute[] {
  const view = (actor: Actor, request: FastifyRequest) =>
    sessionView(accounts, actor, { baseUrl: request.baseUrl, version });
  return [
    defineRoute({
      method: 'GET',
      path: '/session',
      summary: 'Who is signed in, and where they may create projects',
      policy: 'public',
      answer: { json: SessionView },
      handle: ({ actor, request }) => view(actor, request),
    }),
    defineRoute({
      method: 'POST',
      path: '/session',
      summary: 'Sign in with a name and password, or with a one-time link',
      policy: 'public',
      body: SignInInput,
      answer: { json: SessionView },
      async handle({ body, request, reply }) {
        const userAgent = (request.headers['user-agent'] ?? '').slice(0, 512);
        const session =
          'token' in body
            ? await accounts.redeemSignInLink({ token: body.token, userAgent, address: request.ip })
            : await accounts.signIn({ ...body, address: request.ip, userAgent });
        cookie.set(reply, session.token, session.expiresAt);
        return view(actorOf(session.user), request);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/session',
      summary: 'Sign out',
      policy: 'public',
      answer: 'nothing',
      async handle({ request, reply }) {
        const token = cookie.read(request);
        if (token !== null) await accounts.signOut(token);
        cookie.clear(reply);
      },
    }),
  ];
}

function actorOf(user: User): Actor {
  const { id, username, isAdmin } = user;
  return { kind: 'user', userId: id, username, isAdmin, via: 'session' };
}
