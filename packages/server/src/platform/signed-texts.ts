import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { RunloomError } from './errors.ts';

/** Short texts that a bearer hands back and that nobody else could have made up. */
export interface SignedTexts {
  /** The text and its end as `[A-Za-z0-9_.-]`, worth something for `lifetimeMs`. */
  sign(text: string, lifetimeMs: number): string;
  /** @throws RunloomError('forbidden') when it was not signed here, or is too old */
  verify(token: string): string;
}

/**
 * Tokens of the form `<content>.<HMAC-SHA256 of it>`, both in base64url. `purpose` keeps a token from
 * meaning anything where the same secret signs something else. `clock` in milliseconds.
 */
export function createSignedTexts(
  secret: Uint8Array,
  purpose: string,
  clock: () => number,
): SignedTexts {
  // As a key object: bytes would be made one again for each text, which costs more than the signing.
  const key = createSecretKey(createHmac('sha256', secret).update(purpose).digest());
  const signatureOf = (content: string): Buffer =>
    createHmac('sha256', key).update(content).digest();

  return {
    sign(text, lifetimeMs) {
      const expiresAt = clock() + lifetimeMs;
      const content = Buffer.from(`${expiresAt.toString(36)} ${text}`).toString('base64url');
      return `${content}.${signatureOf(content).toString('base64url')}`;
    },

    verify(token) {
      const [content = '', signature = '', ...rest] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = signatureOf(content);
      const genuine = given.length === expected.length && timingSafeEqual(given, expected);
      if (!genuine || rest.length > 0) {
        throw new RunloomError('forbidden', 'This address was not given out by this server.');
      }
      const signed = Buffer.from(content, 'base64url').toString();
      const space = signed.indexOf(' ');
      if (Number.parseInt(signed.slice(0, space), 36) <= clock()) {
        throw new RunloomError('forbidden', 'This address has expired; ask for a new one.');
      }
      return signed.slice(space + 1);
    },
  };
}
