import { fillPrompt, type PromptMessage, promptVariables } from '@runloom/model';
import type { Asked } from '../playground/index.ts';

/** Names of the variables in the texts of messages. */
export function variablesOf(messages: readonly PromptMessage[]): readonly string[] {
  const texts = messages.flatMap(({ content }) =>
    typeof content === 'string'
      ? [content]
      : (content ?? []).flatMap((part) => (typeof part['text'] === 'string' ? [part['text']] : [])),
  );
  return [...new Set(texts.flatMap(promptVariables))];
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
