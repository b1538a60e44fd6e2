/** Work to be done once, also when the process ends before it is. */
export interface JobInput {
  /** Names the handler. */
  readonly kind: string;
  /** JSON. */
  readonly payload: unknown;
  /** While a job of this kind and key waits, another wish for it changes nothing. */
  readonly uniqueKey?: string;
  /** Milliseconds from now. */
  readonly delayMs?: number;
  /** How often it is tried, at least 1. */
  readonly maxAttempts?: number;
}

/** One try of a job. */
export interface JobAttempt {
  /** From 1. */
  readonly number: number;
  /** It is not tried again after this one. */
  readonly isLast: boolean;
}

/** Does the work. What it throws makes the job wait and be tried again, unless it was the last try. */
export type JobHandler = (payload: unknown, attempt: JobAttempt) => Promise<void>;

/** Thrown by a handler that knows when the next try makes sense. */
export class RetryAfter extends Error {
  readonly delayMs: number;

  constructor(message: string, delayMs: number, cause?: unknown) {
    super(message, { cause });
    this.name = 'RetryAfter';
    this.delayMs = delayMs;
  }
}

/**
 * A durable queue over the metadata store: a job that was taken in is carried out at least once,
 * whatever process is killed in between, so that handlers must bear being called twice.
 */
export interface Jobs {
  /** Resolved once the job is durable. */
  enqueue(job: JobInput): Promise<void>;
  /** One handler a kind, given before `start`. */
  handle(kind: string, handler: JobHandler): void;
  start(): void;
  /** Takes no more jobs; resolved once those in work are over. */
  stop(): Promise<void>;
  /** Jobs that wait or are in work. */
  count(): Promise<number>;
}
