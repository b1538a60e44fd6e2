import type { CallCondition, CallFilterField, CallFilterValue } from './types.ts';

/** An operand of the query language of Weave: what stands in `{"$expr": …}`. */
export type QueryOperand = Readonly<Record<string, unknown>>;

const COMPARISONS = { gt: '$gt', gte: '$gte', lt: '$lt', lte: '$lte' } as const;

/**
 * Says the filter in the query language of Weave.
 * @param now milliseconds since 1970, from which `within_last` counts
 * @param userIds the ids that stand for the names of users
 */
export function callQueryOf(
  filter: CallCondition,
  now: number,
  userIds: ReadonlyMap<string, string>,
): QueryOperand {
  const inner = (part: CallCondition) => callQueryOf(part, now, userIds);
  switch (filter.kind) {
    case 'and':
    case 'or':
      if (filter.filters.length === 0) return constant(filter.kind === 'and');
      return { [`$${filter.kind}`]: filter.filters.map(inner) };
    case 'not':
      return { $not: [inner(filter.filter)] };
    case 'compare':
      return compared(COMPARISONS[filter.comparison], filter.field, filter.value);
    case 'in':
      return oneOf(filter.values.map((value) => equal(filter.field, value, userIds)));
    case 'within':
      return compared('$gte', filter.field, now - filter.seconds * 1_000);
    case 'contains':
      return {
        $contains: {
          input: { $getField: filter.field.path },
          substr: { $literal: filter.text },
          case_insensitive: true,
        },
      };
    case 'exists':
      return { $convert: { input: { $getField: filter.field.path }, to: 'exists' } };
  }
}

/** All of several operands; null for none. */
export function allOf(operands: readonly QueryOperand[]): QueryOperand | null {
  const [first] = operands;
  if (first === undefined) return null;
  return operands.length === 1 ? first : { $and: operands };
}

function oneOf(operands: readonly QueryOperand[]): QueryOperand {
  const [first] = operands;
  if (first === undefined) return constant(false);
  return operands.length === 1 ? first : { $or: operands };
}

const constant = (holds: boolean): QueryOperand => ({
  $eq: [{ $literal: '1' }, { $literal: holds ? '1' : '0' }],
});

function compared(
  sign: '$eq' | '$gt' | '$gte' | '$lt' | '$lte',
  { kind, path }: CallFilterField,
  value: CallFilterValue,
): QueryOperand {
  const field = { $getField: path };
  if (typeof value !== 'number') return { [sign]: [field, { $literal: String(value) }] };
  // Times are asked for in seconds, as clients do.
  if (kind === 'time') return { [sign]: [field, { $literal: value / 1_000 }] };
  return { [sign]: [{ $convert: { input: field, to: 'double' } }, { $literal: value }] };
}

function equal(
  field: CallFilterField,
  value: CallFilterValue,
  userIds: ReadonlyMap<string, string>,
): QueryOperand {
  if (typeof value !== 'string') return compared('$eq', field, value);
  if (field.kind === 'user') return compared('$eq', field, userIds.get(value) ?? value);
  if (field.kind !== 'op') return compared('$eq', field, value);
  // An op is stored as `weave:///entity/project/op/name:digest`, or as the plain name.
  const reference = {
    $contains: { input: { $getField: field.path }, substr: { $literal: `/op/${value}:` } },
  };
  return { $or: [compared('$eq', field, value), reference] };
}

/** Names of users that a filter asks for. */
export function usersIn(filter: CallCondition): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.flatMap(usersIn);
    case 'not':
      return usersIn(filter.filter);
    case 'in':
      return filter.field.kind === 'user' ? filter.values.map(String) : [];
    default:
      return [];
  }
}
