import { invalid } from '../../../platform/errors.ts';
import { type Budget, createBudget, MAX_VALUE_DEPTH } from './limits.ts';
import { type MessageReader, MessageReader as Reader, WIRE, WireError } from './reader.ts';
import { reasonToReject } from './span-check.ts';
import type {
  ExportRequest,
  RejectedSpan,
  Scope,
  Span,
  SpanAttributes,
  SpanEvent,
  SpanGroup,
  SpanLink,
  SpanValue,
} from './types.ts';
import {
  booleanValue,
  bytesValue,
  doubleValue,
  integerValue,
  listValue,
  mapValue,
  NO_VALUE,
  textValue,
} from './values.ts';

const NO_SCOPE: Scope = { name: '', version: '', attributes: new Map() };

/**
 * Reads an `ExportTraceServiceRequest` (opentelemetry-proto 1.x). A span that can't be read is
 * rejected by itself; unknown fields are passed over. Read by hand since the schema is eight small
 * messages that no longer change, attributes become the JSON they are kept as at once, and a library
 * would refuse the whole request for one bad span.
 * @throws RunloomError('invalid') when the request itself can't be read, 'too_large' past the limits
 */
export function decodeProtobuf(body: Buffer): ExportRequest {
  const groups: SpanGroup[] = [];
  const rejected: RejectedSpan[] = [];
  const decoder = { budget: createBudget(), groups, rejected };
  try {
    const reader = new Reader(body);
    while (reader.next()) {
      if (isMessage(reader, 1)) readResourceSpans(reader.message(), decoder);
      else reader.skip();
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw invalid(
      `The body is no ExportTraceServiceRequest in protobuf: ${error.message}. Send the bytes of an OTLP trace exporter, or JSON with the Content-Type application/json.`,
    );
  }
  return { groups, rejected };
}

interface Decoder {
  readonly budget: Budget;
  readonly groups: SpanGroup[];
  readonly rejected: RejectedSpan[];
}

const isMessage = (reader: MessageReader, field: number): boolean =>
  reader.fieldNumber === field && reader.wireType === WIRE.bytes;

function readResourceSpans(reader: MessageReader, decoder: Decoder): void {
  decoder.budget.spend();
  let resource: SpanAttributes = new Map();
  const scopes: MessageReader[] = [];
  while (reader.next()) {
    if (isMessage(reader, 1)) resource = readResource(reader.message(), decoder.budget);
    else if (isMessage(reader, 2)) scopes.push(reader.message());
    else reader.skip();
  }
  // The resource may stand after the spans it is of.
  for (const scope of scopes) readScopeSpans(scope, resource, decoder);
}

function readResource(reader: MessageReader, budget: Budget): SpanAttributes {
  const attributes = new Map<string, SpanValue>();
  while (reader.next()) {
    if (isMessage(reader, 1)) readKeyValue(reader.message(), attributes, budget);
    else reader.skip();
  }
  return attributes;
}

function readScopeSpans(reader: MessageReader, resource: SpanAttributes, decoder: Decoder): void {
  decoder.budget.spend();
  let scope = NO_SCOPE;
  const spans: Span[] = [];
  while (reader.next()) {
    if (isMessage(reader, 1)) scope = readScope(reader.message(), decoder.budget);
    else if (isMessage(reader, 2)) readSpanOrReject(reader.message(), spans, decoder);
    else reader.skip();
  }
  if (spans.length > 0) decoder.groups.push({ origin: { resource, scope }, spans });
}

function readScope(reader: MessageReader, budget: Budget): Scope {
  const attributes = new Map<string, SpanValue>();
  let name = '';
  let version = '';
  while (reader.next()) {
    if (isMessage(reader, 1)) name = reader.text();
    else if (isMessage(reader, 2)) version = reader.text();
    else if (isMessage(reader, 3)) readKeyValue(reader.message(), attributes, budget);
    else reader.skip();
  }
  return { name, version, attributes };
}

function readSpanOrReject(reader: MessageReader, spans: Span[], decoder: Decoder): void {
  decoder.budget.spendSpan();
  let reason: string | null;
  try {
    const span = readSpan(reader, decoder.budget);
    reason = reasonToReject(span);
    if (reason === null) spans.push(span);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    reason = `a span can't be read: ${error.message}`;
  }
  if (reason !== null) decoder.rejected.push({ reason });
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function readSpan(reader: MessageReader, budget: Budget): Span {
  const attributes = new Map<string, SpanValue>();
  const events: SpanEvent[] = [];
  const links: SpanLink[] = [];
  const span: Mutable<Span> = {
    traceId: '',
    spanId: '',
    parentSpanId: '',
    traceState: '',
    flags: 0,
    name: '',
    kind: 0,
    startNanos: 0n,
    endNanos: 0n,
    attributes,
    events,
    links,
    statusCode: 0,
    statusMessage: '',
    droppedAttributes: 0,
    droppedEvents: 0,
    droppedLinks: 0,
  };
  while (reader.next()) {
    if (reader.wireType === WIRE.bytes) {
      switch (reader.fieldNumber) {
        case 1:
          span.traceId = reader.slice().toString('hex');
          break;
        case 2:
          span.spanId = reader.slice().toString('hex');
          break;
        case 3:
          span.traceState = reader.text();
          break;
        case 4:
          span.parentSpanId = reader.slice().toString('hex');
          break;
        case 5:
          span.name = reader.text();
          break;
        case 9:
          readKeyValue(reader.message(), attributes, budget);
          break;
        case 11:
          events.push(readEvent(reader.message(), budget));
          break;
        case 13:
          links.push(readLink(reader.message(), budget));
          break;
        case 15:
          readStatus(reader.message(), span);
          break;
        default:
          reader.skip();
      }
    } else readSpanNumber(reader, span);
  }
  return span;
}

function readSpanNumber(reader: MessageReader, span: Mutable<Span>): void {
  const { fieldNumber: field, wireType } = reader;
  if (wireType === WIRE.fixed64 && field === 7) span.startNanos = reader.fixed64();
  else if (wireType === WIRE.fixed64 && field === 8) span.endNanos = reader.fixed64();
  else if (wireType === WIRE.fixed32 && field === 16) span.flags = reader.fixed32();
  else if (wireType !== WIRE.varint) reader.skip();
  else if (field === 6) span.kind = reader.varint();
  else if (field === 10) span.droppedAttributes = reader.varint();
  else if (field === 12) span.droppedEvents = reader.varint();
  else if (field === 14) span.droppedLinks = reader.varint();
  else reader.skip();
}

function readStatus(reader: MessageReader, span: Mutable<Span>): void {
  while (reader.next()) {
    if (isMessage(reader, 2)) span.statusMessage = reader.text();
    else if (reader.fieldNumber === 3 && reader.wireType === WIRE.varint) {
      span.statusCode = reader.varint();
    } else reader.skip();
  }
}

function readEvent(reader: MessageReader, budget: Budget): SpanEvent {
  budget.spend();
  const attributes = new Map<string, SpanValue>();
  let name = '';
  let timeNanos = 0n;
  while (reader.next()) {
    if (reader.fieldNumber === 1 && reader.wireType === WIRE.fixed64) timeNanos = reader.fixed64();
    else if (isMessage(reader, 2)) name = reader.text();
    else if (isMessage(reader, 3)) readKeyValue(reader.message(), attributes, budget);
    else reader.skip();
  }
  return { name, timeNanos, attributes };
}

function readLink(reader: MessageReader, budget: Budget): SpanLink {
  budget.spend();
  const attributes = new Map<string, SpanValue>();
  let traceId = '';
  let spanId = '';
  let traceState = '';
  while (reader.next()) {
    if (isMessage(reader, 1)) traceId = reader.slice().toString('hex');
    else if (isMessage(reader, 2)) spanId = reader.slice().toString('hex');
    else if (isMessage(reader, 3)) traceState = reader.text();
    else if (isMessage(reader, 4)) readKeyValue(reader.message(), attributes, budget);
    else reader.skip();
  }
  return { traceId, spanId, traceState, attributes };
}

function readKeyValue(
  reader: MessageReader,
  into: Map<string, SpanValue>,
  budget: Budget,
  depth = 0,
): void {
  budget.spend();
  let key = '';
  let value = NO_VALUE;
  while (reader.next()) {
    if (isMessage(reader, 1)) key = reader.text();
    else if (isMessage(reader, 2)) value = readValue(reader.message(), budget, depth);
    else reader.skip();
  }
  into.set(key, value);
}

function readValue(reader: MessageReader, budget: Budget, depth: number): SpanValue {
  if (depth > MAX_VALUE_DEPTH) throw new WireError('an attribute is nested too deep');
  let value = NO_VALUE;
  while (reader.next()) {
    const { fieldNumber: field, wireType } = reader;
    if (wireType === WIRE.bytes && field === 1) value = textValue(reader.text());
    else if (wireType === WIRE.varint && field === 2) value = booleanValue(reader.varint() !== 0);
    else if (wireType === WIRE.varint && field === 3) value = integerValue(reader.int64());
    else if (wireType === WIRE.fixed64 && field === 4) value = doubleValue(reader.double());
    else if (wireType === WIRE.bytes && field === 5) {
      value = readList(reader.message(), budget, depth + 1);
    } else if (wireType === WIRE.bytes && field === 6) {
      value = readMap(reader.message(), budget, depth + 1);
    } else if (wireType === WIRE.bytes && field === 7) {
      value = bytesValue(reader.slice().toString('base64'));
    } else reader.skip();
  }
  return value;
}

function readList(reader: MessageReader, budget: Budget, depth: number): SpanValue {
  const items: SpanValue[] = [];
  while (reader.next()) {
    if (isMessage(reader, 1)) {
      budget.spend();
      items.push(readValue(reader.message(), budget, depth));
    } else reader.skip();
  }
  return listValue(items);
}

function readMap(reader: MessageReader, budget: Budget, depth: number): SpanValue {
  const members = new Map<string, SpanValue>();
  while (reader.next()) {
    if (isMessage(reader, 1)) readKeyValue(reader.message(), members, budget, depth);
    else reader.skip();
  }
  return mapValue(members);
}
