import { invalid } from '../../platform/errors.ts';

/**
 * First path segments that the program itself answers, in lower case. An entity with such a name
 * could not be reached at `/{entity}`. `admin` is missing on purpose: it is the first user.
 */
const RESERVED: ReadonlySet<string> = new Set([
  '.well-known',
  'agents',
  'aliases',
  'annotation_queues',
  'api',
  'artifacts',
  'artifactsv2',
  'assets',
  'authorize',
  'automations',
  'call',
  'calls',
  'docs',
  'favicon.ico',
  'favicon.svg',
  'files',
  'graphql',
  'health',
  'healthz',
  'index.html',
  'invitations',
  'login',
  'logout',
  'metrics',
  'notifications',
  'oidc',
  'orgs',
  'otel',
  'project',
  'readyz',
  'registry',
  'robots.txt',
  'saml',
  'scim',
  'sdk',
  'search',
  'server_info',
  'service',
  'settings',
  'signin',
  'signout',
  'signup',
  'static',
  'storage',
  'tags',
  'traces',
  'v1',
  'v2',
]);

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}$/;

/** The form in which names are compared: two may not differ in case alone. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

/** Whether the text could be the name of a user, team or organization at all. */
export function isName(name: string): boolean {
  return NAME.test(name);
}

/** Whether nothing but its being taken could speak against the name. */
export function isFreeName(name: string): boolean {
  return isName(name) && !RESERVED.has(nameKey(name));
}

/** @throws RunloomError('invalid') when a user, team or organization may not be called so */
export function checkName(what: 'user' | 'team' | 'organization', name: string): void {
  if (!isName(name)) {
    throw invalid(
      `The name of a ${what} has 1 to 128 characters of A-Z a-z 0-9 _ - . and does not start with a dot.`,
    );
  }
  if (RESERVED.has(nameKey(name))) {
    throw invalid(`"${name}" is an address of the program itself; choose another name.`);
  }
}
