import type { Actor } from '../domains/accounts/index.ts';
import type { Trail } from '../platform/trail.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set before the body is read. Routes with a signed token see nobody. */
    actor: Actor;
    /** Looks at the request's credentials again: a key or session may have ended since. */
    whoAsksNow: () => Promise<Actor>;
    /** Address by which this client reaches the server, without a slash at the end. */
    baseUrl: string;
    /** What the request did, for the audit log. */
    trail: Trail;
  }
}
