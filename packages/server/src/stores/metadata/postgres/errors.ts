import { unavailable } from '../../../platform/errors.ts';
import { UniqueViolationError } from '../unique-violation.ts';

const UNIQUE_VIOLATION = '23505';

/**
 * SQLSTATE classes and codes of passing faults, https://www.postgresql.org/docs/current/errcodes-appendix.html:
 * connection, rollback (serialization, deadlock), resources, operator's stop, system; and single
 * codes: lock not available, idle transaction ended, read-only (a standby after a failover).
 */
const PASSING_CLASSES: ReadonlySet<string> = new Set(['08', '40', '53', '57', '58']);
const PASSING_CODES: ReadonlySet<string> = new Set(['55P03', '25P03', '25006']);

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT', // the socket file of a server that is not started
]);

/** What `pg` says without a code when a connection can't be had or is lost. */
const LOST_CONNECTION =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Query read timeout|Client was closed)/;

/** Errors of `pg` as ours; one that is not known stays as it is. */
export function translatePostgresError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === UNIQUE_VIOLATION) return new UniqueViolationError(error.message, error);
  if (
    NETWORK_CODES.has(code) ||
    PASSING_CODES.has(code) ||
    (code.length === 5 && PASSING_CLASSES.has(code.slice(0, 2))) ||
    LOST_CONNECTION.test(error.message)
  ) {
    return unavailable('The metadata store (PostgreSQL) can not answer now.', error);
  }
  return error;
}
