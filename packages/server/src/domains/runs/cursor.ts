import { invalid } from '../../platform/errors.ts';
import type { ListPosition } from './store.ts';

/** Opaque to callers: where a page of runs ended. */
export function encodeCursor(position: ListPosition): string {
  return Buffer.from(JSON.stringify([position.value, position.id])).toString('base64url');
}

/** @throws RunloomError('invalid') when it is none of ours */
export function decodeCursor(cursor: string): ListPosition {
  const parts = parse(Buffer.from(cursor, 'base64url').toString());
  if (Array.isArray(parts) && parts.length === 2) {
    const [value, id] = parts as readonly unknown[];
    if ((typeof value === 'string' || Number.isFinite(value)) && Number.isSafeInteger(id)) {
      return { value: value as string | number, id: id as number };
    }
  }
  throw invalid('The cursor is not one that this server gave out. Start from the first page.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
