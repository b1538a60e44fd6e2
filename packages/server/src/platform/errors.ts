/**
 * The errors that domains throw. Each carries a stable code for programs and a message for a
 * person (what is wrong and what to do). Protocol adapters map them to their wire format once.
 */
export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'too_large'
  | 'rate_limited'
  | 'unavailable';

const HTTP_STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
};

/** An expected failure. Anything else that is thrown is a bug and is answered as `internal`. */
export class RunloomError extends Error {
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, unknown>>;
  /** Seconds after which a retry makes sense; sent as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { data?: Record<string, unknown>; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RunloomError';
    this.code = code;
    this.data = options.data ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** The HTTP status that says the same. */
  get status(): number {
    return HTTP_STATUS[this.code];
  }
}

/** What is asked for does not exist, or the actor may not know that it does. */
export const notFound = (what: string): RunloomError =>
  new RunloomError('not_found', `${what} does not exist, or you may not see it.`);

/** What an anonymous actor is told, whether the thing exists or not. */
export const signInFirst = (): RunloomError =>
  new RunloomError('unauthenticated', 'Sign in or send an API key to do this.');

/** The request itself is wrong and will be wrong again. */
export const invalid = (message: string, data?: Record<string, unknown>): RunloomError =>
  new RunloomError('invalid', message, data ? { data } : {});

/** A passing fault: the same request will work later, so clients are told to come back. */
export const unavailable = (message: string, cause?: unknown): RunloomError =>
  new RunloomError('unavailable', message, { retryAfterSeconds: 1, cause });

/** Takes "not found" for null, and throws everything else on: `read(…).catch(nullIfNotFound)`. */
export function nullIfNotFound(error: unknown): null {
  if (error instanceof RunloomError && error.code === 'not_found') return null;
  throw error;
}
