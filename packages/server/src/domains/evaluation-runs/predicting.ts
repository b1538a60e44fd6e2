import type { CallPart } from '../calls/index.ts';
import {
  type Answer,
  type Asked,
  mayPass,
  summaryText,
  toolCallsOf,
  type UsageByModel,
  usageByModel,
  type WholeAnswer,
  wholeAsk,
} from '../playground/index.ts';
import { filled } from './prompt-messages.ts';
import { withRetries } from './retrying.ts';
import { askedPlace, cells, shared } from './trial-calls.ts';
import type { TrialOf, TrialRoom } from './trial-room.ts';
import { usageOf } from './usage.ts';

/** Asks the model for one row, and stores its call at once, so that it is never asked for twice. */
export async function predict(
  room: TrialRoom,
  of: TrialOf,
  parent: string,
  id: (part: string) => string,
): Promise<{
  readonly output: unknown;
  readonly isFailed: boolean;
  readonly usage: UsageByModel;
  readonly latencySeconds: number;
  readonly startedAt: number;
}> {
  const { run, clock } = room;
  const { plan } = run;
  const callId = id('predict');
  const known = room.stored.get(callId);
  if (known !== undefined && known.endedAt !== null) {
    return {
      output: known.output === null ? null : (JSON.parse(known.output) as unknown),
      isFailed: known.exception !== null,
      usage: usageOf(known.summary),
      latencySeconds: (known.endedAt - known.startedAt) / 1e6,
      startedAt: known.startedAt,
    };
  }
  const asked = filled(plan.asked, of.row ?? {});
  let startedAt = clock() * 1_000;
  const answer: WholeAnswer | null =
    of.row === null
      ? null
      : (
          await withRetries<WholeAnswer>({
            ...room,
            provider: asked.provider,
            attempts: plan.attempts,
            work: async () => {
              startedAt = clock() * 1_000;
              const options = { signal: room.signal, timeoutMs: plan.timeoutMs };
              const result = await room.models.ask(room.project.entityId, asked, options);
              return { result, answer: result };
            },
            failureOf: ({ failure }) =>
              failure && {
                failure: failure.failure,
                message: failure.message,
                mayRetry: mayPass(failure),
                retryAfterSeconds: failure.retryAfterSeconds,
              },
            note: (state, { attempts, failure, retryAt }) =>
              room.note({
                state,
                attempts,
                failure: failure?.failure ?? null,
                message: failure?.message ?? null,
                retryAt,
              }),
          })
        ).result;
  const endedAt = clock() * 1_000;
  const read = answer === null ? UNREADABLE_ROW : outputOf(answer, plan.asked);
  const usage = usageByModel(asked.model, answer?.answer.usage ?? null);
  if (read.problem !== null) {
    await room.note({
      state: 'failed',
      attempts: 0,
      failure: answer?.failure?.failure ?? null,
      message: read.problem.message,
      retryAt: null,
    });
  }
  const whole: CallPart = {
    ...shared(room, callId, parent),
    opName: plan.ops.predict,
    startedAt,
    endedAt,
    inputs: JSON.stringify({ self: plan.model, ...cells(room, of, plan.variables) }),
    output: JSON.stringify(read.output),
    exception: read.problem === null ? null : JSON.stringify(read.problem),
    summary: summaryText(
      usage,
      read.problem === null ? { success: 2, error: 0 } : { success: 0, error: 2 },
    ),
  };
  const chat =
    answer === null
      ? []
      : [wholeAsk(askedPlace(room, id('chat'), callId), { asked, answer, startedAt, endedAt })];
  await room.calls.write(run.projectId, [...chat, whole]);
  return {
    output: read.output,
    isFailed: read.problem !== null,
    usage,
    latencySeconds: (endedAt - startedAt) / 1e6,
    startedAt,
  };
}

const UNREADABLE_ROW = {
  output: null,
  problem: { type: 'Row', message: 'The row is no object, or can’t be read.' },
} as const;

/** What the model answered as the evaluation has it, or what is wrong with it. */
function outputOf(
  { answer, failure }: WholeAnswer,
  asked: Asked,
): {
  readonly output: unknown;
  readonly problem: { readonly type: string; readonly message: string } | null;
} {
  if (failure !== null) {
    return {
      output: null,
      problem: { type: `Model ${failure.failure}`, message: failure.message },
    };
  }
  return { output: answeredValue(answer, asked), problem: null };
}

function answeredValue(answer: Answer, asked: Asked): unknown {
  const { text, toolCalls } = answer;
  if (text === '' && toolCalls.length > 0) {
    return { role: 'assistant', content: null, tool_calls: toolCallsOf(answer) };
  }
  if (asked.answerSchema === undefined) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What does not fit is for scorers to say.
    return text;
  }
}
