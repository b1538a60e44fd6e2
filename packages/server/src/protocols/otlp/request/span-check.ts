import type { Span } from './types.ts';

/** Later times have more microseconds than a double counts exactly. */
const MAX_NANOS = 9_007_199_254_740_991n * 1000n;

const ZEROS = /^0+$/;

/** Why a span can't be kept; null when it can. The reasons name the span where it has a name. */
export function reasonToReject(span: Span): string | null {
  const which = span.name === '' ? 'a span' : `the span ${JSON.stringify(span.name.slice(0, 80))}`;
  if (!isId(span.traceId, 32)) return `${which} has a trace_id that is not 16 bytes, not all zero`;
  if (!isId(span.spanId, 16)) return `${which} has a span_id that is not 8 bytes, not all zero`;
  const { parentSpanId: parent } = span;
  // A parent of zeros is how some exporters say that there is none.
  if (parent !== '' && parent.length !== 16) {
    return `${which} has a parent_span_id that is not 8 bytes`;
  }
  if (span.startNanos === 0n) return `${which} has no start_time_unix_nano`;
  if (span.startNanos > MAX_NANOS || span.endNanos > MAX_NANOS) {
    return `${which} has a time after the year 2255`;
  }
  return null;
}

/** Whether an id says that there is none. */
export const isNoId = (id: string): boolean => id === '' || ZEROS.test(id);

const isId = (id: string, digits: number): boolean => id.length === digits && !isNoId(id);
