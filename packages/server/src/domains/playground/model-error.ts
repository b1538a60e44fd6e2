import type { ModelFailure } from '@runloom/model';

/** Why a model gave no (whole) answer, in words for a person. */
export class ModelError extends Error {
  readonly failure: ModelFailure;
  readonly retryAfterSeconds: number | null;

  constructor(failure: ModelFailure, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.name = 'ModelError';
    this.failure = failure;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
