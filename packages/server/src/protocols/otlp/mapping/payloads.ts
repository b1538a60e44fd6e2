import type { JsonText } from '../../../domains/calls/index.ts';
import type { SpanEvent } from '../request/index.ts';
import { type AttributeNode, buildTree, nodeAt, nodeText } from './attribute-tree.ts';
import type { Convention, EventSource, PayloadSource } from './convention.ts';
import { isRecord, ownMember, parseObjectText } from './json-text.ts';
import { type ChatMessage, looksLikeMessages, readMessages } from './messages.ts';

/** What went in or came out of a span. */
export type Payload =
  | { readonly messages: readonly ChatMessage[] }
  /** Whether the JSON is an object decides how inputs are kept. */
  | { readonly json: JsonText; readonly isObject: boolean };

/** Where payloads stand, of all families in their order. */
export interface PayloadPlaces {
  readonly attributes: readonly (PayloadSource & { readonly parts: readonly string[] })[];
  /** By the name of the event. */
  readonly events: ReadonlyMap<string, readonly EventSource[]>;
  readonly side: 'input' | 'output';
}

export function compilePayloads(
  conventions: readonly Convention[],
  side: 'input' | 'output',
): PayloadPlaces {
  const sources = conventions.flatMap(({ inputs = [], output = [] }) =>
    side === 'input' ? inputs : output,
  );
  const events = new Map<string, EventSource[]>();
  for (const source of conventions.flatMap((convention) => convention.events ?? [])) {
    if (source.side !== side) continue;
    events.set(source.event, [...(events.get(source.event) ?? []), source]);
  }
  return {
    side,
    attributes: sources.map((source) => ({ ...source, parts: source.attribute.split('.') })),
    events,
  };
}

/**
 * The payload of one side: from the best attribute that can be read, else from events.
 * @param holding gets the nodes that hold payloads of this side, the chosen one and all others
 */
export function findPayload(
  root: AttributeNode,
  events: readonly SpanEvent[],
  places: PayloadPlaces,
  isChat: boolean,
  holding: Set<AttributeNode>,
): Payload | null {
  let found: Payload | null = null;
  for (const source of places.attributes) {
    const node = nodeAt(root, source.parts);
    if (node === null) continue;
    const payload = readSource(node, source, places.side, isChat);
    if (payload === null) continue;
    holding.add(node);
    found ??= payload;
  }
  return found ?? readEvents(events, places);
}

function readSource(
  node: AttributeNode,
  source: PayloadSource,
  side: 'input' | 'output',
  isChat: boolean,
): Payload | null {
  const read = readNode(node);
  if (read === null) return null;
  const role = source.role ?? (side === 'input' ? 'user' : 'assistant');
  switch (source.as) {
    case 'messages': {
      const messages = readMessages(read.value, role);
      return messages === null ? asValue(read) : { messages };
    }
    case 'vercel-answer': {
      const messages = readVercelAnswer(read.value);
      return messages === null ? null : { messages };
    }
    case 'documents':
      return asValue({ json: documentsText(read.value) ?? read.json, value: read.value });
    default: {
      const messages = isChat ? readChat(read.value, role, side) : null;
      return messages === null ? asValue(read) : { messages };
    }
  }
}

/** Of an attribute that may hold anything: the messages, where it says by itself that it holds some. */
function readChat(
  value: unknown,
  role: string,
  side: 'input' | 'output',
): readonly ChatMessage[] | null {
  if (looksLikeMessages(value)) return readMessages(value, role);
  // An answer that is one text is what the model said.
  return side === 'output' && typeof value === 'string' ? readMessages(value, role) : null;
}

interface ReadValue {
  readonly json: JsonText;
  readonly value: unknown;
}

function readNode(node: AttributeNode): ReadValue | null {
  if (node.members !== null) {
    const json = nodeText(node);
    return { json, value: JSON.parse(json) };
  }
  if (node.value === null) return null;
  const { json, plain } = node.value;
  if (typeof plain !== 'string') return { json, value: plain ?? JSON.parse(json) };
  return parseObjectText(plain) ?? { json, value: plain };
}

const asValue = ({ json, value }: ReadValue): Payload => ({ json, isObject: isRecord(value) });

/** `ai.response.text`, `.toolCalls`, `.object` and `.reasoning` are the one answer of the model. */
function readVercelAnswer(value: unknown): readonly ChatMessage[] | null {
  if (!isRecord(value)) return readMessages(value, 'assistant');
  const text = ownMember(value, 'text') ?? ownMember(value, 'object');
  const called = ownMember(value, 'toolCalls');
  const calls = typeof called === 'string' ? parseObjectText(called)?.value : called;
  const reasoning = ownMember(value, 'reasoning');
  const finish = ownMember(value, 'finishReason');
  if (text === undefined && calls === undefined && reasoning === undefined) return null;
  return readMessages(
    [
      {
        role: 'assistant',
        content: text ?? null,
        ...(Array.isArray(calls) && { tool_calls: calls }),
        ...(typeof reasoning === 'string' && { reasoning_content: reasoning }),
        ...(typeof finish === 'string' && { finish_reason: finish }),
      },
    ],
    'assistant',
  );
}

/** OpenInference wraps each document in an object of its own, its metadata as a text. */
function documentsText(value: unknown): JsonText | null {
  if (!Array.isArray(value)) return null;
  const documents = value.map((item) => {
    const wrapped = isRecord(item) ? ownMember(item, 'document') : undefined;
    return wrapped ?? item;
  });
  return JSON.stringify(documents);
}

function readEvents(events: readonly SpanEvent[], places: PayloadPlaces): Payload | null {
  if (events.length === 0) return null;
  const messages: ChatMessage[] = [];
  let last: Payload | null = null;
  for (const event of events) {
    for (const source of places.events.get(event.name) ?? []) {
      const read = readNode(eventNode(event, source));
      if (read === null) continue;
      const found = source.role === undefined ? null : readMessages(read.value, source.role);
      if (found === null) last = asValue(read);
      else messages.push(...found);
    }
  }
  return messages.length > 0 ? { messages } : last;
}

function eventNode(event: SpanEvent, source: EventSource): AttributeNode {
  const root = buildTree(event.attributes);
  if (source.attribute !== undefined) {
    return nodeAt(root, source.attribute.split('.')) ?? { ...root, members: null };
  }
  // Azure's clients put the message into one attribute as JSON.
  return nodeAt(root, ['gen_ai', 'event', 'content']) ?? root;
}
