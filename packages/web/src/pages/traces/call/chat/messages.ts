import { memberOf, valueText } from '../../../../components/value-tree/api-json.ts';

/** A piece of a message. */
export type ChatPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  /** An address: of the web, or the image itself (`data:`). */
  | { readonly kind: 'image'; readonly url: string }
  | {
      readonly kind: 'tool-call';
      readonly id: string | null;
      readonly name: string;
      /** JSON, as far as it is some. */
      readonly input: string;
    }
  | { readonly kind: 'tool-result'; readonly id: string | null; readonly text: string }
  /** What is not known here, as JSON. */
  | { readonly kind: 'other'; readonly text: string };

/** One message of a conversation with a model, whichever library it was sent with. */
export interface ChatMessage {
  readonly role: string;
  readonly name: string | null;
  readonly parts: readonly ChatPart[];
}

type Fields = Readonly<Record<string, unknown>>;

const MOST_MESSAGES = 2_000;

/**
 * Messages in what was sent to a model: `messages` of OpenAI, Anthropic and the like, `input` of
 * OpenAI's responses, `contents` of Google, with the system's text in front where it stands apart.
 * Null for what is no conversation.
 */
export function readInputMessages(inputs: unknown): readonly ChatMessage[] | null {
  const fields = fieldsOf(inputs);
  if (fields === null) return messagesOf(inputs);
  // Some clients send everything as one argument.
  const nested = ['kwargs', 'params', 'self', 'arg0', 'request', 'body'].map((key) =>
    fieldsOf(memberOf(fields, key)),
  );
  for (const place of [fields, ...nested]) {
    if (place === null) continue;
    for (const key of [
      'messages',
      'input_messages',
      'gen_ai.input.messages',
      'contents',
      'input',
      'prompt',
    ]) {
      const found = messagesOf(memberOf(place, key));
      if (found === null) continue;
      const system = ['system', 'instructions', 'system_instruction', 'systemInstruction']
        .map((key) => memberOf(place, key))
        .find((value) => value !== undefined && value !== null);
      const first = system === undefined ? [] : [messageOf({ role: 'system', content: system })];
      return [...first.flatMap((one) => one ?? []), ...found];
    }
  }
  return null;
}

/** Messages in what a model answered: choices, content blocks, candidates, output items, or a plain message. */
export function readOutputMessages(output: unknown): readonly ChatMessage[] | null {
  const fields = fieldsOf(output);
  if (fields === null) return Array.isArray(output) ? messagesOf(output) : null;
  const choices = memberOf(fields, 'choices');
  if (Array.isArray(choices)) {
    const found = choices.flatMap((choice) => messageOf(memberOf(choice, 'message')) ?? []);
    if (found.length > 0) return found;
  }
  const candidates = memberOf(fields, 'candidates');
  if (Array.isArray(candidates)) {
    const found = candidates.flatMap(
      (one) => messageOf(memberOf(one, 'content'), 'assistant') ?? [],
    );
    if (found.length > 0) return found;
  }
  for (const key of ['messages', 'output', 'output_messages', 'gen_ai.output.messages']) {
    const found = messagesOf(memberOf(fields, key), 'assistant');
    if (found !== null) return found;
  }
  const message = messageOf(memberOf(fields, 'message')) ?? messageOf(fields);
  return message === null ? null : [message];
}

/** A list of messages; null where one of them is none. */
function messagesOf(value: unknown, role?: string): readonly ChatMessage[] | null {
  const list = typeof value === 'string' ? parsedList(value) : value;
  if (!Array.isArray(list) || list.length === 0) return null;
  const messages: ChatMessage[] = [];
  for (const one of list.slice(0, MOST_MESSAGES)) {
    const message = messageOf(one, role);
    if (message === null) return null;
    messages.push(message);
  }
  return messages;
}

/** Lists of messages come as texts from clients of OpenTelemetry. */
function parsedList(text: string): unknown {
  if (!text.startsWith('[')) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function messageOf(value: unknown, fallbackRole?: string): ChatMessage | null {
  const fields = fieldsOf(value);
  if (fields === null) return null;
  const type = memberOf(fields, 'type');
  // Items of OpenAI's responses that are no messages.
  if (type === 'function_call' || type === 'function_call_output' || type === 'reasoning') {
    return {
      role: type === 'function_call_output' ? 'tool' : 'assistant',
      name: null,
      parts: partsOf([fields]),
    };
  }
  const role = memberOf(fields, 'role') ?? fallbackRole;
  if (typeof role !== 'string') return null;
  const content = memberOf(fields, 'content') ?? memberOf(fields, 'parts');
  const calls = memberOf(fields, 'tool_calls');
  if (content === undefined && !Array.isArray(calls)) return null;
  const reasoning = memberOf(fields, 'reasoning_content') ?? memberOf(fields, 'reasoning');
  const isResult = role === 'tool' || role === 'function';
  const parts = [
    ...(typeof reasoning === 'string' && reasoning !== ''
      ? [{ kind: 'reasoning', text: reasoning } as const]
      : []),
    ...(isResult && typeof content === 'string'
      ? [
          {
            kind: 'tool-result',
            id: textOf(memberOf(fields, 'tool_call_id')),
            text: content,
          } as const,
        ]
      : partsOf(content)),
    ...(Array.isArray(calls) ? calls.map(toolCallOf) : []),
  ];
  return {
    role: role === 'model' ? 'assistant' : role,
    name: textOf(memberOf(fields, 'name')),
    parts,
  };
}

function partsOf(content: unknown): readonly ChatPart[] {
  if (content === null || content === undefined || content === '') return [];
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (Array.isArray(content)) return content.map(partOf);
  const parts = memberOf(content, 'parts');
  return Array.isArray(parts) ? parts.map(partOf) : [partOf(content)];
}

function partOf(value: unknown): ChatPart {
  if (typeof value === 'string') return { kind: 'text', text: value };
  const fields = fieldsOf(value) ?? {};
  const text = memberOf(fields, 'text') ?? memberOf(fields, 'content');
  switch (memberOf(fields, 'type')) {
    case 'thinking':
    case 'reasoning': {
      const thought = memberOf(fields, 'thinking') ?? memberOf(fields, 'summary') ?? text;
      return {
        kind: 'reasoning',
        text: typeof thought === 'string' ? thought : joinedText(thought),
      };
    }
    case 'image_url':
    case 'input_image':
    case 'image': {
      const url = imageOf(fields);
      return url === null ? other(value) : { kind: 'image', url };
    }
    case 'tool_use':
    case 'tool_call':
    case 'tool-call':
    case 'function_call':
      return toolCallOf(fields);
    case 'tool_result':
    case 'tool_call_response':
    case 'function_call_output':
    case 'tool-result': {
      const result =
        memberOf(fields, 'content') ??
        memberOf(fields, 'output') ??
        memberOf(fields, 'response') ??
        memberOf(fields, 'result');
      return {
        kind: 'tool-result',
        id: textOf(
          memberOf(fields, 'tool_use_id') ?? memberOf(fields, 'call_id') ?? memberOf(fields, 'id'),
        ),
        text: joinedText(result),
      };
    }
    default: {
      const call = memberOf(fields, 'functionCall') ?? memberOf(fields, 'function_call');
      if (call !== undefined) return toolCallOf(call);
      const inline = fieldsOf(memberOf(fields, 'inlineData') ?? memberOf(fields, 'inline_data'));
      const data =
        inline === null
          ? null
          : dataUrl(
              memberOf(inline, 'mimeType') ?? memberOf(inline, 'mime_type'),
              memberOf(inline, 'data'),
            );
      if (data !== null) return { kind: 'image', url: data };
      return typeof text === 'string' ? { kind: 'text', text } : other(value);
    }
  }
}

function toolCallOf(value: unknown): ChatPart {
  const fields = fieldsOf(value) ?? {};
  const inner = fieldsOf(memberOf(fields, 'function')) ?? fields;
  const input = memberOf(inner, 'arguments') ?? memberOf(inner, 'input') ?? memberOf(inner, 'args');
  return {
    kind: 'tool-call',
    id: textOf(memberOf(fields, 'id') ?? memberOf(fields, 'call_id')),
    name: textOf(memberOf(inner, 'name')) ?? 'tool',
    input: typeof input === 'string' ? indented(input) : valueText(input ?? {}, 2),
  };
}

/** JSON on several lines; what is none as it is. */
function indented(text: string): string {
  try {
    return valueText(JSON.parse(text), 2);
  } catch {
    return text;
  }
}

function imageOf(fields: Fields): string | null {
  const source = fieldsOf(memberOf(fields, 'source'));
  if (source !== null) {
    return (
      textOf(memberOf(source, 'url')) ??
      dataUrl(memberOf(source, 'media_type'), memberOf(source, 'data'))
    );
  }
  const image =
    memberOf(fields, 'image_url') ?? memberOf(fields, 'image') ?? memberOf(fields, 'url');
  return typeof image === 'string' ? image : textOf(memberOf(image, 'url'));
}

function dataUrl(type: unknown, data: unknown): string | null {
  if (typeof data !== 'string') return null;
  return `data:${typeof type === 'string' ? type : 'image/png'};base64,${data}`;
}

/** The texts in a value, or its JSON. */
function joinedText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    const texts = value.map((one) => memberOf(one, 'text'));
    if (texts.length > 0 && texts.every((text) => typeof text === 'string'))
      return texts.join('\n');
  }
  return value === undefined || value === null ? '' : valueText(value, 2);
}

const other = (value: unknown): ChatPart => ({ kind: 'other', text: valueText(value, 2) });

function fieldsOf(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return value as Fields;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
