import type { CallPart } from '../calls/index.ts';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Whether a trace is among the share that is kept. The trace id decides alone, so that all servers,
 * all clients and all calls of a trace come to the same answer, whenever they arrive.
 */
export function isTraceKept(traceId: string, rate: number): boolean {
  if (rate >= 1) return true;
  return placeOf(traceId) < rate;
}

/**
 * Whether a part is kept. One that names no trace (a bare end) is kept: it shows only with its start,
 * which the trace decides.
 */
export function isPartKept(part: CallPart, rate: number): boolean {
  return part.traceId === undefined ? true : isTraceKept(part.traceId, rate);
}

/** A number from 0 to 1 (without 1) that is spread evenly over ids of any make. */
function placeOf(text: string): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  }
  // FNV alone leaves the high bits of similar ids alike.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
