import type { Log } from '../../platform/logging.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { createJobStore, type StoredJob } from './store.ts';
import { type JobHandler, type Jobs, RetryAfter } from './types.ts';

const AT_ONCE = 4;
const LEASE_MS = 60_000;
const STANDARD_ATTEMPTS = 8;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 600_000;
/** Other processes put jobs into the same table; they are found at the latest after this. */
const LONGEST_SLEEP_MS = 5_000;
const MAX_ERROR = 1_000;

/** Jobs over the metadata store. `clock` in milliseconds. */
export function createJobs(deps: {
  metadata: MetadataStore;
  log: Log;
  clock?: () => number;
  /** Milliseconds before the first retry; each further one waits twice as long. */
  firstRetryMs?: number;
  /** Jobs in work at once. */
  atOnce?: number;
  /** After so many milliseconds without a sign the job of a process counts as left behind. */
  leaseMs?: number;
}): Jobs {
  const { log, atOnce = AT_ONCE, leaseMs = LEASE_MS } = deps;
  const clock = deps.clock ?? Date.now;
  const firstRetryMs = deps.firstRetryMs ?? FIRST_RETRY_MS;
  const store = createJobStore(deps.metadata);
  const handlers = new Map<string, JobHandler>();
  const inWork = new Set<Promise<void>>();
  let isStarted = false;
  let isTaking = false;
  let wakeAgain = false;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    if (!isStarted) return;
    clearTimeout(timer);
    if (isTaking) {
      wakeAgain = true;
      return;
    }
    isTaking = true;
    void takeAll()
      .catch((error: unknown) => log.warn({ err: error }, 'jobs could not be read'))
      .finally(() => {
        isTaking = false;
        if (wakeAgain) {
          wakeAgain = false;
          wake();
        }
      });
  }

  /** Takes what is due, as far as there is room, and sleeps until the next one is. */
  async function takeAll(): Promise<void> {
    const kinds = [...handlers.keys()];
    let sleepMs = LONGEST_SLEEP_MS;
    try {
      while (isStarted && inWork.size < atOnce) {
        const job = await store.take(kinds, clock(), leaseMs);
        if (job === null) {
          const due = await store.nextDue(kinds);
          if (due !== null) sleepMs = Math.min(sleepMs, Math.max(10, due - clock()));
          break;
        }
        const work = carryOut(job).finally(() => {
          inWork.delete(work);
          wake();
        });
        inWork.add(work);
      }
    } finally {
      clearTimeout(timer);
      if (isStarted) {
        timer = setTimeout(wake, sleepMs);
        timer.unref();
      }
    }
  }

  async function carryOut(job: StoredJob): Promise<void> {
    const attempt = { number: job.attempts, isLast: job.attempts >= job.maxAttempts };
    const renewal = setInterval(() => {
      void store.extend(job.id, clock() + leaseMs).catch(() => undefined);
    }, leaseMs / 3);
    renewal.unref();
    try {
      await handlers.get(job.kind)?.(JSON.parse(job.payload), attempt);
      await store.finish(job.id);
    } catch (error) {
      await failed(job, attempt.isLast, error);
    } finally {
      clearInterval(renewal);
    }
  }

  async function failed(job: StoredJob, isLast: boolean, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    log.warn({ err: error, job: job.kind, attempt: job.attempts, isLast }, 'a job failed');
    try {
      if (isLast) await store.finish(job.id);
      else await store.retry(job.id, clock() + waitAfter(job, error), message.slice(0, MAX_ERROR));
    } catch (problem) {
      // Its lease passes, then it is tried again.
      log.warn({ err: problem, job: job.kind }, 'the end of a job could not be written');
    }
  }

  function waitAfter(job: StoredJob, error: unknown): number {
    if (error instanceof RetryAfter) return Math.min(error.delayMs, LONGEST_RETRY_MS);
    const doubled = Math.min(firstRetryMs * 2 ** (job.attempts - 1), LONGEST_RETRY_MS);
    return doubled * (0.75 + Math.random() / 2);
  }

  return {
    async enqueue({ kind, payload, uniqueKey, delayMs, maxAttempts }) {
      const now = clock();
      await store.insert({
        kind,
        uniqueKey: uniqueKey ?? null,
        payload: JSON.stringify(payload),
        runAt: now + (delayMs ?? 0),
        maxAttempts: maxAttempts ?? STANDARD_ATTEMPTS,
        now,
      });
      wake();
    },
    handle(kind, handler) {
      if (handlers.has(kind)) throw new Error(`Two handlers for jobs of the kind ${kind}`);
      handlers.set(kind, handler);
    },
    start() {
      isStarted = true;
      wake();
    },
    async stop() {
      isStarted = false;
      clearTimeout(timer);
      await Promise.allSettled(inWork);
    },
    count: () => store.count(),
  };
}
