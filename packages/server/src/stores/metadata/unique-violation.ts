/**
 * A row with the same unique value exists already. The domain that wrote says what that means; it
 * never reaches a client as it is.
 */
export class UniqueViolationError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'UniqueViolationError';
  }
}

/** True for an error that says: a unique constraint or a primary key refused the row. */
export function isUniqueViolation(error: unknown): error is UniqueViolationError {
  return error instanceof UniqueViolationError;
}
