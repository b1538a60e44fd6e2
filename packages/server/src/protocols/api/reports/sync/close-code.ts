import { SYNC_CLOSE } from '@runloom/model';
import type { ErrorCode, RunloomError } from '../../../../platform/errors.ts';

/** The longest reason that a closing frame holds, in bytes. */
const MAX_REASON_BYTES = 123;

const CODES: Partial<Record<ErrorCode, number>> = {
  invalid: SYNC_CLOSE.invalid,
  unauthenticated: SYNC_CLOSE.unauthenticated,
  forbidden: SYNC_CLOSE.readOnly,
  not_found: SYNC_CLOSE.notFound,
  gone: SYNC_CLOSE.notFound,
  too_large: SYNC_CLOSE.tooLarge,
  rate_limited: SYNC_CLOSE.slowDown,
};

/** How a connection says what an error means. */
export function closeWith(
  socket: { close(code: number, reason: string): void },
  error: RunloomError,
): void {
  socket.close(CODES[error.code] ?? SYNC_CLOSE.unavailable, shorten(error.message));
}

/** Cuts at a character, not within one. */
export function shorten(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_REASON_BYTES) return text;
  const cut = bytes.subarray(0, MAX_REASON_BYTES - 3).toString('utf8');
  return `${cut.replace(/\uFFFD+$/, '')}…`;
}
