import { createHash } from 'node:crypto';

/**
 * The id of a call of a trial: a UUID of version 7 in form, with the time of the evaluation's own id, and
 * the same whenever the trial is taken up again, so that what was stored is found and never done twice.
 */
export function trialCallId(root: string, place: number, trial: number, part: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([root, place, trial, part]))
    .digest();
  hash[0] = ((hash[0] ?? 0) & 0x0f) | 0x70;
  hash[2] = ((hash[2] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${root.slice(0, 13)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8, 20)}`;
}

/** An id of feedback that is the same whenever it is given again. */
export function stableId(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-7${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
