import type { PromptMessage } from '@runloom/model';

/** The texts of a message, as they are edited; images and other parts stand beside them. */
export function textOfMessage({ content }: PromptMessage): string {
  if (content === null) return '';
  if (typeof content === 'string') return content;
  return content
    .flatMap((part) => (typeof part['text'] === 'string' ? [part['text']] : []))
    .join('\n');
}

/** Addresses of the images of a message. */
export function imagesOfMessage({ content }: PromptMessage): readonly string[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((part) => {
    const image: unknown = part['image_url'];
    if (typeof image === 'string') return [image];
    if (typeof image !== 'object' || image === null) return [];
    const url: unknown = Reflect.get(image, 'url');
    return typeof url === 'string' ? [url] : [];
  });
}

/** The message with another text and other images; one without images has a plain text. */
export function withContent(
  message: PromptMessage,
  text: string,
  images: readonly string[],
): PromptMessage {
  if (images.length === 0) return { ...message, content: text };
  return {
    ...message,
    content: [
      ...(text === '' ? [] : [{ type: 'text', text }]),
      ...images.map((url) => ({ type: 'image_url', image_url: { url } })),
    ],
  };
}

/** Functions that a message of a model asks for, as texts. */
export function toolCallTexts(message: PromptMessage): readonly string[] {
  const calls: unknown = message['tool_calls'];
  if (!Array.isArray(calls)) return [];
  return calls.map((call: unknown) => {
    const called: unknown =
      typeof call === 'object' && call !== null ? Reflect.get(call, 'function') : null;
    if (typeof called !== 'object' || called === null) return JSON.stringify(call);
    return `${String(Reflect.get(called, 'name'))}(${String(Reflect.get(called, 'arguments'))})`;
  });
}
