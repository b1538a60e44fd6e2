/** Writes OTLP as exporters do, for tests. */

export type Attribute =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | { readonly double: number }
  | readonly Attribute[]
  | ReadonlyMap<string, Attribute>;

export interface WrittenSpan {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly startNanos?: bigint;
  readonly endNanos?: bigint;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly events?: readonly {
    readonly name: string;
    readonly attributes?: Readonly<Record<string, Attribute>>;
  }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code: number; readonly message?: string };
}

export const TRACE = '0af7651916cd43dd8448eb211c80319c';
export const START_NANOS = 1_764_000_000_123_456_789n;

const withDefaults = (span: WrittenSpan): WrittenSpan => ({
  traceId: TRACE,
  spanId: 'b7ad6b7169203331',
  name: 'span',
  startNanos: START_NANOS,
  endNanos: START_NANOS + 1_500_000_000n,
  ...span,
});

/** An `ExportTraceServiceRequest` in protobuf, of one resource and one scope. */
export function protobufRequest(
  spans: readonly WrittenSpan[],
  resource: Readonly<Record<string, Attribute>> = {},
): Buffer {
  const scope = Buffer.concat([text(1, 'tests'), text(2, '1.0')]);
  const scopeSpans = Buffer.concat([
    bytes(1, scope),
    ...spans.map((span) => bytes(2, protobufSpan(span))),
  ]);
  return bytes(1, Buffer.concat([bytes(1, keyValues(1, resource)), bytes(2, scopeSpans)]));
}

function protobufSpan(given: WrittenSpan): Buffer {
  const span = withDefaults(given);
  return Buffer.concat([
    bytes(1, Buffer.from(span.traceId ?? '', 'hex')),
    bytes(2, Buffer.from(span.spanId ?? '', 'hex')),
    bytes(4, Buffer.from(span.parentSpanId ?? '', 'hex')),
    text(5, span.name ?? ''),
    varintField(6, BigInt(span.kind ?? 1)),
    fixed64(7, span.startNanos ?? 0n),
    fixed64(8, span.endNanos ?? 0n),
    keyValues(9, span.attributes ?? {}),
    ...(span.events ?? []).map(({ name, attributes = {} }) =>
      bytes(11, Buffer.concat([fixed64(1, START_NANOS), text(2, name), keyValues(3, attributes)])),
    ),
    ...(span.links ?? []).map(({ traceId, spanId }) =>
      bytes(
        13,
        Buffer.concat([
          bytes(1, Buffer.from(traceId, 'hex')),
          bytes(2, Buffer.from(spanId, 'hex')),
        ]),
      ),
    ),
    ...(span.status
      ? [
          bytes(
            15,
            Buffer.concat([
              text(2, span.status.message ?? ''),
              varintField(3, BigInt(span.status.code)),
            ]),
          ),
        ]
      : []),
  ]);
}

/** The same in OTLP's JSON. */
export function jsonRequest(
  spans: readonly WrittenSpan[],
  resource: Readonly<Record<string, Attribute>> = {},
): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: jsonPairs(resource) },
        scopeSpans: [
          { scope: { name: 'tests', version: '1.0' }, spans: spans.map((span) => jsonSpan(span)) },
        ],
      },
    ],
  });
}

function jsonSpan(given: WrittenSpan): object {
  const span = withDefaults(given);
  return {
    traceId: span.traceId?.toUpperCase(),
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind ?? 1,
    startTimeUnixNano: String(span.startNanos),
    endTimeUnixNano: String(span.endNanos),
    attributes: jsonPairs(span.attributes ?? {}),
    events: span.events?.map(({ name, attributes = {} }) => ({
      name,
      timeUnixNano: String(START_NANOS),
      attributes: jsonPairs(attributes),
    })),
    links: span.links,
    status: span.status,
  };
}

const jsonPairs = (attributes: Readonly<Record<string, Attribute>>): object[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: jsonValue(value) }));

function jsonValue(value: Attribute): object {
  if (value === null) return {};
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number' || typeof value === 'bigint') return { intValue: String(value) };
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') };
  if (value instanceof Map) {
    const values = [...value].map(([key, member]) => ({ key, value: jsonValue(member) }));
    return { kvlistValue: { values } };
  }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(jsonValue) } };
  const { double } = value as { double: number };
  return { doubleValue: Number.isFinite(double) ? double : String(double) };
}

function keyValues(field: number, attributes: Readonly<Record<string, Attribute>>): Buffer {
  return Buffer.concat(
    Object.entries(attributes).map(([key, value]) =>
      bytes(field, Buffer.concat([text(1, key), bytes(2, anyValue(value))])),
    ),
  );
}

function anyValue(value: Attribute): Buffer {
  if (value === null) return Buffer.alloc(0);
  if (typeof value === 'string') return text(1, value);
  if (typeof value === 'boolean') return varintField(2, value ? 1n : 0n);
  if (typeof value === 'number' || typeof value === 'bigint') return varintField(3, BigInt(value));
  if (value instanceof Uint8Array) return bytes(7, Buffer.from(value));
  if (value instanceof Map) {
    const pairs = [...value].map(([key, member]) =>
      bytes(1, Buffer.concat([text(1, key), bytes(2, anyValue(member))])),
    );
    return bytes(6, Buffer.concat(pairs));
  }
  if (Array.isArray(value)) {
    return bytes(5, Buffer.concat(value.map((item) => bytes(1, anyValue(item)))));
  }
  const double = Buffer.alloc(8);
  double.writeDoubleLE((value as { double: number }).double);
  return Buffer.concat([varint(4n * 8n + 1n), double]);
}

export function varint(value: bigint): Buffer {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest >= 0x80n) {
    out.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.from([...out, Number(rest)]);
}

export const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([varint(BigInt(field) * 8n + 2n), varint(BigInt(content.length)), content]);

const text = (field: number, content: string): Buffer => bytes(field, Buffer.from(content));

const varintField = (field: number, value: bigint): Buffer =>
  Buffer.concat([varint(BigInt(field) * 8n), varint(value)]);

function fixed64(field: number, value: bigint): Buffer {
  const content = Buffer.alloc(8);
  content.writeBigUInt64LE(value);
  return Buffer.concat([varint(BigInt(field) * 8n + 1n), content]);
}
