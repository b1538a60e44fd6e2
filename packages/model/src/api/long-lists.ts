import { z } from 'zod';

/** A list that is looked at in one loop: a schema that is asked of each item takes many times as long. */
function longList<Item>(items: object, isItem: (item: unknown) => boolean) {
  return z
    .custom<Item[]>((value) => Array.isArray(value) && value.every(isItem))
    .meta({ type: 'array', items });
}

/** As `z.number()` has it: neither NaN nor an infinity. */
const isNumber = (item: unknown): boolean => Number.isFinite(item);
const isString = (item: unknown): boolean => typeof item === 'string';

/** Lists of as many items as a trace has calls, or an evaluation examples. */
export const numbers = longList<number>({ type: 'number' }, isNumber);
export const numbersOrNulls = longList<number | null>(
  { type: ['number', 'null'] },
  (item) => item === null || isNumber(item),
);
export const strings = longList<string>({ type: 'string' }, isString);
export const stringsOrNulls = longList<string | null>(
  { type: ['string', 'null'] },
  (item) => item === null || isString(item),
);
