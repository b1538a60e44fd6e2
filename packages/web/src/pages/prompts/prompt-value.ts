import { PromptMessage, promptVariables } from '@runloom/model';
import { z } from 'zod';
import { textOfMessage } from '../../components/message-editor/message-text.ts';

/** What of a prompt is edited; null for classes that are only shown. */
export type PromptValue =
  | { readonly kind: 'StringPrompt'; readonly content: string }
  | { readonly kind: 'MessagesPrompt'; readonly messages: readonly PromptMessage[] };

const StringValue = z.object({ content: z.string() });
const MessagesValue = z.object({ messages: z.array(PromptMessage) });

/** Reads the value of a version. */
export function readPrompt(leafClass: string | null, value: unknown): PromptValue | null {
  if (leafClass === 'StringPrompt') {
    const found = StringValue.safeParse(value);
    return found.success ? { kind: 'StringPrompt', content: found.data.content } : null;
  }
  const found = MessagesValue.safeParse(value);
  return leafClass === 'MessagesPrompt' && found.success
    ? { kind: 'MessagesPrompt', messages: found.data.messages }
    : null;
}

/** As one text, to be compared with another version. */
export function promptText(prompt: PromptValue): string {
  if (prompt.kind === 'StringPrompt') return prompt.content;
  return prompt.messages
    .map((message) => {
      const isPlain = typeof message.content === 'string';
      const text = isPlain ? message.content : JSON.stringify(message.content, null, 2);
      return `[${message.role}]\n${text}`;
    })
    .join('\n\n');
}

/** Names of the variables of all texts, each once. */
export function variablesOf(prompt: PromptValue): readonly string[] {
  const texts =
    prompt.kind === 'StringPrompt' ? [prompt.content] : prompt.messages.map(textOfMessage);
  return [...new Set(texts.flatMap(promptVariables))];
}

/** The messages that a model is asked with. */
export const messagesOf = (prompt: PromptValue): readonly PromptMessage[] =>
  prompt.kind === 'StringPrompt' ? [{ role: 'user', content: prompt.content }] : prompt.messages;

/** Equal however their parts are ordered. */
export const isSamePrompt = (a: PromptValue, b: PromptValue): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
