import { invalid } from '../../platform/errors.ts';

/** The metadata store takes no NUL and no half of a pair. @throws RunloomError('invalid') */
export function refuseUnstorable(what: string, text: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw invalid(`The ${what} holds characters that can’t be stored.`);
  }
}
