import type { RunOrder } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { ListPosition } from './search/position.ts';
import { isPositionOf } from './search/segments.ts';

/** Opaque to callers: where a run stands in a list. */
export function encodeCursor({ segment, value, id }: ListPosition): string {
  // As text, since JSON has no infinities.
  const written = typeof value === 'number' ? ['n', String(value)] : ['t', value];
  return Buffer.from(JSON.stringify([segment, ...written, id])).toString('base64url');
}

/** @throws RunloomError('invalid') when it is none of ours, or one of another order */
export function decodeCursor(cursor: string, order: RunOrder): ListPosition {
  const position = parse(Buffer.from(cursor, 'base64url').toString());
  if (position !== null && isPositionOf(order, position)) return position;
  throw invalid(
    'The cursor is not one that this server gave out for this order. Start from the first page.',
  );
}

function parse(text: string): ListPosition | null {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 4) return null;
  const [segment, kind, written, id] = parts as readonly unknown[];
  if (!Number.isSafeInteger(segment) || !Number.isSafeInteger(id)) return null;
  if (typeof written !== 'string' || (kind !== 'n' && kind !== 't')) return null;
  const value = kind === 'n' ? Number(written) : written;
  if (typeof value === 'number' ? Number.isNaN(value) : !isStorable(value)) return null;
  return { segment: segment as number, value, id: id as number };
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');
