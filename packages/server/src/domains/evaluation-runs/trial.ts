import { fillPrompt, type PromptMessage } from '@runloom/model';
import type { EntityId } from '../accounts/index.ts';
import type { Call, CallPart, Calls, JsonText, NewFeedback } from '../calls/index.ts';
import {
  type Answer,
  type Asked,
  endOfAsk,
  type Models,
  mayPass,
  startOfAsk,
  usageByModel,
  type WholeAnswer,
} from '../playground/index.ts';
import type { PublishedScorer, ScoreOutcome, Scorers } from '../scorers/index.ts';
import { stableId, trialCallId } from './call-ids.ts';
import type { createProviderPauses } from './pacing.ts';
import { withRetries } from './retrying.ts';
import type { EvaluationRun, RunTrial } from './types.ts';
import { addUsage, type Usage, usageOf } from './usage.ts';

/** One row of the dataset, once. */
export interface TrialOf {
  readonly place: number;
  readonly trial: number;
  readonly digest: string;
  /** Null where the row can't be read. */
  readonly row: Readonly<Record<string, unknown>> | null;
}

export interface TrialRoom {
  readonly calls: Pick<Calls, 'write' | 'addFeedback'>;
  readonly models: Models;
  readonly scorers: Pick<Scorers, 'score'>;
  readonly pauses: ReturnType<typeof createProviderPauses>;
  readonly clock: () => number;
  readonly run: EvaluationRun;
  readonly entityId: EntityId;
  /** `weave:///entity/project` */
  readonly address: string;
  readonly signal: AbortSignal;
  /** Calls of this trial that an earlier process stored, by id. */
  readonly stored: ReadonlyMap<string, Call>;
  note(trial: Omit<RunTrial, 'place' | 'trial'>): Promise<void>;
}

/** What one score came to. */
interface Scored {
  readonly name: string;
  readonly value: unknown;
  readonly isFailed: boolean;
  readonly usage: Usage;
  readonly parts: readonly CallPart[];
  readonly feedback: readonly NewFeedback[];
}

/**
 * Asks the model for one row, scores what it answers, and stores it as Weave's clients do: the model's call
 * as soon as it is there, so that a killed server never asks for it again.
 * @throws Interrupted
 */
export async function carryOutTrial(
  room: TrialRoom,
  of: TrialOf,
): Promise<{ readonly isFailed: boolean; readonly failedScorers: readonly string[] }> {
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
  const failures = scored.filter((one) => one.isFailed);
  const errors = failures.length + (predicted.isFailed ? 1 : 0);
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
    summary: summaryText(usage, 2 + scored.length - errors, errors),
  };
  await room.calls.write(run.projectId, [...scored.flatMap((one) => one.parts), whole]);
  return { isFailed: predicted.isFailed, failedScorers: failures.map(({ name }) => name) };
}

const rowRef = (dataset: string, digest: string): string => `${dataset}/attr/rows/id/${digest}`;

/** The cells of a row, as the Python client names them in inputs. */
function cells(room: TrialRoom, of: TrialOf, names: readonly string[]): Record<string, unknown> {
  const base = rowRef(room.run.plan.dataset, of.digest);
  return Object.fromEntries(
    names
      .filter((name) => of.row !== null && Object.hasOwn(of.row, name))
      .map((name) => [name, `${base}/key/${encodeURIComponent(name)}`]),
  );
}

const shared = ({ run }: TrialRoom, id: string, parentId: string) => ({
  id,
  source: 'weave' as const,
  traceId: run.traceId,
  parentId,
  userId: String(run.createdBy),
  attributes: marks(),
});

const marks = (kind?: 'scorer'): JsonText =>
  JSON.stringify({
    weave: { source: 'runloom', ...(kind === undefined ? {} : { kind }) },
    _weave_eval_meta: { declarative: true },
  });

const summaryText = (usage: Usage, success: number, error: number): JsonText =>
  JSON.stringify({
    ...(Object.keys(usage).length === 0 ? {} : { usage }),
    status_counts: { success, error },
  });

async function predict(
  room: TrialRoom,
  of: TrialOf,
  parent: string,
  id: (part: string) => string,
): Promise<{
  readonly output: unknown;
  readonly isFailed: boolean;
  readonly usage: Usage;
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
              const result = await room.models.ask(room.entityId, asked, options);
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
  const usage: Usage =
    answer?.answer.usage == null ? {} : usageByModel(asked.model, answer.answer.usage);
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
    summary: summaryText(usage, read.problem === null ? 2 : 0, read.problem === null ? 0 : 2),
  };
  const chat =
    answer === null
      ? []
      : [askPart(room, id('chat'), callId, { asked, answer, startedAt, endedAt })];
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

/** The call of the model itself, below what asked it. */
const askPart = (
  { run }: TrialRoom,
  id: string,
  parentId: string,
  one: {
    readonly asked: Asked;
    readonly answer: WholeAnswer;
    readonly startedAt: number;
    readonly endedAt: number;
  },
): CallPart => ({
  ...startOfAsk(
    { id, traceId: run.traceId, parentId, userId: String(run.createdBy) },
    one.answer.provider,
    one.asked,
    one.startedAt,
  ),
  ...endOfAsk(id, one.asked.model, one.answer.answer, one.answer.failure, one.endedAt),
});

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

function answeredValue({ text, toolCalls }: Answer, asked: Asked): unknown {
  if (text === '' && toolCalls.length > 0) {
    return {
      role: 'assistant',
      content: null,
      tool_calls: toolCalls.map(({ id, name, arguments: input }) => ({
        id,
        type: 'function',
        function: { name, arguments: input },
      })),
    };
  }
  if (asked.answerSchema === undefined) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What does not fit is for scorers to say.
    return text;
  }
}

/** What is asked with the cells of the row in the places of its variables. */
export function filled(asked: Asked, row: Readonly<Record<string, unknown>>): Asked {
  const values = new Map(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
  const fill = (message: PromptMessage): PromptMessage => {
    if (typeof message.content === 'string') {
      return { ...message, content: fillPrompt(message.content, values) };
    }
    if (message.content === null) return message;
    return {
      ...message,
      content: message.content.map((part) =>
        typeof part['text'] === 'string'
          ? { ...part, text: fillPrompt(part['text'], values) }
          : part,
      ),
    };
  };
  return { ...asked, messages: asked.messages.map(fill) };
}

async function scoreOne(
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
    weaveRef: `${room.address}/call/${predictId}`,
    feedbackType: `wandb.runnable.${spec.name}`,
    payload: JSON.stringify({ output: value }),
    runnableRef: ref,
    callRef: `${room.address}/call/${callId}`,
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
    room.scorers.score(room.entityId, spec, { inputs: of.row ?? {}, output }, options);
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
  const told = judge?.answer.answer.usage ?? null;
  const usage: Usage = judge === null || told === null ? {} : usageByModel(judge.asked.model, told);
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
    summary: summaryText(usage, outcome.ok ? 1 : 0, outcome.ok ? 0 : 1),
  };
  const parts =
    judge === null ? [whole] : [askPart(room, id(`judge ${spec.name}`), callId, judge), whole];
  // What a judge said was paid for: it is stored at once.
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
