import { notFound } from '../../platform/errors.ts';

/** The number in an address. @throws RunloomError('not_found') for what is no id of anything */
export function numericId(text: string, what: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw notFound(what);
  return Number(text);
}
