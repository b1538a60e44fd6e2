import type { JsonText } from '../../../domains/calls/index.ts';

/**
 * A value of an attribute, as the JSON text that is kept of it and as what tables look at: null for
 * lists, maps and bytes, which are read from the text.
 */
export interface SpanValue {
  readonly json: JsonText;
  readonly plain: string | number | boolean | null;
}

/** In the order in which they came; of a name that comes twice the last counts. */
export type SpanAttributes = ReadonlyMap<string, SpanValue>;

export interface SpanEvent {
  readonly name: string;
  readonly timeNanos: bigint;
  readonly attributes: SpanAttributes;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: SpanAttributes;
}

/** A span as it came, its ids in lower-case hexadecimal digits; '' where there is none. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly flags: number;
  readonly name: string;
  /** Of the enumeration `SpanKind`. */
  readonly kind: number;
  readonly startNanos: bigint;
  /** 0 of a span that has not ended. */
  readonly endNanos: bigint;
  readonly attributes: SpanAttributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  /** Of the enumeration `StatusCode`. */
  readonly statusCode: number;
  readonly statusMessage: string;
  /** How many the sender left out. */
  readonly droppedAttributes: number;
  readonly droppedEvents: number;
  readonly droppedLinks: number;
}

export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: SpanAttributes;
}

/** Where a span comes from: the process and the library that made it. */
export interface Origin {
  readonly resource: SpanAttributes;
  readonly scope: Scope;
}

/** A span that can't be kept, and why. */
export interface RejectedSpan {
  readonly reason: string;
}

/** The spans of one scope. */
export interface SpanGroup {
  readonly origin: Origin;
  readonly spans: readonly Span[];
}

/** What an `ExportTraceServiceRequest` holds. */
export interface ExportRequest {
  readonly groups: readonly SpanGroup[];
  readonly rejected: readonly RejectedSpan[];
}
