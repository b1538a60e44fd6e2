import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { RunloomError } from './errors.ts';

/** Short texts that a bearer hands back and that nobody else could have made up. */
export interface SignedTexts {
  /** The text and its end as `[A-Za-z0-9_.-]`, worth something for `lifetimeMs`. */
  sign(text: string, lifetimeMs: number): string;
  /** @throws RunloomError('forbidden') when it was not signed here, or is too old */
  verify(token: string): string;
}

/** Signatures that are remembered until their token comes back for the first time. */
const REMEMBERED = 10_000;

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
  /** Most tokens come back once and soon, thousands of them when many files are sent. */
  const given = new Map<string, Buffer>();
  const remember = (content: string, signature: Buffer): void => {
    const [oldest] = given.size < REMEMBERED ? [] : given.keys();
    if (oldest !== undefined) given.delete(oldest);
    given.set(content, signature);
  };

  return {
    sign(text, lifetimeMs) {
      const expiresAt = clock() + lifetimeMs;
      const content = Buffer.from(`${expiresAt.toString(36)} ${text}`).toString('base64url');
      const signature = signatureOf(content);
      remember(content, signature);
      return `${content}.${signature.toString('base64url')}`;
    },

    verify(token) {
      const [content = '', signature = '', ...rest] = token.split('.');
      const claimed = Buffer.from(signature, 'base64url');
      const expected = given.get(content) ?? signatureOf(content);
      const genuine = claimed.length === expected.length && timingSafeEqual(claimed, expected);
      if (!genuine || rest.length > 0) {
        throw new RunloomError('forbidden', 'This address was not given out by this server.');
      }
      given.delete(content);
      const signed = Buffer.from(content, 'base64url').toString();
      const space = signed.indexOf(' ');
      if (Number.parseInt(signed.slice(0, space), 36) <= clock()) {
        throw new RunloomError('forbidden', 'This address has expired; ask for a new one.');
      }
      return signed.slice(space + 1);
    },
  };
}
