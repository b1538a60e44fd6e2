import type { UserId } from '../../accounts/index.ts';

/** Changes that are in no version yet. Times in milliseconds. */
export interface Unversioned {
  /** When the first of them came, and the last. */
  readonly since: number;
  readonly lastAt: number;
  /** How many changes each author sent; a few keys that are hit quickly may be one. */
  readonly authors: ReadonlyMap<UserId, number>;
}

/** Nobody wrote for so long: what stands there is a version. */
export const PAUSE_MS = 2 * 60_000;
/** Who writes without a pause gets a version so often. */
const LONGEST_MS = 15 * 60_000;
/** People who write at the same time share a version: a new author begins one at most so often. */
const AUTHOR_MS = 60_000;

/** Whether it is time for a version of what there is. */
export function isVersionDue(unversioned: Unversioned | null, now: number): boolean {
  if (unversioned === null) return false;
  return now - unversioned.lastAt >= PAUSE_MS || now - unversioned.since >= LONGEST_MS;
}

/** Whether what there is becomes a version before somebody else goes on with it. */
export function cutsBefore(unversioned: Unversioned | null, author: UserId, now: number): boolean {
  if (unversioned === null || unversioned.authors.has(author)) return false;
  return now - unversioned.since >= AUTHOR_MS;
}

export function withChange(
  unversioned: Unversioned | null,
  author: UserId,
  now: number,
): Unversioned {
  return {
    since: unversioned?.since ?? now,
    lastAt: now,
    authors: new Map(unversioned?.authors).set(author, (unversioned?.authors.get(author) ?? 0) + 1),
  };
}
