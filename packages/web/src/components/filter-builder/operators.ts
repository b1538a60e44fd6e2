/** What a condition asks, in words; those that are turned round stand behind the others. */
export const OPERATORS = {
  '=': 'is',
  '!=': 'is not',
  '>': '>',
  '>=': '≥',
  '<': '<',
  '<=': '≤',
  in: 'is one of',
  'not in': 'is none of',
  contains: 'contains',
  'not contains': 'does not contain',
  '=~': 'matches',
  '!~': 'does not match',
  within_last: 'is within the last',
  'is set': 'is set',
  'is not set': 'is not set',
} as const;
export type Operator = keyof typeof OPERATORS;

/** What each operator is the other way round of, as far as it has one. */
export const TURNED: Partial<Record<Operator, Operator>> = {
  '=': '!=',
  in: 'not in',
  contains: 'not contains',
  '=~': '!~',
  'is set': 'is not set',
};

/** Comparisons of filters by their operators, and the other way round. */
export const COMPARISONS = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' } as const;
export const COMPARING = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** A condition as a line of the builder. */
export interface ConditionLine {
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
}

export const EMPTY_LINE: ConditionLine = { field: '', operator: '=', value: '' };

/** Whether the operator compares with something. */
export const needsValue = (operator: Operator): boolean => !operator.endsWith('set');
