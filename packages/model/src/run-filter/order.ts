import { parseRunField } from './fields.ts';
import { RunFilterError, type RunOrder } from './types.ts';

/**
 * Reads an order as the client writes it: `+field` or `field` ascends, `-field` descends.
 * @throws RunFilterError
 */
export function parseRunOrder(text: string): RunOrder {
  const sign = text.startsWith('+') || text.startsWith('-') ? text[0] : '';
  const field = parseRunField(text.slice(sign === '' ? 0 : 1));
  if (field.kind === 'tags') throw new RunFilterError('Runs can not be sorted by their tags.');
  return { field, ascending: sign !== '-' };
}
