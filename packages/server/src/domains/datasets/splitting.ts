import { hash } from 'node:crypto';
import { refuseTwice } from './names-once.ts';

export interface Part {
  readonly name: string;
  readonly share: number;
}

const BITS_48 = 2 ** 48;

/**
 * The part that a row belongs to: by dice that fall the same way for the same row and seed each time,
 * so that copies of a row stay together, and rows keep their part while others come and go.
 */
export function partOf(rowDigest: string, seed: string, parts: readonly Part[]): number {
  const whole = parts.reduce((sum, { share }) => sum + share, 0);
  const digits = hash('sha256', `${seed}\n${rowDigest}`, 'hex').slice(0, 12);
  const thrown = (Number.parseInt(digits, 16) / BITS_48) * whole;
  let end = 0;
  for (const [index, { share }] of parts.entries()) {
    end += share;
    if (thrown < end) return index;
  }
  return parts.length - 1;
}

/** @throws RunloomError('invalid') for parts of one name */
export function checkParts(parts: readonly Part[]): void {
  refuseTwice(
    'parts',
    parts.map(({ name }) => name),
  );
}

/** What a part is, for people who find it. */
export function describePart(
  source: string,
  { name, share }: Part,
  parts: readonly Part[],
  seed: string,
): string {
  const whole = parts.reduce((sum, part) => sum + part.share, 0);
  const percent = Math.round((share / whole) * 10_000) / 100;
  const dice = seed === '' ? '' : `, seed ${JSON.stringify(seed)}`;
  return `Part "${name}" (${percent} %) of ${source}, by the digests of its rows${dice}.`;
}
