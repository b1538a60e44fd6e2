import { type ExactJson, parseExactJson } from '@runloom/model';
import { invalid } from '../../../platform/errors.ts';
import { type Budget, createBudget, MAX_VALUE_DEPTH } from './limits.ts';
import { reasonToReject } from './span-check.ts';
import type {
  ExportRequest,
  RejectedSpan,
  Scope,
  Span,
  SpanAttributes,
  SpanGroup,
  SpanValue,
} from './types.ts';
import {
  booleanValue,
  bytesValue,
  doubleValue,
  integerValue,
  isInt64,
  listValue,
  mapValue,
  NO_VALUE,
  textValue,
} from './values.ts';

/** A part of the request is not what OTLP/JSON says it is. */
class ShapeError extends Error {}

type Json = ReadonlyMap<string, ExactJson>;

const EMPTY: Json = new Map();
const HEX = /^(?:[0-9a-f]{2})*$/;
const INTEGER = /^[+-]?\d{1,20}$/;

/**
 * Reads an `ExportTraceServiceRequest` as OTLP writes it in JSON: ids in hexadecimal digits, 64-bit
 * integers as texts or numbers. Unknown fields are passed over, a span that can't be read is rejected
 * by itself.
 * @throws RunloomError('invalid') when the request itself can't be read, 'too_large' past the limits
 */
export function decodeJson(body: Buffer): ExportRequest {
  const budget = createBudget();
  const groups: SpanGroup[] = [];
  const rejected: RejectedSpan[] = [];
  try {
    const request = objectOf(parseExactJson(body.toString('utf8')), 'the body');
    for (const entry of listOf(request, 'resourceSpans')) {
      budget.spend();
      const resourceSpans = objectOf(entry, 'resourceSpans');
      const resource = readAttributes(memberOf(resourceSpans, 'resource'), budget);
      for (const scopeEntry of listOf(resourceSpans, 'scopeSpans')) {
        budget.spend();
        const scopeSpans = objectOf(scopeEntry, 'scopeSpans');
        const scope = readScope(memberOf(scopeSpans, 'scope'), budget);
        const spans: Span[] = [];
        for (const span of listOf(scopeSpans, 'spans')) {
          budget.spendSpan();
          readSpanOrReject(span, { spans, rejected, budget });
        }
        if (spans.length > 0) groups.push({ origin: { resource, scope }, spans });
      }
    }
  } catch (error) {
    if (!(error instanceof ShapeError || error instanceof SyntaxError)) throw error;
    throw invalid(
      `The body is no ExportTraceServiceRequest in JSON: ${error.message}. OTLP/JSON begins with {"resourceSpans": […]}.`,
    );
  }
  return { groups, rejected };
}

function readScope(json: Json, budget: Budget): Scope {
  return {
    name: textOf(json, 'name'),
    version: textOf(json, 'version'),
    attributes: readAttributes(json, budget),
  };
}

function readSpanOrReject(
  json: ExactJson,
  into: { spans: Span[]; rejected: RejectedSpan[]; budget: Budget },
): void {
  let reason: string | null;
  try {
    const span = readSpan(objectOf(json, 'spans'), into.budget);
    reason = reasonToReject(span);
    if (reason === null) into.spans.push(span);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    reason = `a span can't be read: ${error.message}`;
  }
  if (reason !== null) into.rejected.push({ reason });
}

function readSpan(json: Json, budget: Budget): Span {
  const status = memberOf(json, 'status');
  return {
    traceId: idOf(json, 'traceId'),
    spanId: idOf(json, 'spanId'),
    parentSpanId: idOf(json, 'parentSpanId'),
    traceState: textOf(json, 'traceState'),
    flags: Number(integerOf(json, 'flags')),
    name: textOf(json, 'name'),
    kind: Number(integerOf(json, 'kind')),
    startNanos: nanosOf(json, 'startTimeUnixNano'),
    endNanos: nanosOf(json, 'endTimeUnixNano'),
    attributes: readAttributes(json, budget),
    events: listOf(json, 'events').map((entry) => {
      budget.spend();
      const event = objectOf(entry, 'events');
      return {
        name: textOf(event, 'name'),
        timeNanos: nanosOf(event, 'timeUnixNano'),
        attributes: readAttributes(event, budget),
      };
    }),
    links: listOf(json, 'links').map((entry) => {
      budget.spend();
      const link = objectOf(entry, 'links');
      return {
        traceId: idOf(link, 'traceId'),
        spanId: idOf(link, 'spanId'),
        traceState: textOf(link, 'traceState'),
        attributes: readAttributes(link, budget),
      };
    }),
    statusCode: Number(integerOf(status, 'code')),
    statusMessage: textOf(status, 'message'),
    droppedAttributes: Number(integerOf(json, 'droppedAttributesCount')),
    droppedEvents: Number(integerOf(json, 'droppedEventsCount')),
    droppedLinks: Number(integerOf(json, 'droppedLinksCount')),
  };
}

function readAttributes(json: Json, budget: Budget): SpanAttributes {
  return readKeyValues(listOf(json, 'attributes'), budget, 0);
}

function readKeyValues(
  entries: readonly ExactJson[],
  budget: Budget,
  depth: number,
): Map<string, SpanValue> {
  const attributes = new Map<string, SpanValue>();
  for (const entry of entries) {
    budget.spend();
    const pair = objectOf(entry, 'attributes');
    attributes.set(textOf(pair, 'key'), readValue(memberOf(pair, 'value'), budget, depth));
  }
  return attributes;
}

function readValue(json: Json, budget: Budget, depth: number): SpanValue {
  if (depth > MAX_VALUE_DEPTH) throw new ShapeError('an attribute is nested too deep');
  const text = json.get('stringValue');
  if (typeof text === 'string') return textValue(text);
  const flag = json.get('boolValue');
  if (typeof flag === 'boolean') return booleanValue(flag);
  if (json.has('intValue')) return integerValue(integerOf(json, 'intValue'));
  if (json.has('doubleValue')) return doubleValue(doubleOf(json, 'doubleValue'));
  if (json.has('arrayValue')) {
    const values = listOf(memberOf(json, 'arrayValue'), 'values');
    return listValue(
      values.map((value) => {
        budget.spend();
        return readValue(objectOf(value, 'values'), budget, depth + 1);
      }),
    );
  }
  if (json.has('kvlistValue')) {
    const members = listOf(memberOf(json, 'kvlistValue'), 'values');
    return mapValue(readKeyValues(members, budget, depth + 1));
  }
  const bytes = json.get('bytesValue');
  return typeof bytes === 'string' ? bytesValue(bytes) : NO_VALUE;
}

function objectOf(value: ExactJson, what: string): Json {
  if (value instanceof Map) return value;
  throw new ShapeError(`${what} must be an object`);
}

function memberOf(json: Json, name: string): Json {
  const value = json.get(name);
  return value === undefined || value === null ? EMPTY : objectOf(value, name);
}

function listOf(json: Json, name: string): readonly ExactJson[] {
  const value = json.get(name);
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new ShapeError(`${name} must be a list`);
}

function textOf(json: Json, name: string): string {
  const value = json.get(name);
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw new ShapeError(`${name} must be a text`);
}

function idOf(json: Json, name: string): string {
  const id = textOf(json, name).toLowerCase();
  if (HEX.test(id)) return id;
  throw new ShapeError(`${name} must be hexadecimal digits`);
}

function integerOf(json: Json, name: string): bigint {
  const value = json.get(name);
  if (value === undefined || value === null) return 0n;
  let integer: bigint | null = null;
  if (typeof value === 'bigint') integer = value;
  else if (typeof value === 'number' && Number.isInteger(value)) integer = BigInt(value);
  else if (typeof value === 'string' && INTEGER.test(value)) integer = BigInt(value);
  if (integer !== null && isInt64(integer)) return integer;
  throw new ShapeError(`${name} must be a whole number of 64 bits`);
}

function nanosOf(json: Json, name: string): bigint {
  const nanos = integerOf(json, name);
  if (nanos >= 0n) return nanos;
  throw new ShapeError(`${name} must not be negative`);
}

function doubleOf(json: Json, name: string): number {
  const value = json.get(name);
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (!Number.isNaN(number)) return number;
  throw new ShapeError(`${name} must be a number`);
}
