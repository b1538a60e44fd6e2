import type { ModelUsage } from '@runloom/model';
import { type Actor, authorOf } from '../accounts/index.ts';
import { type CallPart, type Calls, type JsonText, makeCallId } from '../calls/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { OpenProvider } from '../providers/index.ts';
import type { Answer } from './answer.ts';
import { chatOf } from './interfaces/openai.ts';
import { type Asked, given } from './interfaces/types.ts';
import type { ModelError } from './model-error.ts';
import type { WholeAnswer } from './whole-answers.ts';

/** What runs of the playground are called in traces. */
const OP = 'playground.chat';

/** The call of one run: there from its start, ended with what came of it. */
export interface TracedRun {
  readonly callId: string;
  end(answer: Answer, failure: ModelError | null): Promise<void>;
}

/** Where a call of a model stands, and who asked. Times are microseconds. */
export interface AskedPlace {
  readonly id: string;
  readonly traceId: string;
  readonly parentId: string | null;
  readonly userId: string | null;
}

/** The beginning of a call of a model, traced as OpenAI's clients do, so that pages show a chat. */
export const startOfAsk = (
  place: AskedPlace,
  provider: Pick<OpenProvider, 'name' | 'interface'>,
  asked: Asked,
  startedAt: number,
): CallPart => ({
  id: place.id,
  source: 'runloom',
  traceId: place.traceId,
  parentId: place.parentId,
  opName: OP,
  displayName: `${provider.name}/${asked.model}`,
  startedAt,
  attributes: JSON.stringify({
    weave: { kind: 'llm', source: 'runloom' },
    playground: { provider: provider.name, interface: provider.interface },
  }),
  inputs: JSON.stringify(chatOf(asked, 'max_tokens')),
  summary: '{}',
  ...(place.userId === null ? {} : { userId: place.userId }),
});

/** Its end, with what came of it. */
export const endOfAsk = (
  id: string,
  model: string,
  answer: Answer,
  failure: ModelError | null,
  endedAt: number,
): CallPart => ({
  id,
  source: 'runloom',
  endedAt,
  output: JSON.stringify(outputOf(id, model, answer)),
  exception:
    failure === null
      ? null
      : JSON.stringify({ type: `Model ${failure.failure}`, message: failure.message }),
  summary: summaryText(
    usageByModel(model, answer.usage),
    failure === null ? { success: 1, error: 0 } : { success: 0, error: 1 },
  ),
});

/** A model that was asked: what, when (microseconds), and what came. */
export interface AskedModel {
  readonly asked: Asked;
  readonly answer: WholeAnswer;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** The whole call of a model. */
export const wholeAsk = (
  place: AskedPlace,
  { asked, answer: { provider, answer, failure }, startedAt, endedAt }: AskedModel,
): CallPart => ({
  ...startOfAsk(place, provider, asked, startedAt),
  ...endOfAsk(place.id, asked.model, answer, failure, endedAt),
});

/** Use of tokens by model, as summaries of calls tell it: counts by their names. */
export type UsageByModel = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What an answer used; nothing where its provider did not say. */
export function usageByModel(model: string, usage: ModelUsage | null): UsageByModel {
  if (usage === null) return {};
  const { promptTokens, ...counted } = tokensOf(usage);
  return {
    [model]: {
      prompt_tokens: promptTokens,
      completion_tokens: counted.completionTokens,
      total_tokens: usage.totalTokens,
      cache_read_input_tokens: counted.cacheReadTokens,
      cache_creation_input_tokens: counted.cacheCreationTokens,
      requests: 1,
    },
  };
}

/** What an answer used, as prices count it: tokens of caches have their own, and are not in the prompt's. */
export const tokensOf = (usage: ModelUsage) => ({
  promptTokens: Math.max(0, usage.promptTokens - usage.cacheReadTokens - usage.cacheCreationTokens),
  completionTokens: usage.completionTokens,
  cacheReadTokens: usage.cacheReadTokens,
  cacheCreationTokens: usage.cacheCreationTokens,
});

/** The summary of a call: what it and those below it used, and how many of them went well. */
export const summaryText = (
  usage: UsageByModel,
  counts: { readonly success: number; readonly error: number },
): JsonText =>
  JSON.stringify({
    ...(Object.keys(usage).length === 0 ? {} : { usage }),
    status_counts: counts,
  });

/** Begins the call. */
export async function traceRun(
  { calls, clock }: { readonly calls: Pick<Calls, 'write'>; readonly clock: () => number },
  actor: Actor,
  project: ProjectId,
  provider: OpenProvider,
  asked: Asked,
): Promise<TracedRun> {
  const callId = makeCallId();
  const startedAt = clock() * 1_000;
  const place = {
    id: callId,
    traceId: makeCallId(),
    parentId: null,
    userId: actor.kind === 'user' ? String(authorOf(actor)) : null,
  };
  await calls.write(project, [startOfAsk(place, provider, asked, startedAt)]);
  return {
    callId,
    end: (answer, failure) => {
      const endedAt = Math.max(startedAt, clock() * 1_000);
      return calls.write(project, [endOfAsk(callId, asked.model, answer, failure, endedAt)]);
    },
  };
}

/** Null where nothing came at all. */
function outputOf(id: string, model: string, answer: Answer) {
  const { text, reasoning, toolCalls, finishReason, usage } = answer;
  if (text === '' && reasoning === '' && toolCalls.length === 0) return null;
  return {
    id,
    model,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        finish_reason: finishReason,
        message: given({
          role: 'assistant',
          content: text,
          reasoning_content: reasoning === '' ? undefined : reasoning,
          tool_calls: toolCalls.length === 0 ? undefined : toolCallsOf(answer),
        }),
      },
    ],
    ...(usage === null ? {} : { usage: usageOf(usage) }),
  };
}

/** What a model wants called, as OpenAI writes it. */
export const toolCallsOf = ({ toolCalls }: Answer) =>
  toolCalls.map(({ id, name, arguments: input }) => ({
    id,
    type: 'function',
    function: { name, arguments: input },
  }));

const usageOf = (usage: ModelUsage) => ({
  prompt_tokens: usage.promptTokens,
  completion_tokens: usage.completionTokens,
  total_tokens: usage.totalTokens,
});
