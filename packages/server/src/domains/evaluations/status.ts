import type { Evaluation, EvaluationStatus, Trial } from './types.ts';

/** An evaluation of which nothing was heard for so long was cut off. */
const SILENT_MS = 10 * 60 * 1000;

/** What became of an evaluation, by its call and its trials. `now` in milliseconds. */
export function statusOf(
  { call, expectedTrials }: Pick<Evaluation, 'call' | 'expectedTrials'>,
  trials: readonly Trial[],
  now: number,
): EvaluationStatus {
  if (call.status === 'error') return 'failed';
  if (call.endedAt === null) {
    const last = trials.reduce((time, { startedAt }) => Math.max(time, startedAt), call.startedAt);
    return now - last / 1000 > SILENT_MS ? 'partial' : 'running';
  }
  const done = trials.filter(({ isRunning }) => !isRunning).length;
  return expectedTrials !== null && done < expectedTrials ? 'partial' : 'complete';
}
