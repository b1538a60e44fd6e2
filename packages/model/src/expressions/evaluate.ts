import type { BinaryOperator, Expression, Reference } from './types.ts';

/** The rows of one run that an expression is evaluated over, in the order of their steps. */
export interface ExpressionRows {
  readonly length: number;
  /** One number a row, or one for all of them. */
  valuesOf(reference: Reference): Float64Array | number;
}

/**
 * The expression's value in each row. Numbers are doubles and behave like them: 1 / 0 is infinite,
 * the logarithm of a negative number is NaN; `%` has the sign of its left side; a comparison is 1 or 0.
 *
 * `diff` is the difference to the row before, NaN in the first. `cumsum` is the sum of all rows up to
 * this one; a NaN adds nothing, and the sum is NaN in its row.
 */
export function evaluateExpression(expression: Expression, rows: ExpressionRows): Float64Array {
  const result = evaluate(expression, rows);
  if (typeof result === 'number') return new Float64Array(rows.length).fill(result);
  return result;
}

/** The names of an expression, each once, in the order they first stand in. */
export function referencesOf(expression: Expression): readonly Reference[] {
  const found = new Map<string, Reference>();
  const visit = (part: Expression): void => {
    switch (part.kind) {
      case 'number':
        return;
      case 'reference': {
        const name = JSON.stringify([part.source, part.name]);
        if (!found.has(name)) found.set(name, part);
        return;
      }
      case 'negate':
        visit(part.operand);
        return;
      case 'binary':
        visit(part.left);
        visit(part.right);
        return;
      case 'call':
        for (const operand of part.operands) visit(operand);
    }
  };
  visit(expression);
  return [...found.values()];
}

type Values = Float64Array | number;

function evaluate(expression: Expression, rows: ExpressionRows): Values {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'reference':
      return rows.valuesOf(expression);
    case 'negate':
      return map(evaluate(expression.operand, rows), (value) => -value);
    case 'binary': {
      const left = evaluate(expression.left, rows);
      return combine(left, evaluate(expression.right, rows), OPERATORS[expression.operator]);
    }
    case 'call': {
      const [first = Number.NaN, ...others] = expression.operands.map((one) => evaluate(one, rows));
      switch (expression.name) {
        case 'min':
          return others.reduce((a, b) => combine(a, b, Math.min), first);
        case 'max':
          return others.reduce((a, b) => combine(a, b, Math.max), first);
        case 'diff':
          return difference(spread(first, rows.length));
        case 'cumsum':
          return runningSum(spread(first, rows.length));
        default:
          return map(first, Math[expression.name]);
      }
    }
  }
}

const OPERATORS: Readonly<Record<BinaryOperator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': (left, right) => left ** right,
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
};

function map(values: Values, change: (value: number) => number): Values {
  if (typeof values === 'number') return change(values);
  const changed = new Float64Array(values.length);
  for (let at = 0; at < values.length; at += 1) changed[at] = change(values[at] as number);
  return changed;
}

function combine(left: Values, right: Values, join: (a: number, b: number) => number): Values {
  if (typeof left === 'number') {
    return typeof right === 'number' ? join(left, right) : map(right, (value) => join(left, value));
  }
  if (typeof right === 'number') return map(left, (value) => join(value, right));
  const joined = new Float64Array(left.length);
  for (let at = 0; at < left.length; at += 1) {
    joined[at] = join(left[at] as number, right[at] as number);
  }
  return joined;
}

const spread = (values: Values, length: number): Float64Array =>
  typeof values === 'number' ? new Float64Array(length).fill(values) : values;

function difference(values: Float64Array): Float64Array {
  const differences = new Float64Array(values.length);
  let before = Number.NaN;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number;
    differences[at] = value - before;
    before = value;
  }
  return differences;
}

function runningSum(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number;
    if (!Number.isNaN(value)) sum += value;
    sums[at] = Number.isNaN(value) ? value : sum;
  }
  return sums;
}
