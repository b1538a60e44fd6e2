import { invalid } from '../../platform/errors.ts';
import type { ByteRange } from './types.ts';

/** True for the address of a content; nothing else may become part of a path or key. */
export function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Where a content lies below the root: 256 folders by its first byte. */
export function pathOf(digest: string): string {
  return `${digest.slice(0, 2)}/${digest}`;
}

/** @throws RunloomError('invalid') for a range that holds no byte, or bounds that are not whole numbers */
export function checkRange({ start, end }: ByteRange): void {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    throw invalid(`${start} to ${end} is not a range of bytes.`);
  }
}

export const rangePastEnd = (start: number): Error =>
  invalid(`The content ends before byte ${start}.`);
