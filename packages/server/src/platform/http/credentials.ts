import type { FastifyRequest } from 'fastify';
import { RunloomError } from '../errors.ts';

/** What the HTTP layer needs to know of who asks. */
export type Principal =
  | { readonly kind: 'user'; readonly isAdmin: boolean; readonly via: 'key' | 'session' }
  | { readonly kind: 'anonymous' };

/** How the product tells who asks. Null: unknown, revoked or expired. */
export interface Authenticator {
  key(key: string): Promise<Principal | null>;
  session(token: string): Promise<Principal | null>;
}

const ANONYMOUS: Principal = { kind: 'anonymous' };

/** Longer than any key or token: what is above it is not looked up. */
const MAX_CREDENTIAL_LENGTH = 4096;

/**
 * Finds out who asks: by the key in `Authorization` (`Basic` with any user name, or `Bearer`), else by
 * the session cookie, else nobody.
 * @throws RunloomError('unauthenticated') when a key was given and is wrong
 */
export async function authenticate(
  request: FastifyRequest,
  authenticator: Authenticator,
  cookieName: string,
): Promise<Principal> {
  const header = request.headers.authorization;
  if (header !== undefined && header.trim() !== '') {
    const key = readKey(header);
    const principal = key === null ? null : await authenticator.key(key);
    if (principal) return principal;
    throw new RunloomError(
      'unauthenticated',
      'The API key is not valid. Check that WANDB_API_KEY holds a key of this server; Settings lists and creates keys.',
    );
  }
  const token = readCookie(request.headers.cookie, cookieName);
  if (token === null) return ANONYMOUS;
  return (await authenticator.session(token)) ?? ANONYMOUS;
}

/** The key in an `Authorization` header; null when there is none that could be one. */
export function readKey(header: string): string | null {
  if (header.length > MAX_CREDENTIAL_LENGTH) return null;
  const [, scheme, value] = /^(\S+)\s+(\S+)\s*$/.exec(header) ?? [];
  if (scheme === undefined || value === undefined) return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return null;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const key = colon < 0 ? '' : text.slice(colon + 1);
  return key === '' ? null : key;
}

/** One cookie's value; null when it is absent. */
export function readCookie(header: string | undefined, name: string): string | null {
  if (header === undefined) return null;
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals < 0 || part.slice(0, equals).trim() !== name) continue;
    const value = part.slice(equals + 1).trim();
    return value === '' || value.length > MAX_CREDENTIAL_LENGTH ? null : value;
  }
  return null;
}
