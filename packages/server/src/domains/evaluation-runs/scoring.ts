import type { CallPart, NewFeedback } from '../calls/index.ts';
import { summaryText, type UsageByModel, usageByModel, wholeAsk } from '../playground/index.ts';
import { callRef } from '../projects/index.ts';
import type { PublishedScorer, ScoreOutcome } from '../scorers/index.ts';
import { stableId } from './call-ids.ts';
import { withRetries } from './retrying.ts';
import { askedPlace, cells, marks, shared } from './trial-calls.ts';
import type { TrialOf, TrialRoom } from './trial-room.ts';
import { usageOf } from './usage.ts';

/** What one score came to. */
export interface Scored {
  readonly name: string;
  readonly value: unknown;
  readonly isFailed: boolean;
  readonly usage: UsageByModel;
  readonly parts: readonly CallPart[];
  readonly feedback: readonly NewFeedback[];
}

/** Scores what the model answered; what a judge said was paid for, and is stored at once. */
export async function scoreOne(
  room: TrialRoom,
  of: TrialOf,
  { spec, ref, opRef }: PublishedScorer,
  output: unknown,
  parent: string,
  id: (part: string) => string,
): Promise<Scored> {
  const { run, clock } = room;
  const callId = id(`score ${spec.name}`);
  const predictId = id('predict');
  const feedbackOf = (value: unknown): NewFeedback => ({
    id: stableId(callId, 'feedback'),
    weaveRef: callRef(room.project, predictId),
    feedbackType: `wandb.runnable.${spec.name}`,
    payload: JSON.stringify({ output: value }),
    runnableRef: ref,
    callRef: callRef(room.project, callId),
    userId: String(run.createdBy),
  });
  const known = room.stored.get(callId);
  if (known !== undefined && known.endedAt !== null) {
    const value = known.output === null ? null : (JSON.parse(known.output) as unknown);
    const isFailed = known.exception !== null;
    return {
      name: spec.name,
      value,
      isFailed,
      usage: usageOf(known.summary),
      parts: [],
      feedback: isFailed ? [] : [feedbackOf(value)],
    };
  }
  const startedAt = clock() * 1_000;
  const options = { signal: room.signal, timeoutMs: run.plan.timeoutMs };
  const work = () =>
    room.scorers.score(room.project.entityId, spec, { inputs: of.row ?? {}, output }, options);
  const outcome: ScoreOutcome =
    spec.kind === 'judge'
      ? (
          await withRetries<ScoreOutcome>({
            ...room,
            provider: spec.provider,
            attempts: run.plan.attempts,
            work: async () => {
              const result = await work();
              return { result, answer: result.judge?.answer ?? null };
            },
            failureOf: (result) => (result.ok ? null : result),
            note: (state, { attempts, failure, retryAt }) =>
              room.note({
                state,
                attempts,
                failure: failure?.failure ?? null,
                message: failure === null ? null : `${spec.name}: ${failure.message}`,
                retryAt,
              }),
          })
        ).result
      : await work();
  const { judge } = outcome;
  const usage: UsageByModel =
    judge === null ? {} : usageByModel(judge.asked.model, judge.answer.answer.usage);
  const whole: CallPart = {
    ...shared(room, callId, parent),
    attributes: marks('scorer'),
    opName: opRef,
    startedAt: judge?.startedAt ?? startedAt,
    endedAt: judge?.endedAt ?? clock() * 1_000,
    inputs: JSON.stringify({
      ...cells(room, of, Object.keys(of.row ?? {}).slice(0, 50)),
      self: ref,
      output,
    }),
    output: JSON.stringify(outcome.ok ? outcome.value : null),
    exception: outcome.ok
      ? null
      : JSON.stringify({
          type: outcome.failure === null ? 'Scorer' : `Model ${outcome.failure}`,
          message: outcome.message,
        }),
    summary: summaryText(usage, outcome.ok ? { success: 1, error: 0 } : { success: 0, error: 1 }),
  };
  const parts =
    judge === null
      ? [whole]
      : [wholeAsk(askedPlace(room, id(`judge ${spec.name}`), callId), judge), whole];
  if (judge !== null) await room.calls.write(run.projectId, parts);
  if (!outcome.ok) {
    await room.note({
      state: 'scorer failed',
      attempts: 0,
      failure: outcome.failure,
      message: `${spec.name}: ${outcome.message}`,
      retryAt: null,
    });
  }
  return {
    name: spec.name,
    value: outcome.ok ? outcome.value : null,
    isFailed: !outcome.ok,
    usage,
    parts: judge === null ? parts : [],
    feedback: outcome.ok ? [feedbackOf(outcome.value)] : [],
  };
}
