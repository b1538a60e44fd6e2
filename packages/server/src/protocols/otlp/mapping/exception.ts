import type { Span, SpanAttributes } from '../request/index.ts';
import type { Lookup } from './lookup.ts';

const STATUS_ERROR = 2;

/**
 * What went wrong in a span whose status is an error; null when nothing did. With a type it is JSON
 * as Weave's Python client writes it, else the plain message.
 */
export function findException(span: Span, lookup: Lookup): string | null {
  if (span.statusCode !== STATUS_ERROR) return null;
  const event = span.events.findLast(({ name }) => name === 'exception');
  const told = event && describe(event.attributes);
  const type = told?.type ?? lookup.text('errorType');
  const message =
    told?.message ??
    (span.statusMessage || lookup.text('errorMessage') || lookup.text('errorType'));
  if (type === null) return message ?? 'The span ended with the status error and says no more.';
  const stack = told?.stack;
  return JSON.stringify({
    type,
    message: message ?? '',
    ...(stack !== undefined && stack !== null && { stacktrace: stack }),
  });
}

function describe(attributes: SpanAttributes): {
  type: string | null;
  message: string | null;
  stack: string | null;
} {
  const text = (name: string): string | null => {
    const value = attributes.get(name)?.plain;
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    type: text('exception.type'),
    message: text('exception.message'),
    stack: text('exception.stacktrace'),
  };
}
