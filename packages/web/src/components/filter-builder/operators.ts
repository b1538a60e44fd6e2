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

/** A condition as a line of the builder. */
export interface ConditionLine {
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
}

export const EMPTY_LINE: ConditionLine = { field: '', operator: '=', value: '' };

/** Whether the operator compares with something. */
export const needsValue = (operator: Operator): boolean => !operator.endsWith('set');
