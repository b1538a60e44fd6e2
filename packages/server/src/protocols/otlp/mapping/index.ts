import type { CallPart, JsonText } from '../../../domains/calls/index.ts';
import { isNoId, objectText, type Span, type SpanValue, textValue } from '../request/index.ts';
import {
  type AttributeNode,
  type AttributeTree,
  buildTree,
  createNameSplitter,
  treeMembers,
} from './attribute-tree.ts';
import type { CallKind, Meaning } from './convention.ts';
import { dumpSpan } from './dump.ts';
import { findException } from './exception.ts';
import { isRecord } from './json-text.ts';
import { findKind } from './kinds.ts';
import { createLookup, type Lookup } from './lookup.ts';
import { type ChatMessage, readMessages } from './messages.ts';
import { findPayload, type Payload } from './payloads.ts';
import { summarize } from './usage.ts';
import { createNarrowing, type Vocabulary } from './vocabulary.ts';

export { originText } from './dump.ts';

/** Facts that stand at the top of the attributes of a call under one name, whoever wrote the span. */
const FACTS: readonly (readonly [string, Meaning])[] = [
  ['model', 'model'],
  ['provider', 'provider'],
  ['operation', 'operation'],
  ['system', 'system'],
  ['agent', 'agentName'],
  ['tool', 'toolName'],
];

/** Makes calls of spans that came together. @param origin resource and scope of a span, from `originText` */
export type MapSpan = (span: Span, origin: JsonText) => CallPart;

export function createSpanMapper(): MapSpan {
  const narrowed = createNarrowing();
  const split = createNameSplitter();
  return (span, origin) => {
    const root = buildTree(span.attributes, split);
    return mapSpan(span, origin, root, narrowed(span.attributes, root));
  };
}

/**
 * A span as a call: whichever family of conventions it follows, its chat stands in one form, its
 * tokens, model, session and error under one name. The span itself is kept beside it (`otelDump`).
 */
function mapSpan(
  span: Span,
  origin: JsonText,
  root: AttributeTree,
  vocabulary: Vocabulary,
): CallPart {
  const lookup = createLookup(root, vocabulary.places);
  const kind = findKind(root, span, vocabulary.kinds);
  const model = lookup.text('model');
  const payloads = new Set<AttributeNode>();
  const isChat = kind === 'llm';
  const input = findPayload(root, span.events, vocabulary.input, isChat, payloads);
  const output = findPayload(root, span.events, vocabulary.output, isChat, payloads);
  const isRoot = isNoId(span.parentSpanId);
  const parentCall = isRoot ? lookup.text('parentCallId') : null;
  const exception = findException(span, lookup);
  const summary = summarize(lookup, model, kind);
  const runStep = lookup.number('runStep');
  const runStepEnd = lookup.number('runStepEnd');
  const endedAt = endOf(span, lookup);
  return {
    id: span.spanId,
    source: 'otlp',
    traceId: lookup.text('parentCallTraceId') ?? span.traceId,
    parentId: isRoot ? parentCall : span.parentSpanId,
    opName: span.name,
    displayName: lookup.text('displayName'),
    startedAt: timeOf(lookup, 'startedAt') ?? toMicroseconds(span.startNanos),
    ...(endedAt !== null && { endedAt }),
    ...threadOf(span, lookup, isRoot),
    attributes: attributesText(root, payloads, lookup, kind),
    inputs: inputsText(input, lookup, isChat),
    output: outputText(output, model),
    summary: JSON.stringify(summary),
    exception,
    otelDump: dumpSpan(span, origin),
    wbRunId: lookup.text('runId'),
    ...(runStep !== null && { wbRunStep: runStep }),
    ...(runStepEnd !== null && { wbRunStepEnd: runStepEnd }),
  };
}

const toMicroseconds = (nanos: bigint): number => Number(nanos / 1000n);

/** A span without an end is still running: its whole comes later, under the same id. */
function endOf(span: Span, lookup: Lookup): number | null {
  const told = timeOf(lookup, 'endedAt');
  if (told !== null) return told;
  return span.endNanos === 0n ? null : toMicroseconds(span.endNanos);
}

/** A time that an attribute gives in words; null when it gives none that can be read. */
function timeOf(lookup: Lookup, meaning: 'startedAt' | 'endedAt'): number | null {
  const text = lookup.text(meaning);
  const milliseconds = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(milliseconds) || milliseconds < 0 ? null : milliseconds * 1000;
}

/** The root of a trace that belongs to a conversation is one turn of it. */
function threadOf(
  span: Span,
  lookup: Lookup,
  isRoot: boolean,
): Pick<CallPart, 'threadId' | 'turnId'> {
  const threadId = lookup.text('threadId');
  const turnId = lookup.text('turnId');
  if (turnId !== null) return { threadId, turnId };
  const isTurn = lookup.text('isTurn') === 'true' || (threadId !== null && isRoot);
  return { threadId, turnId: isTurn ? span.spanId : null };
}

function attributesText(
  root: AttributeTree,
  payloads: ReadonlySet<AttributeNode>,
  lookup: Lookup,
  kind: CallKind | null,
): JsonText {
  const members = treeMembers(root, payloads);
  const facts = new Map<string, SpanValue>();
  const state = (name: string, value: SpanValue): void => {
    if (!members.has(name)) facts.set(name, value);
  };
  if (kind !== null) state('kind', textValue(kind));
  for (const [name, meaning] of FACTS) {
    const text = lookup.text(meaning);
    if (text !== null) state(name, textValue(text));
  }
  const parameters = lookup.json('modelParameters');
  if (parameters !== null) state('model_parameters', { json: parameters, plain: null });
  const own = lookup.json('rootAttributes');
  const given: unknown = own === null ? null : JSON.parse(own);
  if (isRecord(given)) {
    for (const [name, value] of Object.entries(given)) {
      members.set(name, { json: JSON.stringify(value), plain: null });
    }
  }
  return objectText([...facts, ...members]);
}

/** Inputs are an object by name: messages and tools of a chat, an object as it is, else `input`. */
function inputsText(input: Payload | null, lookup: Lookup, isChat: boolean): JsonText {
  if (input !== null && 'json' in input) {
    return input.isObject ? input.json : objectText([['input', { json: input.json, plain: null }]]);
  }
  const system = isChat || input !== null ? systemMessages(lookup) : [];
  const messages = [...system, ...(input?.messages ?? [])];
  if (messages.length === 0) return '{}';
  const tools = lookup.json('toolDefinitions');
  const text = JSON.stringify(messages);
  return tools === null ? `{"messages":${text}}` : `{"messages":${text},"tools":${tools}}`;
}

function systemMessages(lookup: Lookup): readonly ChatMessage[] {
  const json = lookup.json('systemInstructions');
  if (json !== null) {
    const parts: unknown = JSON.parse(json);
    return readMessages([{ role: 'system', parts }], 'system') ?? [];
  }
  const text = lookup.text('systemInstructions');
  return text === null ? [] : [{ role: 'system', content: text }];
}

/** What a model said stands as choices, as OpenAI's API answers. */
function outputText(output: Payload | null, model: string | null): JsonText {
  if (output === null) return 'null';
  if ('json' in output) return output.json;
  const choices = output.messages.map(({ finish_reason, ...message }, index) => ({
    index,
    message,
    finish_reason: finish_reason ?? null,
  }));
  return JSON.stringify({ ...(model !== null && { model }), choices });
}
