export { type ExpressionRows, evaluateExpression, referencesOf } from './evaluate.ts';
export { parseExpression } from './parse.ts';
export { type Expression, ExpressionError, type Reference } from './types.ts';
