import { createHash, hash } from 'node:crypto';
import { canonicalJson } from '@runloom/model';
import { invalid, RunloomError } from '../../platform/errors.ts';
import type { JsonText } from './types.ts';

/** Clients write a SHA-256 so that it can stand in names and addresses: base64url without signs. */
const withoutSigns = (base64url: string): string =>
  base64url.replaceAll('-', 'X').replaceAll('_', 'Y');

/** Digest of a text, as objects, rows and files have it: 43 letters and digits. */
export const digestOfText = (text: string): string =>
  withoutSigns(hash('sha256', text, 'base64url'));

/** The same of a content whose SHA-256 is known, in hex. */
export const digestOfSha256 = (hex: string): string =>
  withoutSigns(Buffer.from(hex, 'hex').toString('base64url'));

/**
 * Digest of an object or a row: of its text as Python would write it.
 * @throws RunloomError('invalid') when it is no JSON
 */
export function digestOfJson(text: JsonText): string {
  try {
    return digestOfText(canonicalJson(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid(`The value is no JSON: ${error.message}.`);
  }
}

/** The digest of a table: taken of its rows' digests, one after the other, in hex. */
export function startRowsDigest(): { add(rowDigest: string): void; finish(): string } {
  const sha256 = createHash('sha256');
  let gathered = '';
  return {
    add(rowDigest) {
      gathered += rowDigest;
      if (gathered.length < 65_536) return;
      sha256.update(gathered);
      gathered = '';
    },
    finish: () => sha256.update(gathered).digest('hex'),
  };
}

export function digestOfRows(rowDigests: Iterable<string>): string {
  const whole = startRowsDigest();
  for (const digest of rowDigests) whole.add(digest);
  return whole.finish();
}

/** @throws RunloomError('conflict') when the sender counted on another digest */
export function checkExpected(digest: string, expected: string | null | undefined): void {
  if (expected === null || expected === undefined || expected === digest) return;
  throw new RunloomError(
    'conflict',
    `The content has the digest ${digest}, but ${expected} was expected. Send it without an expected digest.`,
    { data: { digest, expected } },
  );
}

/** Whether a text could be the digest of an object, a row or a file. */
export const isDigest = (text: string): boolean => /^[A-Za-z0-9]{43}$/.test(text);
