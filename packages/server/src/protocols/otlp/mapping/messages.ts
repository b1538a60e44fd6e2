import { isRecord, ownMember, parseObjectText } from './json-text.ts';

/** One message of a chat in the form of OpenAI's API, which is what chat views read. */
export interface ChatMessage {
  readonly role: string;
  readonly content: unknown;
  readonly name?: string;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: string;
  readonly reasoning_content?: string;
  readonly finish_reason?: string;
}

interface ToolCall {
  readonly id?: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Messages in any form that instrumentations write, as one: a plain text, one message or a list of
 * them; content as a text, as parts (GenAI, Vercel) or as `contents` (OpenInference); tool calls as
 * parts or beside the content, each `message` and `tool_call` wrapped or not.
 * @returns null for what is no message at all
 */
export function readMessages(value: unknown, role: string): readonly ChatMessage[] | null {
  if (typeof value === 'string') return [{ role, content: value }];
  if (Array.isArray(value)) {
    if (value.length === 0) return [];
    if (value.every((item) => typeof item === 'string')) {
      return value.map((content) => ({ role, content }));
    }
    const messages = value.map((item) => (isRecord(item) ? readMessage(item, role) : null));
    return messages.every((message) => message !== null) ? messages.flat() : null;
  }
  if (!isRecord(value)) return null;
  const list = ownMember(value, 'messages');
  if (Array.isArray(list)) {
    const messages = readMessages(list, role);
    const system = textAt(value, 'system') ?? textAt(value, 'instructions');
    if (messages === null || system === undefined) return messages;
    return [{ role: 'system', content: system }, ...messages];
  }
  const prompt = ownMember(value, 'prompt');
  if (typeof prompt === 'string' || Array.isArray(prompt)) {
    const system = textAt(value, 'system');
    const rest = readMessages(prompt, role);
    if (rest === null || system === undefined) return rest;
    return [{ role: 'system', content: system }, ...rest];
  }
  return readMessage(value, role);
}

/** Whether a value says of itself that it is a message: of values that may be anything. */
export function looksLikeMessages(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isRoled);
  return isRoled(value);
}

const isRoled = (value: unknown): boolean =>
  isRecord(value) &&
  typeof ownMember(value, 'role') === 'string' &&
  ['content', 'parts', 'tool_calls'].some((name) => Object.hasOwn(value, name));

function readMessage(given: Json, fallbackRole: string): ChatMessage[] | null {
  const message = innerMessage(given);
  const parts = firstList(message, ['parts', 'contents', 'content']);
  const content = ownMember(message, 'content');
  if (parts === null && content === undefined && !hasMessageFields(message)) return null;
  const role = textAt(message, 'role') ?? fallbackRole;
  const read = parts === null ? plainContent(content) : readParts(parts);
  const calls = [...read.toolCalls, ...readToolCalls(message)];
  const id = textAt(message, 'tool_call_id') ?? textAt(message, 'id');
  const reasoning = read.reasoning ?? textAt(message, 'reasoning_content');
  const finish = textAt(message, 'finish_reason') ?? textAt(given, 'finish_reason');
  const name = textAt(message, 'name');
  const own: ChatMessage = {
    role,
    content: read.content,
    ...(name !== undefined && { name }),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(role === 'tool' && id !== undefined && { tool_call_id: id }),
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
    ...(finish !== undefined && { finish_reason: finish }),
  };
  // A message of nothing but answers of tools is those answers.
  const isEmpty = read.content === null && calls.length === 0 && reasoning === undefined;
  return isEmpty && read.answers.length > 0 ? read.answers : [own, ...read.answers];
}

/** OpenInference wraps each message in an object of its own, events of GenAI hold theirs as a text. */
function innerMessage(given: Json): Json {
  const inner = ownMember(given, 'message');
  const message = typeof inner === 'string' ? parseObjectText(inner)?.value : inner;
  return isRecord(message) ? message : given;
}

const hasMessageFields = (message: Json): boolean =>
  ['role', 'tool_calls', 'function_call', 'reasoning_content'].some((name) =>
    Object.hasOwn(message, name),
  );

interface Content {
  /** A text, or parts in OpenAI's form where there is more than text; null without any. */
  readonly content: unknown;
  readonly toolCalls: ToolCall[];
  readonly answers: ChatMessage[];
  readonly reasoning: string | undefined;
}

const plainContent = (content: unknown): Content => ({
  content: content ?? null,
  toolCalls: [],
  answers: [],
  reasoning: undefined,
});

function readParts(parts: readonly unknown[]): Content {
  const shown: unknown[] = [];
  const toolCalls: ToolCall[] = [];
  const answers: ChatMessage[] = [];
  const reasoning: string[] = [];
  for (const item of parts) {
    const part = unwrapPart(item);
    if (!isRecord(part)) {
      shown.push(typeof part === 'string' ? { type: 'text', text: part } : part);
      continue;
    }
    switch (textAt(part, 'type')) {
      case 'text':
      case 'input_text':
      case 'output_text':
        shown.push({ type: 'text', text: textAt(part, 'text') ?? textAt(part, 'content') ?? '' });
        break;
      case 'reasoning':
      case 'thinking':
        reasoning.push(
          textAt(part, 'content') ?? textAt(part, 'text') ?? textAt(part, 'thinking') ?? '',
        );
        break;
      case 'tool_call':
      case 'tool-call':
      case 'tool_use':
        toolCalls.push(readToolCall(part));
        break;
      case 'tool_call_response':
      case 'tool-result':
      case 'tool_result':
        answers.push(readAnswer(part));
        break;
      default:
        shown.push(readMediaPart(part));
    }
  }
  const isText = shown.every((part) => isRecord(part) && textAt(part, 'type') === 'text');
  const text = isText
    ? shown.map((part) => (isRecord(part) ? textAt(part, 'text') : '')).join('\n')
    : null;
  return {
    content: shown.length === 0 ? null : (text ?? shown),
    toolCalls,
    answers,
    reasoning: reasoning.length === 0 ? undefined : reasoning.join('\n'),
  };
}

function unwrapPart(item: unknown): unknown {
  const wrapped = isRecord(item) ? ownMember(item, 'message_content') : undefined;
  return wrapped === undefined ? item : wrapped;
}

/** Pictures and files where GenAI (`uri`, `blob`) or OpenInference (`image.image.url`) tell of them. */
function readMediaPart(part: Json): unknown {
  const uri = textAt(part, 'uri');
  const modality = textAt(part, 'modality') ?? '';
  if (uri !== undefined && modality === 'image')
    return { type: 'image_url', image_url: { url: uri } };
  const data = textAt(part, 'content') ?? textAt(part, 'data');
  const mime = textAt(part, 'mime_type') ?? textAt(part, 'mediaType');
  if (data !== undefined && mime?.startsWith('image/')) {
    return { type: 'image_url', image_url: { url: `data:${mime};base64,${data}` } };
  }
  const image = ownMember(part, 'image');
  const inner = isRecord(image) ? ownMember(image, 'image') : undefined;
  const url = isRecord(inner) ? textAt(inner, 'url') : undefined;
  return url === undefined ? part : { type: 'image_url', image_url: { url } };
}

function readToolCalls(message: Json): ToolCall[] {
  const calls = ownMember(message, 'tool_calls');
  if (Array.isArray(calls)) return calls.filter(isRecord).map(readToolCall);
  const single = ownMember(message, 'function_call');
  return isRecord(single) ? [readToolCall(single)] : [];
}

function readToolCall(given: Json): ToolCall {
  const wrapped = ownMember(given, 'tool_call');
  const call = isRecord(wrapped) ? wrapped : given;
  const inner = ownMember(call, 'function');
  const told = isRecord(inner) ? inner : call;
  const id = textAt(call, 'id') ?? textAt(call, 'toolCallId');
  const args = ['arguments', 'args', 'input'].map((name) => ownMember(told, name));
  return {
    ...(id !== undefined && { id }),
    type: 'function',
    function: {
      name: textAt(told, 'name') ?? textAt(told, 'toolName') ?? '',
      arguments: asText(args.find((value) => value !== undefined) ?? ''),
    },
  };
}

function readAnswer(part: Json): ChatMessage {
  const id = ['id', 'toolCallId', 'tool_use_id'].map((name) => textAt(part, name)).find(Boolean);
  const results = ['response', 'result', 'output', 'content'].map((name) => ownMember(part, name));
  return {
    role: 'tool',
    content: asText(results.find((value) => value !== undefined) ?? ''),
    ...(id !== undefined && { tool_call_id: id }),
  };
}

function firstList(record: Json, names: readonly string[]): readonly unknown[] | null {
  for (const name of names) {
    const value = ownMember(record, name);
    if (Array.isArray(value)) return value;
    // Some write the list of parts as a text.
    if (typeof value === 'string' && value.startsWith('[{"type"')) {
      const parsed = parseObjectText(value);
      if (parsed !== null && Array.isArray(parsed.value)) return parsed.value;
    }
  }
  return null;
}

function textAt(record: Json, name: string): string | undefined {
  const value = ownMember(record, name);
  return typeof value === 'string' ? value : undefined;
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
