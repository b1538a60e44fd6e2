import { LRUCache } from 'lru-cache';
import type { Calls } from '../calls/index.ts';
import { type Jobs, RetryAfter } from '../jobs/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { KeptEvaluations } from './kept-store.ts';
import type { Evaluations } from './service.ts';

const JOB = 'evaluation-ended';
const RECENT = 'evaluations-recent';
/** Who is told of the end opens the page a moment after; the last calls come about as the evaluation ends. */
const WAITS_MS = [0, 500, 3_000] as const;
const NEXT_WAIT_MS = 10_000;
const MOST_TRIES = 6;
/** So many are in memory again soon after a start, once who opened a page right away has been served. */
const MOST_RECENT = 10;
const AFTER_START_MS = 2_000;
/** Evaluations that began and did not end yet, of which an end alone would tell nothing. */
const MOST_OPEN = 10_000;
const EVALUATE = /(?:^|[./])Evaluation\.evaluate(?::|$)/;

/**
 * The calls, with evaluations among them read once soon after they end, so that who opens their page first waits
 * for it no longer than who does so later; calls that are removed take along what was kept of them.
 */
export function withReadEvaluations<C extends Pick<Calls, 'write' | 'remove'>>(
  calls: C,
  jobs: Pick<Jobs, 'enqueue'>,
  kept: Pick<KeptEvaluations, 'forget'>,
): C {
  const open = new LRUCache<string, true>({ max: MOST_OPEN });
  return {
    ...calls,
    async write(project, parts) {
      await calls.write(project, parts);
      for (const { id, opName, endedAt } of parts) {
        const isOne = opName !== undefined && EVALUATE.test(opName);
        if (isOne) open.set(`${project} ${id}`, true);
        if (endedAt === undefined || !open.has(`${project} ${id}`)) continue;
        open.delete(`${project} ${id}`);
        const payload: Payload = { project, id };
        // What has not changed meanwhile costs a further look nothing.
        for (const delayMs of WAITS_MS) {
          await jobs.enqueue({ kind: JOB, payload, delayMs, maxAttempts: MOST_TRIES });
        }
      }
    },
    async remove(actor, project, ids) {
      const count = await calls.remove(actor, project, ids);
      await kept.forget(project);
      return count;
    },
  };
}

interface Payload {
  readonly project: ProjectId;
  readonly id: string;
}

/** Reads evaluations that ended, and those that were looked at last before the start, by jobs. */
export function readEndedEvaluations(
  jobs: Pick<Jobs, 'handle'>,
  evaluations: Pick<Evaluations, 'readAhead'>,
  kept: Pick<KeptEvaluations, 'recent'>,
): void {
  jobs.handle(RECENT, async () => {
    for (const { project, id } of await kept.recent(MOST_RECENT)) {
      await evaluations.readAhead(project, id);
    }
  });
  jobs.handle(JOB, async (payload) => {
    const { project, id } = payload as Payload;
    if (await evaluations.readAhead(project, id)) return;
    throw new RetryAfter('Calls of the evaluation are still coming.', NEXT_WAIT_MS);
  });
}

/** Has what was kept of evaluations last be in memory soon after a start. */
export const readRecentEvaluations = (jobs: Pick<Jobs, 'enqueue'>): Promise<void> =>
  jobs.enqueue({
    kind: RECENT,
    uniqueKey: RECENT,
    payload: {},
    delayMs: AFTER_START_MS,
    maxAttempts: 1,
  });
