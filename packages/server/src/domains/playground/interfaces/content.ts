import type { PromptMessage } from '@runloom/model';
import { fieldsOf, listOf, textOf } from './types.ts';

/** A part of a message: a text, or an image as its bytes or its address. */
export type ContentPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly mediaType: string; readonly data: string }
  | { readonly kind: 'image address'; readonly url: string };

/** The parts of a message as OpenAI writes them. */
export function partsOf({ content }: PromptMessage): readonly ContentPart[] {
  if (content === null) return [];
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  return content.map((part): ContentPart => {
    if (part['type'] === 'image_url') {
      const url = textOf(fieldsOf(part['image_url'])['url']);
      const [, mediaType = '', data = ''] = /^data:([^;,]+);base64,(.*)$/s.exec(url) ?? [];
      return data === '' ? { kind: 'image address', url } : { kind: 'image', mediaType, data };
    }
    const text = part['text'];
    return { kind: 'text', text: typeof text === 'string' ? text : JSON.stringify(part) };
  });
}

/** All texts of a message as one. */
export const wholeText = (message: PromptMessage): string =>
  partsOf(message)
    .flatMap((part) => (part.kind === 'text' ? [part.text] : []))
    .join('\n');

/** The functions that an answer of the model asked for. */
export function toolCallsOf(
  message: PromptMessage,
): readonly { readonly id: string; readonly name: string; readonly input: unknown }[] {
  return listOf(message['tool_calls']).map((call) => {
    const called = fieldsOf(fieldsOf(call)['function']);
    return {
      id: textOf(fieldsOf(call)['id']),
      name: textOf(called['name']),
      input: parsed(textOf(called['arguments'])),
    };
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    return {};
  }
}

/** The texts of all system messages, and the other messages. */
export function splitSystem(messages: readonly PromptMessage[]): {
  readonly system: string;
  readonly others: readonly PromptMessage[];
} {
  const isSystem = ({ role }: PromptMessage): boolean => role === 'system' || role === 'developer';
  return {
    system: messages.filter(isSystem).map(wholeText).join('\n\n'),
    others: messages.filter((message) => !isSystem(message)),
  };
}
