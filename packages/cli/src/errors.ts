/** What was asked makes no sense as it stands; the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The server could not be asked, or has not what was asked for; the message says what to do. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  /** What it answered with, where it answered. */
  readonly status: number | null;

  constructor(message: string, status: number | null = null) {
    super(message);
    this.status = status;
  }
}
