import { RunFilterError } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';

/** Reads what a request says of filters and orders. @throws RunloomError('invalid') in the words of the parser */
export function readable<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RunFilterError) throw invalid(error.message);
    throw error;
  }
}
