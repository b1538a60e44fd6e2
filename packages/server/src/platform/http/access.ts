import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RunloomError } from '../errors.ts';
import { type Authenticator, authenticate, type Principal } from './credentials.ts';

// As plain strings: what stands there is the product's type, which this layer doesn't know.
const DECORATIONS: readonly string[] = ['actor', 'whoAsksNow'];

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Sets `request.actor` before anything of the body is read, and enforces the route's policy and the
 * rule against forged requests from other sites.
 */
export function registerAccess(
  app: FastifyInstance,
  authenticator: Authenticator,
  cookieName: string,
): void {
  for (const name of DECORATIONS) app.decorateRequest(name, null);
  app.addHook('onRequest', async (request) => {
    const { policy, ignoresCredentials } = request.routeOptions.config;
    const whoAsksNow = () => authenticate(request, authenticator, cookieName);
    request.setDecorator('whoAsksNow', whoAsksNow);
    if (policy === undefined || policy === 'signed-token' || ignoresCredentials === true) {
      request.setDecorator<Principal>('actor', { kind: 'anonymous' });
      return;
    }
    const principal = await whoAsksNow();
    request.setDecorator('actor', principal);
    if (policy === 'signed-in' || policy === 'instance-admin') requireUser(principal, policy);
    refuseForgery(request, principal);
  });
}

function requireUser(principal: Principal, policy: 'signed-in' | 'instance-admin'): void {
  if (principal.kind === 'anonymous') {
    throw new RunloomError(
      'unauthenticated',
      'Sign in, or send an API key in the Authorization header.',
    );
  }
  if (policy === 'instance-admin' && !principal.isAdmin) {
    throw new RunloomError('forbidden', 'Only an administrator of this server may do this.');
  }
}

/**
 * A browser adds the cookie by itself, so a change needs a sign that our own page asked for it: a
 * header that other origins can't send without our consent, and an `Origin` that is this host.
 */
function refuseForgery(request: FastifyRequest, principal: Principal): void {
  if (READING.has(request.method)) return;
  if (principal.kind === 'user' && principal.via === 'key') return;
  const { origin, host } = request.headers;
  if (origin !== undefined && !sameHost(origin, host)) {
    throw new RunloomError('forbidden', 'This request comes from a page of another site.');
  }
  if (principal.kind === 'user' && request.headers['x-runloom-client'] !== 'web') {
    throw new RunloomError(
      'forbidden',
      'A change with the session cookie needs the header X-Runloom-Client: web. Programs should send an API key instead.',
    );
  }
}

function sameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
