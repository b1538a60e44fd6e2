/**
 * Something that keeps the server from starting and that the person at the terminal can put right.
 * Its message is printed alone, on one line.
 */
export class StartError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StartError';
  }
}
