import type { ModelToolCall, ModelUsage } from '@runloom/model';
import { isAnswerCall } from './interfaces/anthropic.ts';
import type { Delta } from './interfaces/types.ts';

/** An answer as far as it has come. */
export interface Answer {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ModelToolCall[];
  readonly finishReason: string | null;
  readonly usage: ModelUsage | null;
}

/** Puts the pieces of an answer together. */
export function gatherAnswer(): {
  /** The piece as readers are shown it; null where there is nothing to show yet. */
  add(delta: Delta): { readonly kind: 'text' | 'reasoning'; readonly text: string } | null;
  answer(): Answer;
} {
  let [text, reasoning] = ['', ''];
  let finishReason: string | null = null;
  let usage: Partial<ModelUsage> | null = null;
  const calls = new Map<number, { id: string; name: string; arguments: string }>();

  return {
    add(delta) {
      switch (delta.kind) {
        case 'text':
          text += delta.text;
          return delta;
        case 'reasoning':
          reasoning += delta.text;
          return delta;
        case 'usage':
          usage = { ...usage, ...delta.usage };
          return null;
        case 'finish':
          finishReason = delta.reason;
          return null;
        case 'tool call': {
          // Places begin anew with every piece of some providers, whose calls come whole.
          const isOther = delta.id !== undefined && delta.id !== '';
          const at =
            isOther && (calls.get(delta.at)?.id ?? delta.id) !== delta.id
              ? Math.max(...calls.keys()) + 1
              : delta.at;
          const call = calls.get(at) ?? { id: '', name: '', arguments: '' };
          call.id ||= delta.id ?? '';
          call.name ||= delta.name ?? '';
          call.arguments += delta.arguments ?? '';
          calls.set(at, call);
          if (!isAnswerCall(call.name) || !delta.arguments) return null;
          return { kind: 'text', text: delta.arguments };
        }
      }
    },

    answer() {
      const all = [...calls.values()];
      const given = all.find(({ name }) => isAnswerCall(name));
      return {
        text: given === undefined ? text : given.arguments,
        reasoning,
        toolCalls: all.filter(({ name }) => !isAnswerCall(name)),
        finishReason,
        usage: usage === null ? null : wholeUsage(usage),
      };
    },
  };
}

function wholeUsage(usage: Partial<ModelUsage>): ModelUsage {
  const { promptTokens = 0, completionTokens = 0 } = usage;
  const { cacheReadTokens = 0, cacheCreationTokens = 0 } = usage;
  const totalTokens = usage.totalTokens || promptTokens + completionTokens;
  return { promptTokens, completionTokens, cacheReadTokens, cacheCreationTokens, totalTokens };
}
