import type { Run } from '../runs/index.ts';

/** Two changes within one tick of the clock look the same; after this much time there was but one. */
const SETTLED_AFTER_MS = 1000;

/** Whether what is read of the run's history now can be told from what is read after a change. */
export function isAtRest(run: Run, now: number): boolean {
  // What is inherited may change without the run.
  return run.lineage === null && now - run.updatedAt >= SETTLED_AFTER_MS;
}

/** Whether a history read at rest is still the same. */
export function isUnchanged(before: Run, now: Run): boolean {
  return (
    now.lineage === null &&
    before.updatedAt === now.updatedAt &&
    before.historyLineCount === now.historyLineCount &&
    before.hasRewrites === now.hasRewrites
  );
}
