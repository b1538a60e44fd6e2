import {
  protobufRequest,
  type WrittenSpan,
} from '../../packages/server/src/protocols/otlp/otlp.testing.ts';

export const SPANS_A_TRACE = 10;

/** Every id begins with these bytes until `nextBody` puts a number of its own there. */
const MARK = Buffer.from('feedc0de', 'hex');

const WORDS =
  'model answer context weather retrieval vector document token customer invoice planet engine river budget paper signal forest window history music'.split(
    ' ',
  );

/** A request as it stands on the wire, of which only the ids change. */
export interface Body {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Spans, or calls. */
  readonly spans: number;
  /** Where ids begin. */
  readonly marks: readonly number[];
  /** Whether ids stand there as hexadecimal digits. */
  readonly isText: boolean;
}

/** Traces of an agent with chats below it, about 1 kB of messages a span. @param seed for other words */
export function buildBody(traces: number, seed: number): Body {
  const random = seededRandom(seed);
  const spans = Array.from({ length: traces }, (_, trace) => spansOfTrace(trace, random)).flat();
  const bytes = protobufRequest(spans, { 'service.name': 'bench' });
  const contentType = 'application/x-protobuf';
  return { bytes, contentType, spans: spans.length, marks: placesOf(bytes, MARK), isText: false };
}

/** The same as whole calls in a batch, as the Python client of Weave sends them. */
export function buildCalls(traces: number, seed: number): Body {
  const random = seededRandom(seed);
  const calls = Array.from({ length: traces }, (_, trace) => callsOfTrace(trace, random)).flat();
  const bytes = Buffer.from(JSON.stringify({ batch: calls }));
  const marks = placesOf(bytes, Buffer.from(MARK.toString('hex')));
  return { bytes, contentType: 'application/json', spans: calls.length, marks, isText: true };
}

/** Makes all ids those of the request with this number. */
export function numberBody({ bytes, marks, isText }: Body, number: number): void {
  if (isText) {
    const digits = number.toString(16).padStart(8, '0');
    for (const mark of marks) bytes.write(digits, mark, 'latin1');
  } else for (const mark of marks) bytes.writeUInt32BE(number, mark);
}

function placesOf(bytes: Buffer, mark: Buffer): number[] {
  const places: number[] = [];
  let at = bytes.indexOf(mark);
  while (at >= 0) {
    places.push(at);
    at = bytes.indexOf(mark, at + mark.length);
  }
  return places;
}

function callsOfTrace(trace: number, random: () => number): object[] {
  const id = (index: number): string =>
    `${MARK.toString('hex')}-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
  const callId = (index: number): string => id(trace * SPANS_A_TRACE + index + 1);
  const time = (index: number): string => new Date(Date.now() + index).toISOString();
  return Array.from({ length: SPANS_A_TRACE }, (_, index) => ({
    project_id: 'admin/bench',
    id: callId(index),
    trace_id: id(trace + 1),
    parent_id: index === 0 ? null : callId(0),
    op_name: `weave:///admin/bench/op/${index === 0 ? 'agent' : 'chat'}:aBcDeFgHiJkLmNoPqRsTuVwXyZ`,
    started_at: time(index),
    ended_at: time(index + 1),
    attributes: { weave: { client_version: '0.54.0', source: 'python-sdk', kind: 'llm' } },
    inputs: { messages: [{ role: 'user', content: words(random) }] },
    output: { choices: [{ message: { role: 'assistant', content: words(random) } }] },
    summary: {
      usage: {
        'small-2026': {
          prompt_tokens: Math.floor(random() * 1_000),
          completion_tokens: Math.floor(random() * 1_000),
          requests: 1,
        },
      },
    },
  }));
}

function spansOfTrace(trace: number, random: () => number): WrittenSpan[] {
  const id = (digits: number, index: number): string =>
    MARK.toString('hex') + index.toString(16).padStart(digits - 8, '0');
  const startNanos = BigInt(Date.now()) * 1_000_000n;
  const spanId = (index: number): string => id(16, trace * SPANS_A_TRACE + index + 1);
  return Array.from({ length: SPANS_A_TRACE }, (_, index) => ({
    traceId: id(32, trace + 1),
    spanId: spanId(index),
    parentSpanId: index === 0 ? '' : spanId(0),
    name: index === 0 ? 'invoke_agent support' : 'chat small',
    startNanos: startNanos + BigInt(index) * 1_000_000n,
    endNanos: startNanos + BigInt(index + 1) * 1_000_000n,
    attributes: {
      'gen_ai.operation.name': index === 0 ? 'invoke_agent' : 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'small',
      'gen_ai.response.model': 'small-2026',
      'gen_ai.input.messages': messages('user', random),
      'gen_ai.output.messages': messages('assistant', random),
      'gen_ai.usage.input_tokens': Math.floor(random() * 1_000),
      'gen_ai.usage.output_tokens': Math.floor(random() * 1_000),
    },
    status: { code: 1 },
  }));
}

const words = (random: () => number): string =>
  Array.from({ length: 60 }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');

function messages(role: string, random: () => number): string {
  return JSON.stringify([{ role, parts: [{ type: 'text', content: words(random) }] }]);
}

/** Mulberry32: the same words in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
