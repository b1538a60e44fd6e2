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

/** A request of traces as it stands on the wire, of which only the ids change. */
export interface Body {
  readonly bytes: Buffer;
  readonly spans: number;
  /** Where ids begin. */
  readonly marks: readonly number[];
}

/** Traces of an agent with chats below it, about 1 kB of messages a span. @param seed for other words */
export function buildBody(traces: number, seed: number): Body {
  const random = seededRandom(seed);
  const spans = Array.from({ length: traces }, (_, trace) => spansOfTrace(trace, random)).flat();
  const bytes = protobufRequest(spans, { 'service.name': 'bench' });
  const marks: number[] = [];
  for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + 4)) marks.push(at);
  return { bytes, spans: spans.length, marks };
}

/** Makes all ids those of the request with this number. */
export function numberBody(body: Body, number: number): void {
  for (const mark of body.marks) body.bytes.writeUInt32BE(number, mark);
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

function messages(role: string, random: () => number): string {
  const words = Array.from({ length: 60 }, () => WORDS[Math.floor(random() * WORDS.length)]);
  return JSON.stringify([{ role, parts: [{ type: 'text', content: words.join(' ') }] }]);
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
