import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunloomError } from '../../../platform/errors.ts';
import {
  type Attribute,
  bytes,
  jsonRequest,
  protobufRequest,
  TRACE,
  varint,
  type WrittenSpan,
} from '../otlp.testing.ts';
import { decodeJson, decodeProtobuf, type ExportRequest, summarizeReasons } from './index.ts';

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', 'a.b'),
);
const scalar: fc.Arbitrary<Attribute> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.bigInt(INT64),
  fc.boolean(),
  fc.double().map((double) => ({ double })),
  fc.uint8Array(),
  fc.constant(null),
);
const attribute = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 4 }),
  fc.array(fc.tuple(name, scalar), { maxLength: 4 }).map((pairs) => new Map(pairs)),
);
const attributes = fc
  .array(fc.tuple(name, attribute), { maxLength: 6 })
  .map((pairs) => Object.fromEntries(new Map(pairs)));
const hex = (digits: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits })
    .filter((id) => /[1-9a-f]/.test(id));
const span: fc.Arbitrary<WrittenSpan> = fc.record({
  traceId: hex(32),
  spanId: hex(16),
  parentSpanId: fc.oneof(fc.constant(''), hex(16)),
  name: fc.string({ unit: 'binary' }),
  attributes,
  events: fc.array(fc.record({ name: fc.string(), attributes }), { maxLength: 2 }),
  links: fc.array(fc.record({ traceId: hex(32), spanId: hex(16) }), { maxLength: 2 }),
  status: fc.record({ code: fc.constantFrom(0, 1, 2), message: fc.string() }),
});

/** What a request holds, as values that compare. */
const plain = (request: ExportRequest) =>
  request.groups.map(({ origin, spans }) => ({
    resource: [...origin.resource],
    scope: origin.scope.name,
    spans: spans.map((each) => ({
      ...each,
      attributes: [...each.attributes],
      events: each.events.map((event) => ({ ...event, attributes: [...event.attributes] })),
      links: each.links.map((link) => ({ ...link, attributes: [...link.attributes] })),
    })),
  }));

const spansOf = (request: ExportRequest) => request.groups.flatMap(({ spans }) => spans);

const errorOf = (work: () => unknown): RunloomError => {
  try {
    work();
  } catch (error) {
    if (error instanceof RunloomError) return error;
    throw error;
  }
  throw new Error('It was taken.');
};

describe('a request of spans', () => {
  it('says the same in protobuf and in JSON', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 3 }), attributes, (spans, resource) => {
        const binary = decodeProtobuf(protobufRequest(spans, resource));
        const text = decodeJson(Buffer.from(jsonRequest(spans, resource)));
        expect(plain(binary)).toEqual(plain(text));
        expect(binary.rejected).toEqual([]);
        expect(spansOf(binary)).toHaveLength(spans.length);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps values to the last digit and all names', () => {
    const values = new Map<string, Attribute>([
      ['__proto__', 'p'],
      ['constructor', 1n],
      ['most', 2n ** 63n - 1n],
      ['least', -(2n ** 63n)],
      ['whole', { double: 1 }],
      ['huge', { double: 1e300 }],
      ['none', { double: Number.NaN }],
      ['zero', 'a\0b'],
    ]);
    const [found] = spansOf(
      decodeProtobuf(protobufRequest([{ attributes: Object.fromEntries(values) }])),
    );
    const texts = [...(found?.attributes ?? [])].map(([key, { json }]) => `${key}=${json}`);
    expect(texts).toEqual([
      '__proto__="p"',
      'constructor=1',
      'most=9223372036854775807',
      'least=-9223372036854775808',
      'whole=1.0',
      'huge=1e+300',
      'none="NaN"',
      'zero="a\\u0000b"',
    ]);
    expect(Object.prototype).not.toHaveProperty('p');
  });

  it('is refused or taken, never a crash, wherever it is cut off or damaged', () => {
    const whole = protobufRequest([
      { attributes: { a: 'text', b: [1n, new Map([['c', { double: 2.5 }]])] }, links: [] },
    ]);
    for (let length = 1; length < whole.length; length += 1) {
      expect(errorOf(() => decodeProtobuf(whole.subarray(0, length))).code).toBe('invalid');
    }
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const damaged = Buffer.from(whole);
        damaged[at] = value;
        try {
          decodeProtobuf(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(RunloomError);
        }
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        for (const decode of [decodeProtobuf, decodeJson]) {
          try {
            decode(Buffer.from(noise));
          } catch (error) {
            expect(error).toBeInstanceOf(RunloomError);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[string, WrittenSpan, RegExp]>([
    ['a short trace id', { traceId: 'ab' }, /trace_id/],
    ['a trace id of zeros', { traceId: '0'.repeat(32) }, /trace_id/],
    ['no span id', { spanId: '' }, /span_id/],
    ['a span id of zeros', { spanId: '0'.repeat(16) }, /span_id/],
    ['a parent of 3 bytes', { parentSpanId: '010203' }, /parent_span_id/],
    ['no start', { startNanos: 0n }, /start_time/],
    ['a start after the year 2255', { startNanos: 2n ** 63n + 2n ** 62n }, /2255/],
  ])('loses only the span that has %s', (_what, wrong, reason) => {
    const good = { spanId: '00000000000000aa', name: 'good' };
    const spans = [good, { name: 'bad', ...wrong }, { ...good, spanId: '00000000000000ab' }];
    const decoded = decodeProtobuf(protobufRequest(spans));
    expect(spansOf(decoded).map(({ name: kept }) => kept)).toEqual(['good', 'good']);
    expect(decoded.rejected).toHaveLength(1);
    expect(decoded.rejected[0]?.reason).toMatch(reason);
    expect(decoded.rejected[0]?.reason).toContain('"bad"');
  });

  it('loses only the span whose bytes are broken, or whose JSON has a wrong shape', () => {
    const good = protobufRequest([{ name: 'good' }]);
    const broken = bytes(1, bytes(2, bytes(2, Buffer.from([0x2a, 0x7f]))));
    const decoded = decodeProtobuf(Buffer.concat([good, broken]));
    expect(spansOf(decoded)).toHaveLength(1);
    expect(decoded.rejected[0]?.reason).toMatch(/can't be read/);
    const json = jsonRequest([{ name: 'good' }]).replace('"spans":[', '"spans":[{"name":5},null,');
    const fromJson = decodeJson(Buffer.from(json));
    expect(spansOf(fromJson)).toHaveLength(1);
    expect(fromJson.rejected).toHaveLength(2);
  });

  it('takes a parent of zeros for none, unknown fields for nothing', () => {
    const unknown = Buffer.concat([varint(99n * 8n), varint(7n)]);
    const request = Buffer.concat([protobufRequest([{ parentSpanId: '0'.repeat(16) }]), unknown]);
    expect(decodeProtobuf(request).rejected).toEqual([]);
  });

  it('is refused when values are nested without end, or when millions of empty ones weigh on us', () => {
    let nested: Attribute = 'deep';
    for (let depth = 0; depth < 1_000; depth += 1) nested = [nested];
    const decoded = decodeProtobuf(protobufRequest([{ attributes: { nested } }, { name: 'good' }]));
    expect(decoded.rejected[0]?.reason).toMatch(/nested too deep/);
    expect(spansOf(decoded)).toHaveLength(1);
    const empties = Buffer.alloc(9_000_000, Buffer.from([0x12, 0x00]));
    const bomb = bytes(1, bytes(2, empties));
    expect(errorOf(() => decodeProtobuf(bomb)).code).toBe('too_large');
  });

  it('tells each reason once, with how often', () => {
    const rejected = Array.from({ length: 30 }, (_, index) => ({ reason: `r${index % 25}` }));
    const summary = summarizeReasons(rejected);
    expect(summary).toContain('r0 (2 spans); ');
    expect(summary).toContain('and 5 more reasons');
  });

  it('reads ids in any case and integers as texts or numbers from JSON', () => {
    const text = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${TRACE.toUpperCase()}","spanId":"B7AD6B7169203331","name":"x","startTimeUnixNano":1764000000123456789,"attributes":[{"key":"n","value":{"intValue":9007199254740993}}]}]}]}]}`;
    const [found] = spansOf(decodeJson(Buffer.from(text)));
    expect(found).toMatchObject({ traceId: TRACE, startNanos: 1_764_000_000_123_456_789n });
    expect(found?.attributes.get('n')?.json).toBe('9007199254740993');
  });
});
