import type { ModelUsage } from '@runloom/model';
import { type Actor, authorOf } from '../accounts/index.ts';
import { type CallPart, type Calls, makeCallId } from '../calls/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { OpenProvider } from '../providers/index.ts';
import type { Answer } from './answer.ts';
import { chatOf } from './interfaces/openai.ts';
import { type Asked, given } from './interfaces/types.ts';
import type { ModelError } from './model-error.ts';

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
  summary: JSON.stringify({
    ...(answer.usage === null ? {} : { usage: usageByModel(model, answer.usage) }),
    status_counts: { success: failure === null ? 1 : 0, error: failure === null ? 0 : 1 },
  }),
});

/** What was used, as summaries of calls tell it. */
export const usageByModel = (model: string, usage: ModelUsage) => ({
  [model]: countedUsage(usage),
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
          tool_calls:
            toolCalls.length === 0
              ? undefined
              : toolCalls.map(({ id: call, name, arguments: input }) => ({
                  id: call,
                  type: 'function',
                  function: { name, arguments: input },
                })),
        }),
      },
    ],
    ...(usage === null ? {} : { usage: usageOf(usage) }),
  };
}

const usageOf = (usage: ModelUsage) => ({
  prompt_tokens: usage.promptTokens,
  completion_tokens: usage.completionTokens,
  total_tokens: usage.totalTokens,
});

/** Tokens of caches have prices of their own: they are not among those of the prompt. */
const countedUsage = (usage: ModelUsage) => ({
  prompt_tokens: Math.max(
    0,
    usage.promptTokens - usage.cacheReadTokens - usage.cacheCreationTokens,
  ),
  completion_tokens: usage.completionTokens,
  total_tokens: usage.totalTokens,
  cache_read_input_tokens: usage.cacheReadTokens,
  cache_creation_input_tokens: usage.cacheCreationTokens,
  requests: 1,
});
