import { createHmac, timingSafeEqual } from 'node:crypto';
import { RunloomError } from '../../platform/errors.ts';
import type { RunId } from '../runs/index.ts';

/** What a token lets its bearer do: send this file once or more, or read it. */
export interface Grant {
  readonly use: 'upload' | 'download';
  readonly runId: RunId;
  readonly name: string;
}

export interface TransferTokens {
  /** A text of `[A-Za-z0-9_.-]` that stands for the grant for `lifetimeMs`. */
  sign(grant: Grant, lifetimeMs: number): string;
  /** @throws RunloomError('forbidden') when it was not signed here, is too old, or is for another use */
  verify(token: string, use: Grant['use']): Grant;
}

/** Keeps a signature from meaning anything where the same secret signs something else. */
const PURPOSE = 'runloom file transfer 1';
const LETTER = { upload: 'u', download: 'd' } as const;

/**
 * Tokens of the form `<content>.<HMAC-SHA256 of it>`, both in base64url. Anyone who holds one may
 * use it until it expires, as clients send no key with transfers.
 */
export function createTransferTokens(secret: Uint8Array, clock: () => number): TransferTokens {
  const key = createHmac('sha256', secret).update(PURPOSE).digest();
  const signatureOf = (content: string): Buffer =>
    createHmac('sha256', key).update(content).digest();

  return {
    sign({ use, runId, name }, lifetimeMs) {
      const expiresAt = clock() + lifetimeMs;
      const fields = [LETTER[use], runId.toString(36), expiresAt.toString(36), name];
      const content = Buffer.from(fields.join(' ')).toString('base64url');
      return `${content}.${signatureOf(content).toString('base64url')}`;
    },

    verify(token, use) {
      const [content = '', signature = '', ...rest] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = signatureOf(content);
      const genuine = given.length === expected.length && timingSafeEqual(given, expected);
      if (!genuine || rest.length > 0) {
        throw new RunloomError('forbidden', 'This address was not given out by this server.');
      }
      const [letter, run = '', expiry = '', ...name] = Buffer.from(content, 'base64url')
        .toString()
        .split(' ');
      if (letter !== LETTER[use]) {
        throw new RunloomError('forbidden', 'This address is for another use.');
      }
      if (Number.parseInt(expiry, 36) <= clock()) {
        throw new RunloomError('forbidden', 'This address has expired; ask for a new one.');
      }
      return { use, runId: Number.parseInt(run, 36) as RunId, name: name.join(' ') };
    },
  };
}
