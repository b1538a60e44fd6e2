import { ClickHouseError } from '@clickhouse/client';
import { RunloomError, unavailable } from '../../platform/errors.ts';
import { ColumnEngineError } from './types.ts';

/** Codes by which the engine says "not now": the same statement will work later. */
const NOT_NOW: ReadonlySet<number> = new Set([
  202, // too many simultaneous queries
  203, // no free connection
  209, // socket timeout
  210, // network error
  236, // aborted: the engine is shutting down
  279, // all connection tries failed
  425, // system error
  999, // Keeper
]);

/** More of them where rows are written. */
const NOT_NOW_FOR_WRITES: ReadonlySet<number> = new Set([
  ...NOT_NOW,
  74, // cannot read from a file descriptor
  75, // cannot write to a file descriptor
  76, // cannot open a file
  159, // time limit
  241, // memory limit
  242, // table is read-only
  243, // no space left
  252, // too many parts
  319, // unknown status of the insert
  394, // query was cancelled
]);

/** What a failed call of the client means, in the errors of the column store. */
export const toColumnError = (error: unknown, kind: 'read' | 'write'): Error => {
  if (error instanceof RunloomError || error instanceof ColumnEngineError) return error;
  const code = engineCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === null) return unavailable('The column engine can not be reached.', error);
  const passing = kind === 'write' ? NOT_NOW_FOR_WRITES : NOT_NOW;
  return passing.has(code)
    ? unavailable(`The column engine can't do this now: ${message}`, error)
    : new ColumnEngineError(code, message);
};

/** The engine's code of a failure that it reported itself, null for any other. */
const engineCode = (error: unknown): number | null => {
  if (error instanceof ClickHouseError) return Number(error.code);
  // The client leaves errors alone whose text does not end in the name of the code.
  const code =
    error instanceof Error ? /^(?:Poco::Exception\. )?Code: (\d+)/.exec(error.message) : null;
  return code ? Number(code[1]) : null;
};
