import { compareCodePoints, satisfies } from '../text-order.ts';
import type { CallCondition, CallFilterField, CallFilterValue } from './types.ts';

/** Values of a field, as of one thing that was tried several times: a condition holds if one of them fulfils it. */
export type ReadValues = (field: CallFilterField) => readonly unknown[];

/**
 * Whether values in memory fulfil a filter, for lists that are filtered where they are shown.
 * Numbers are compared with numbers only and texts with texts, as the store does with calls; `true`
 * and `false` are 1 and 0 beside numbers. Null and undefined count as not there. Texts are found in
 * any case, in nested values as in their JSON.
 */
export function valuesMatch(filter: CallCondition, read: ReadValues, now = Date.now()): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((inner) => valuesMatch(inner, read, now));
    case 'or':
      return filter.filters.some((inner) => valuesMatch(inner, read, now));
    case 'not':
      return !valuesMatch(filter.filter, read, now);
    case 'exists':
      return read(filter.field).some((value) => value !== null && value !== undefined);
    case 'in':
      return read(filter.field).some((value) =>
        filter.values.some((wanted) => comparedWith(value, wanted) === 0),
      );
    case 'compare':
      return read(filter.field).some((value) => {
        const order = comparedWith(value, filter.value);
        return order !== null && satisfies(order, filter.comparison);
      });
    case 'within': {
      const since = now - filter.seconds * 1_000;
      return read(filter.field).some((value) => typeof value === 'number' && value >= since);
    }
    case 'contains': {
      const wanted = filter.text.toLowerCase();
      return read(filter.field).some((value) => textOf(value).toLowerCase().includes(wanted));
    }
  }
}

/** Negative, 0 or positive; null where the two can't be compared. */
function comparedWith(value: unknown, wanted: CallFilterValue): number | null {
  const own = typeof value === 'boolean' && typeof wanted === 'number' ? Number(value) : value;
  const other = typeof wanted === 'boolean' && typeof value === 'number' ? Number(wanted) : wanted;
  if (typeof own === 'boolean' && typeof other === 'boolean') return Number(own) - Number(other);
  if (typeof own === 'number' && typeof other === 'number') {
    // Not by subtraction: of two infinities that would be NaN.
    return Number.isNaN(own) ? null : own === other ? 0 : own < other ? -1 : 1;
  }
  if (typeof own !== 'string' || typeof other !== 'string') return null;
  return compareCodePoints(own, other);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
