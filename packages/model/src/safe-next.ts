/**
 * Where to go after signing in: only paths of pages of ours, whatever a link said. Browsers take
 * backslashes for slashes and leave out tabs and line breaks, so the path is taken from the address as
 * they read it.
 */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/')) return '/';
  const base = 'http://here.invalid';
  if (!URL.canParse(next, base)) return '/';
  const { origin, pathname, search, hash } = new URL(next, base);
  if (origin !== base || pathname.startsWith('//')) return '/';
  if (/^\/(signin|oidc|api)(\/|$)/.test(pathname)) return '/';
  return pathname + search + hash;
}
