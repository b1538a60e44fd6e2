import { SessionView, SignInInput, SignInOptions, SignOutView } from '@runloom/model';
import type { FastifyRequest } from 'fastify';
import { type Actor, sessionActor } from '../../domains/accounts/index.ts';
import { RunloomError } from '../../platform/errors.ts';
import { sessionView } from './account-views.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** Who is signed in; signing in and out of the browser. */
export function sessionRoutes({ accounts, cookie, signIn, version }: ApiDeps): ApiRoute[] {
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
      method: 'GET',
      path: '/sign-in',
      summary: 'By what people may sign in here',
      policy: 'public',
      answer: { json: SignInOptions },
      handle: async () => signIn.options(),
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
        const visit = { address: request.ip, userAgent };
        if ('username' in body) {
          if (!signIn.options().password) throw passwordsAreOff();
          const known = await accounts.findUser(body.username);
          if (known !== null) request.trail.subject = known.username;
        }
        const session =
          'token' in body
            ? await accounts.redeemSignInLink({ token: body.token, ...visit })
            : await accounts.signIn({ ...body, ...visit });
        request.trail.subject = session.user.username;
        request.actor = sessionActor(session.user);
        cookie.set(reply, session.token, session.expiresAt);
        return view(request.actor, request);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/session',
      summary: 'Sign out',
      policy: 'public',
      answer: { json: SignOutView },
      async handle({ request, reply }) {
        const token = cookie.read(request);
        const openedBy = token === null ? null : await accounts.signOut(token);
        cookie.clear(reply);
        const backTo = `${request.baseUrl}/signin`;
        return { continueAt: await signIn.signOutAt(openedBy, backTo) };
      },
    }),
  ];
}

function passwordsAreOff(): RunloomError {
  return new RunloomError(
    'forbidden',
    'Signing in with a password is switched off here. Use one of the other ways on the sign-in page.',
  );
}
