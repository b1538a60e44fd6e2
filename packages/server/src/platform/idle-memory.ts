import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Log } from './logging.ts';
import { type PeriodicJob, startPeriodicJob } from './periodic-job.ts';

const INTERVAL_MS = 5000;
/** Share of the time that the process was at work, below which nobody notices a pause of 50 ms. */
const IDLE_SHARE = 0.05;
/** Less is not worth a collection. */
const WORTHWHILE_BYTES = 16 * 1024 * 1024;

/**
 * Gives memory back once the process is idle: after a load V8 keeps the heap it has grown to, since
 * it collects only when something new is asked for.
 */
export function startIdleMemoryRelease(log: Log): PeriodicJob {
  setFlagsFromString('--expose-gc');
  const collect: (options: object) => void = runInNewContext('gc');
  let before = performance.eventLoopUtilization();
  let settledBytes = 0;
  return startPeriodicJob({
    name: 'idle memory',
    intervalMs: INTERVAL_MS,
    firstAfterMs: INTERVAL_MS,
    log,
    work: async () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      const heldBytes = heldMemory();
      if (utilization > IDLE_SHARE || heldBytes < settledBytes + WORTHWHILE_BYTES) return;
      // Only this kind also returns the pages that the heap no longer needs.
      collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
      settledBytes = heldMemory();
    },
  });
}

function heldMemory(): number {
  const { heapTotal, external } = process.memoryUsage();
  return heapTotal + external;
}
