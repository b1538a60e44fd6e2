import type { Figures } from './figures.ts';
import type { Evaluation, EvaluationStatus } from './types.ts';

/** An evaluation of which nothing was heard for so long was cut off. */
const SILENT_MS = 10 * 60 * 1000;

/** What became of an evaluation, by its call and what came of its trials. `now` in milliseconds. */
export function statusOf(
  { call, expectedTrials }: Pick<Evaluation, 'call' | 'expectedTrials'>,
  { doneCount, lastStartedAt }: Pick<Figures, 'doneCount' | 'lastStartedAt'>,
  now: number,
): EvaluationStatus {
  if (call.status === 'error') return 'failed';
  if (call.endedAt === null) {
    const last = Math.max(lastStartedAt ?? 0, call.startedAt);
    return now - last / 1000 > SILENT_MS ? 'partial' : 'running';
  }
  return expectedTrials !== null && doneCount < expectedTrials ? 'partial' : 'complete';
}
