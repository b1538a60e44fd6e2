import type { Log } from './logging.ts';

export interface PeriodicJob {
  /** Ends the job; resolved once a run in progress is over. */
  stop(): Promise<void>;
}

/**
 * Runs `work` every `intervalMs`, first after `firstAfterMs`. Two runs never overlap. A failure is
 * logged and tried again at the next turn.
 */
export function startPeriodicJob(options: {
  name: string;
  intervalMs: number;
  firstAfterMs: number;
  log: Log;
  /** What it gives is of no matter. */
  work: () => Promise<unknown>;
}): PeriodicJob {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer = plan(options.firstAfterMs);

  function plan(delayMs: number): NodeJS.Timeout {
    const next = setTimeout(() => {
      running = turn();
    }, delayMs);
    next.unref();
    return next;
  }

  async function turn(): Promise<void> {
    try {
      await options.work();
    } catch (error) {
      options.log.warn({ err: error, job: options.name }, 'a periodic job failed');
    }
    if (!stopped) timer = plan(options.intervalMs);
  }

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
