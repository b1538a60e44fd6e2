import { unavailable } from '../../../platform/errors.ts';
import { UniqueViolationError } from '../unique-violation.ts';

/** Result codes, https://www.sqlite.org/rescode.html; the low byte of an extended code is its kind. */
const CONSTRAINT_PRIMARY_KEY = 1555;
const CONSTRAINT_UNIQUE = 2067;
const BUSY = 5;
const LOCKED = 6;
/** What goes by itself or once someone makes room: no memory, read-only, input/output error, full, can't open. */
const PASSING: ReadonlySet<number> = new Set([BUSY, LOCKED, 7, 8, 10, 13, 14]);

/** Errors of `node:sqlite` as ours; one that is not known stays as it is. */
export function translateSqliteError(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === undefined || !(error instanceof Error)) return error;
  if (code === CONSTRAINT_UNIQUE || code === CONSTRAINT_PRIMARY_KEY) {
    return new UniqueViolationError(error.message, error);
  }
  if (PASSING.has(code & 0xff)) {
    return unavailable(`The metadata store can not answer now (${error.message}).`, error);
  }
  return error;
}

/** True when another process holds the lock that the statement needs. */
export function isBusy(error: unknown): boolean {
  const kind = (sqliteCode(error) ?? 0) & 0xff;
  return kind === BUSY || kind === LOCKED;
}

function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}
