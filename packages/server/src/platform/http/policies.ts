import type { FastifyInstance } from 'fastify';

/**
 * Who may call a route. `checked-by-domain`: anyone gets in, the domain decides by the actor.
 * `signed-token`: the address itself proves the right; credentials are not looked at.
 */
export const POLICIES = [
  'public',
  'signed-in',
  'instance-admin',
  'checked-by-domain',
  'signed-token',
] as const;
export type Policy = (typeof POLICIES)[number];

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: Policy;
    /** It changes nothing, whatever its method. */
    reads?: boolean;
    /** The route serves everyone alike and answers even when the stores are down. */
    ignoresCredentials?: boolean;
  }
}

/** One route as registered; the generated access tests walk over these. */
export interface RouteEntry {
  readonly method: string;
  readonly url: string;
  readonly policy: Policy;
  /** Whether it changes nothing; where it is not said, its method tells. */
  readonly reads: boolean;
}

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Makes a route without a policy an error at start, and keeps the table of all routes.
 * @returns the table, complete once the app is ready
 */
export function requirePolicies(app: FastifyInstance): readonly RouteEntry[] {
  const table: RouteEntry[] = [];
  app.addHook('onRoute', (route) => {
    const policy = route.config?.policy;
    if (policy === undefined || !POLICIES.includes(policy)) {
      throw new Error(`The route ${String(route.method)} ${route.url} declares no policy`);
    }
    for (const method of [route.method].flat()) {
      const reads = route.config?.reads ?? READING.has(method);
      table.push({ method, url: route.url, policy, reads });
    }
  });
  return table;
}
