import { unavailable } from '../../platform/errors.ts';
import type { Run, RunProgress, Runs } from '../runs/index.ts';

interface Waiting {
  readonly progress: RunProgress;
  readonly resolve: (run: Run) => void;
  readonly reject: (error: unknown) => void;
}

/** Applies the progress of many requests in one transaction: what arrives while one is written goes into the next. */
export interface ProgressBatcher {
  /** Resolved with the run as it is after the transaction. */
  apply(progress: RunProgress): Promise<Run>;
  /** Waits until nothing is waiting. */
  drain(): Promise<void>;
}

export function createProgressBatcher(runs: Pick<Runs, 'applyProgress'>): ProgressBatcher {
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    // Requests that were decoded in the same turn of the event loop share the first transaction.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await settle(batch);
    }
    writing = null;
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const after = await runs.applyProgress(batch.map((one) => one.progress));
      const byId = new Map(after.map((run) => [run.id, run]));
      for (const { progress, resolve, reject } of batch) {
        const run = byId.get(progress.runId);
        if (run === undefined) reject(unavailable('The run was removed while it was logging.'));
        else resolve(run);
      }
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      // One bad request must not fail the others.
      else for (const one of batch) await settle([one]);
    }
  }

  return {
    apply(progress) {
      return new Promise((resolve, reject) => {
        waiting.push({ progress, resolve, reject });
        writing ??= write();
      });
    },
    async drain() {
      while (writing !== null) await writing;
    },
  };
}
