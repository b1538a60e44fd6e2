import { createHash, randomBytes } from 'node:crypto';

/** Marks our keys for secret scanners. Clients ignore what stands before the first dash and count 40 characters after it. */
const KEY_MARK = 'runloom-';
const KEY_BYTES = 20;
const TOKEN_BYTES = 32;
const PREFIX_LENGTH = 12;

/** An API key may be given at provisioning; all keys look like this. */
const KEY_SHAPE = /^[A-Za-z0-9_-]{40,255}$/;

export function isApiKey(key: string): boolean {
  return KEY_SHAPE.test(key);
}

/** A new API key: the mark and 160 random bits in hex. */
export function newApiKey(): string {
  return KEY_MARK + randomBytes(KEY_BYTES).toString('hex');
}

/** The API key made of a secret; only its first 160 bits count. */
export function apiKeyOf(secret: Uint8Array): string {
  return (
    KEY_MARK +
    Buffer.from(secret)
      .toString('hex')
      .slice(0, KEY_BYTES * 2)
  );
}

/** A new token of 256 random bits, for sessions and for links. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is stored of a key or token. They are random and long, so that no slow hash is needed. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The part of a key that may be shown, to recognise it by. */
export function visiblePrefix(key: string): string {
  return key.slice(0, PREFIX_LENGTH);
}
