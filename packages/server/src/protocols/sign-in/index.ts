import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sessionActor } from '../../domains/accounts/index.ts';
import { nextAfterReturn, type SignIn, SignInError } from '../../domains/sign-in/index.ts';
import type { Flows, SessionCookie } from '../../platform/http/index.ts';
import { audited } from '../audit/index.ts';

export interface SignInDeps {
  readonly signIn: SignIn;
  readonly cookie: SessionCookie;
  readonly flows: Flows;
}

// Whoever is signed in already may sign in as somebody else, so credentials do not matter.
const CONFIG = { policy: 'public', ignoresCredentials: true, refusesQuietly: true } as const;

const Params = z.object({ provider: z.string().max(64) });

/**
 * The two addresses by which a browser leaves for a sign-in server and comes back. Each provider comes
 * back to an address of its own, so that one can't answer for another (RFC 9700, 4.4).
 */
export function registerSignIn(app: FastifyInstance, { signIn, cookie, flows }: SignInDeps): void {
  app.get('/oidc/:provider/start', { config: CONFIG }, async (request, reply) => {
    const { provider } = Params.parse(request.params);
    const { next } = request.query as { next?: unknown };
    const to = nextAfterReturn(typeof next === 'string' ? next : undefined);
    const address = await orFault(request, to, () =>
      traced(request, provider, async () => {
        const redirectUri = callbackOf(request, provider);
        const begun = await signIn.begin(provider, { redirectUri, next: to, from: request.ip });
        flows.set(reply, begun.flow);
        return begun.address;
      }),
    );
    return reply.redirect(address, 303);
  });

  app.get('/oidc/:provider/callback', { config: CONFIG }, async (request, reply) => {
    const { provider } = Params.parse(request.params);
    const flow = flows.read(request);
    flows.clear(reply);
    const address = await orFault(request, '/', () =>
      traced(request, provider, async () => {
        const query = request.url.split('?').slice(1).join('?');
        const url = new URL(`${callbackOf(request, provider)}?${query}`);
        const visit = { address: request.ip, userAgent: request.headers['user-agent'] ?? '' };
        const { session, next } = await signIn.finish(provider, { url, flow, visit });
        request.actor = sessionActor(session.user);
        request.trail.subject = session.user.username;
        cookie.set(reply, session.token, session.expiresAt);
        return next;
      }),
    );
    return reply.redirect(address, 303);
  });
}

function callbackOf(request: FastifyRequest, provider: string): string {
  return `${request.baseUrl}/oidc/${encodeURIComponent(provider)}/callback`;
}

/** @returns what `work` does: the address to go on to */
function traced(
  request: FastifyRequest,
  provider: string,
  work: () => Promise<string>,
): Promise<string> {
  return audited(
    request.trail,
    (address) => {
      const { subject } = request.trail;
      // Leaving for the provider is nothing that happened here.
      if (address !== undefined && subject === undefined) return null;
      const resource = { kind: 'user', name: subject ?? '' };
      const details = { method: `oidc:${provider.slice(0, 32)}` };
      return { action: 'user:login', resource, details };
    },
    work,
  );
}

/** A person sees a page with a sentence of ours: nothing that a provider sent is repeated there. */
async function orFault(
  request: FastifyRequest,
  next: string,
  work: () => Promise<string>,
): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    request.log.info({ err: error, fault: error.fault }, 'a sign-in by a provider failed');
    return `/signin?${new URLSearchParams({ fault: error.fault, ...(next !== '/' && { next }) })}`;
  }
}
