import type { Run } from '../../runs/index.ts';

/** Where relative time begins, in microseconds: the client's clock at its start, or ours when it told none. */
export function startMicros(run: Run): bigint {
  return BigInt(Math.round((run.startedAt ?? run.createdAt / 1000) * 1e6));
}
