/** What somebody said of something: numbers, labels, or yes and no. */
export type JudgedValue = string | number | boolean;

/** One judgement. A judge says one thing of a unit; of several the last counts. */
export interface Judgement {
  readonly unit: string;
  readonly judge: string;
  readonly value: JudgedValue;
}

/**
 * How far two values are apart: `nominal` values are the same or not, `ordinal` ones stand in an order,
 * `interval` ones have distances.
 */
export type Scale = 'nominal' | 'ordinal' | 'interval';

/** By unit, what each judge said of it. */
export type JudgedUnits = ReadonlyMap<string, ReadonlyMap<string, JudgedValue>>;

export function byUnit(judgements: readonly Judgement[]): JudgedUnits {
  const units = new Map<string, Map<string, JudgedValue>>();
  for (const { unit, judge, value } of judgements) {
    const said = units.get(unit) ?? new Map<string, JudgedValue>();
    said.set(judge, value);
    units.set(unit, said);
  }
  return units;
}

/** Numbers by size, then no before yes, then texts by their code units: the order of an ordinal scale. */
export function compareJudged(a: JudgedValue, b: JudgedValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [rankOf(a), rankOf(b)];
  if (left !== right) return left - right;
  return a < b ? -1 : a > b ? 1 : 0;
}

const rankOf = (value: JudgedValue): number =>
  typeof value === 'number' ? 0 : typeof value === 'boolean' ? 1 : 2;

/** All values that were said, each once and in order. */
export const categoriesOf = (values: Iterable<JudgedValue>): readonly JudgedValue[] =>
  [...new Set(values)].sort(compareJudged);
