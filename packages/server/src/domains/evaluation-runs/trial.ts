import type { CallPart } from '../calls/index.ts';
import { summaryText } from '../playground/index.ts';
import { trialCallId } from './call-ids.ts';
import { predict } from './predicting.ts';
import { scoreOne } from './scoring.ts';
import { rowRef, shared } from './trial-calls.ts';
import type { TrialOf, TrialRoom } from './trial-room.ts';
import { addUsage } from './usage.ts';

/**
 * Asks the model for one row, scores what it answers, and stores it as Weave's clients do: the model's call
 * as soon as it is there, so that a killed server never asks for it again.
 * @throws Interrupted
 */
export async function carryOutTrial(
  room: TrialRoom,
  of: TrialOf,
): Promise<{ readonly isFailed: boolean }> {
  const { run, clock } = room;
  const { plan } = run;
  const id = (part: string): string => trialCallId(run.callId, of.place, of.trial, part);
  const parent = id('predict_and_score');
  const startedAt = clock() * 1_000;
  const predicted = await predict(room, of, parent, id);
  const scored = predicted.isFailed
    ? []
    : await Promise.all(
        plan.scorers.map((scorer) => scoreOne(room, of, scorer, predicted.output, parent, id)),
      );
  const feedback = scored.flatMap((one) => one.feedback);
  if (feedback.length > 0) await room.calls.addFeedback(run.projectId, feedback);
  const usage = scored.reduce((sum, one) => addUsage(sum, one.usage), predicted.usage);
  const errors = scored.filter((one) => one.isFailed).length + (predicted.isFailed ? 1 : 0);
  const whole: CallPart = {
    ...shared(room, parent, run.callId),
    opName: plan.ops.predictAndScore,
    startedAt: Math.min(startedAt, predicted.startedAt),
    endedAt: clock() * 1_000,
    inputs: JSON.stringify({
      self: plan.evaluation,
      model: plan.model,
      example: rowRef(plan.dataset, of.digest),
    }),
    output: JSON.stringify({
      output: predicted.output,
      scores: Object.fromEntries(
        scored.filter((one) => !one.isFailed).map(({ name, value }) => [name, value]),
      ),
      model_latency: predicted.latencySeconds,
    }),
    summary: summaryText(usage, { success: 2 + scored.length - errors, error: errors }),
  };
  await room.calls.write(run.projectId, [...scored.flatMap((one) => one.parts), whole]);
  return { isFailed: predicted.isFailed };
}
