import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** A new token of 256 random bits: for sessions, and for links that are secret. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is stored of a key or token. They are random and long, so that no slow hash is needed. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
