// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names of expressions look like that
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateExpression, referencesOf } from './evaluate.ts';
import { parseExpression } from './parse.ts';
import { type Expression, ExpressionError } from './types.ts';

/** The value of an expression in which nothing but numbers stands. */
const resultOf = (text: string): number =>
  evaluateExpression(parseExpression(text), { length: 1, valuesOf: () => Number.NaN })[0] as number;

function errorOf(text: string): ExpressionError {
  try {
    parseExpression(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

describe('an expression', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['2 ^ 3 ^ 2', 512],
    ['2 ** 3', 8],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['- - 3', 3],
    ['7 % 4 * 2', 6],
    ['-7 % 4', -3],
    ['1 / 0', Number.POSITIVE_INFINITY],
    ['log(-1)', Number.NaN],
    ['log(exp(2))', 2],
    ['log2(8) + log10(1000)', 6],
    ['min(3, 1, 2) + max(4)', 5],
    ['abs(-.5) + sqrt(4) + 1e-3', 2.501],
    ['1 + 1 < 3', 1],
    ['2 >= 3', 0],
    ['2 == 2', 1],
    ['2 != 2', 0],
  ])('%s is %d', (text, value) => {
    expect(resultOf(text)).toBe(value);
  });

  it('names metrics bare, in quotes or in ${…}, and numbers of the run', () => {
    const text =
      '_step + train.loss + `val/loss` + ${a b} + "c\\"d" + \'e-f\' + ${config:lr} + ${summary:best.acc} + größe';
    expect(
      referencesOf(parseExpression(text)).map(({ source, name }) => `${source}:${name}`),
    ).toEqual([
      'metric:_step',
      'metric:train.loss',
      'metric:val/loss',
      'metric:a b',
      'metric:c"d',
      'metric:e-f',
      'config:lr',
      'summary:best.acc',
      'metric:größe',
    ]);
  });

  it.each([
    ['', 0, /empty/],
    ['1 +', 3, /ends where/],
    ['(1 + 2', 0, /never closed/],
    ['1 + 2)', 5, /never opened/],
    ['a b', 2, /missing before the name "b"/],
    ['2a', 1, /followed by a name/],
    ['a + * b', 4, /missing before "\*"/],
    ['sine(1)', 0, /no function "sine"/],
    ['log(1, 2)', 0, /takes one number, not 2/],
    ['max()', 0, /one or more numbers, not 0/],
    ['`open', 0, /no closing/],
    ['${}', 0, /empty/],
    ['a; DROP TABLE runs', 1, /no meaning/],
    ['a = 1', 2, /no meaning/],
  ])('%s is refused in words, at its place', (text, at, message) => {
    const error = errorOf(text);
    expect(error.message).toMatch(message);
    expect(error.at).toBe(at);
  });

  it('is refused when it is nested too deep, however it is', () => {
    for (const text of [
      '('.repeat(5000),
      '-'.repeat(5000),
      '1+'.repeat(5000),
      '1^'.repeat(5000),
      'abs('.repeat(5000),
    ]) {
      expect(errorOf(text).message).toMatch(/nested deeper/);
    }
  });

  it('never fails but with an ExpressionError at a place inside of the text', () => {
    const parts = fc.constantFrom(
      'loss',
      '1',
      '+',
      '-',
      '^',
      '(',
      ')',
      ',',
      'max',
      '`',
      '${',
      '}',
      ' ',
      '"',
      '\\',
      '\u0000',
      '😀',
      '.',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(parts).map((all) => all.join('')),
        ),
        (text) => {
          try {
            parseExpression(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ExpressionError);
            expect((error as ExpressionError).at).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

const NUMBER = fc.oneof(
  fc.double(),
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom(Number.NaN, -0),
);
const NAMES = ['a', 'b', 'odd name/x'];

const TREE = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc
      .double({ min: 0, noNaN: true, noDefaultInfinity: true })
      .map((value) => ({ kind: 'number' as const, value: value + 0 })),
    fc
      .constantFrom(...NAMES)
      .map((name) => ({ kind: 'reference' as const, source: 'metric' as const, name, at: 0 })),
    fc.constant({ kind: 'reference' as const, source: 'config' as const, name: 'lr', at: 0 }),
    tie('tree').map((operand) => ({ kind: 'negate' as const, operand })),
    fc
      .tuple(
        fc.constantFrom('+', '-', '*', '/', '%', '^', '<', '<=', '>', '>=', '==', '!=' as const),
        tie('tree'),
        tie('tree'),
      )
      .map(
        ([operator, left, right]) =>
          ({ kind: 'binary' as const, operator, left, right }) as Expression,
      ),
    fc
      .tuple(
        fc.constantFrom('log', 'log2', 'log10', 'exp', 'abs', 'sqrt', 'diff', 'cumsum' as const),
        tie('tree'),
      )
      .map(
        ([name, operand]) => ({ kind: 'call' as const, name, operands: [operand] }) as Expression,
      ),
    fc
      .tuple(
        fc.constantFrom('min', 'max' as const),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
      )
      .map(([name, operands]) => ({ kind: 'call' as const, name, operands }) as Expression),
  ),
})).tree;

/** Row by row, as the rules are told. */
function slowly(tree: Expression, rows: Record<string, number>[], lr: number, row: number): number {
  const one = (part: Expression, at = row): number => slowly(part, rows, lr, at);
  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'reference':
      return tree.source === 'config' ? lr : (rows[row]?.[tree.name] as number);
    case 'negate':
      return -one(tree.operand);
    case 'binary': {
      const [a, b] = [one(tree.left), one(tree.right)];
      switch (tree.operator) {
        case '+':
          return a + b;
        case '-':
          return a - b;
        case '*':
          return a * b;
        case '/':
          return a / b;
        case '%':
          return a % b;
        case '^':
          return a ** b;
        case '<':
          return a < b ? 1 : 0;
        case '<=':
          return a <= b ? 1 : 0;
        case '>':
          return a > b ? 1 : 0;
        case '>=':
          return a >= b ? 1 : 0;
        case '==':
          return a === b ? 1 : 0;
        case '!=':
          return a === b ? 0 : 1;
      }
    }
  }
  const [inner] = tree.operands;
  if (inner === undefined) throw new Error('A call has operands.');
  if (tree.name === 'min') return Math.min(...tree.operands.map((part) => one(part)));
  if (tree.name === 'max') return Math.max(...tree.operands.map((part) => one(part)));
  if (tree.name === 'diff') return row === 0 ? Number.NaN : one(inner) - one(inner, row - 1);
  if (tree.name === 'cumsum') {
    let sum = 0;
    for (let at = 0; at <= row; at += 1) if (!Number.isNaN(one(inner, at))) sum += one(inner, at);
    return Number.isNaN(one(inner)) ? Number.NaN : sum;
  }
  return Math[tree.name](one(inner));
}

function written(tree: Expression): string {
  switch (tree.kind) {
    case 'number':
      return String(tree.value);
    case 'reference':
      return tree.source === 'config' ? `\${config:${tree.name}}` : `\`${tree.name}\``;
    case 'negate':
      return `-(${written(tree.operand)})`;
    case 'binary':
      return `(${written(tree.left)})${tree.operator}(${written(tree.right)})`;
    case 'call':
      return `${tree.name}(${tree.operands.map(written).join(', ')})`;
  }
}

const withoutPlaces = (tree: Expression): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value) => (key === 'at' ? undefined : value)));

describe('the value of an expression', () => {
  it('is what its rules give row by row, bit by bit', () => {
    fc.assert(
      fc.property(
        TREE,
        fc.array(fc.record({ a: NUMBER, b: NUMBER, 'odd name/x': NUMBER }), { maxLength: 6 }),
        NUMBER,
        (tree, rows, lr) => {
          const values = evaluateExpression(tree, {
            length: rows.length,
            valuesOf: ({ source, name }) =>
              source === 'config'
                ? lr
                : Float64Array.from(rows, (row) => (row as Record<string, number>)[name] as number),
          });
          expect([...values]).toEqual(rows.map((_, row) => slowly(tree, rows, lr, row)));
        },
      ),
    );
  });

  it('is the same after it was written down and read again', () => {
    fc.assert(
      fc.property(TREE, (tree) => {
        expect(withoutPlaces(parseExpression(written(tree)))).toEqual(withoutPlaces(tree));
      }),
    );
  });
});
