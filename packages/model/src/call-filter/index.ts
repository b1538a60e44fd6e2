export { CALL_FIELD_NAMES, CALL_STATUSES, readCallField } from './fields.ts';
export { formatCallFilter } from './format.ts';
export { parseCallFilter } from './parse.ts';
export { allOf, callQueryOf, type QueryOperand, usersIn } from './to-query.ts';
export type {
  CallCondition,
  CallFilterField,
  CallFilterKind,
  CallFilterValue,
  FilterFields,
} from './types.ts';
export { type ReadValues, valuesMatch } from './values-match.ts';
