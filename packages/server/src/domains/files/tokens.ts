import { RunloomError } from '../../platform/errors.ts';
import { createSignedTexts } from '../../platform/signed-texts.ts';
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

const PURPOSE = 'runloom file transfer 2';
const LETTER = { upload: 'u', download: 'd' } as const;

/** Anyone who holds a token may use it until it expires, as clients send no key with transfers. */
export function createTransferTokens(secret: Uint8Array, clock: () => number): TransferTokens {
  const texts = createSignedTexts(secret, PURPOSE, clock);
  return {
    sign: ({ use, runId, name }, lifetimeMs) =>
      texts.sign([LETTER[use], runId.toString(36), name].join(' '), lifetimeMs),

    verify(token, use) {
      const [letter, run = '', ...name] = texts.verify(token).split(' ');
      if (letter !== LETTER[use]) {
        throw new RunloomError('forbidden', 'This address is for another use.');
      }
      return { use, runId: Number.parseInt(run, 36) as RunId, name: name.join(' ') };
    },
  };
}
