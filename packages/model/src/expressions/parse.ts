import { type Token, tokenize } from './tokens.ts';
import {
  type BinaryOperator,
  CHOICE_FUNCTIONS,
  type Expression,
  ExpressionError,
  type ExpressionFunction,
  ROW_FUNCTIONS,
  SCALAR_FUNCTIONS,
} from './types.ts';

/** Bound of what stands inside of each other. */
const MAX_DEPTH = 100;

const ANY_COUNT: ReadonlySet<string> = new Set(CHOICE_FUNCTIONS);
const FUNCTIONS: readonly string[] = [...SCALAR_FUNCTIONS, ...CHOICE_FUNCTIONS, ...ROW_FUNCTIONS];

/** Operators that are read from left to right, loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['<', '<=', '>', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/', '%'],
];

/**
 * Reads an expression: `+ - * / %`, `^` or `**`, comparisons (1 or 0), parentheses, numbers, the functions
 * of `ExpressionFunction`, and names. A name is a metric, bare when it is made of letters, digits, `_`
 * and dots (`loss`, `_step`), else in backticks, quotes or `${…}`; `${config:lr}` and `${summary:loss}` are
 * numbers of the run. A power binds tighter than a minus before it: -2^2 is -4.
 * @throws ExpressionError
 */
export function parseExpression(text: string): Expression {
  return new Parser(tokenize(text)).whole();
}

class Parser {
  private next = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Expression {
    if (this.peek().kind === 'end') throw new ExpressionError('The expression is empty.', 0);
    const expression = this.level(0, 0);
    const rest = this.peek();
    if (rest.kind === 'end') return expression;
    if (rest.kind === 'sign' && rest.text === ')') {
      throw new ExpressionError('This bracket was never opened.', rest.at);
    }
    throw new ExpressionError(
      `A sign such as + or * is missing before ${describe(rest)}. Names with blanks stand in \${…}, backticks or quotes.`,
      rest.at,
    );
  }

  private level(level: number, depth: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.signed(depth);
    let left = this.level(level + 1, depth);
    // Each turn nests the tree one deeper, though the text does not.
    for (let turns = 1; ; turns += 1) {
      const token = this.peek();
      if (token.kind !== 'sign' || !operators.includes(token.text)) return left;
      this.checkDepth(depth + turns, token.at);
      this.next += 1;
      const right = this.level(level + 1, depth + 1);
      left = { kind: 'binary', operator: token.text as BinaryOperator, left, right };
    }
  }

  private signed(depth: number): Expression {
    const token = this.peek();
    if (token.kind !== 'sign' || (token.text !== '-' && token.text !== '+'))
      return this.power(depth);
    this.checkDepth(depth, token.at);
    this.next += 1;
    const operand = this.signed(depth + 1);
    return token.text === '-' ? { kind: 'negate', operand } : operand;
  }

  private power(depth: number): Expression {
    const left = this.primary(depth);
    const token = this.peek();
    if (token.kind !== 'sign' || token.text !== '^') return left;
    this.checkDepth(depth, token.at);
    this.next += 1;
    return { kind: 'binary', operator: '^', left, right: this.signed(depth + 1) };
  }

  private primary(depth: number): Expression {
    const token = this.peek();
    this.checkDepth(depth, token.at);
    this.next += 1;
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: token.value };
      case 'name':
        return { kind: 'reference', source: token.source, name: token.text, at: token.at };
      case 'word':
        if (this.isSign('(')) return this.call(token, depth);
        return { kind: 'reference', source: 'metric', name: token.text, at: token.at };
      case 'sign':
        if (token.text === '(') {
          const inner = this.level(0, depth + 1);
          this.close(token.at);
          return inner;
        }
        throw new ExpressionError(
          `A number, a name or a bracket is missing before ${describe(token)}.`,
          token.at,
        );
      case 'end':
        throw new ExpressionError(
          'The expression ends where a number or a name is missing.',
          token.at,
        );
    }
  }

  private call(word: Extract<Token, { kind: 'word' }>, depth: number): Expression {
    const name = word.text;
    if (!FUNCTIONS.includes(name)) {
      throw new ExpressionError(
        `There is no function ${JSON.stringify(name)}. There are: ${FUNCTIONS.join(', ')}.`,
        word.at,
      );
    }
    const open = this.peek().at;
    this.next += 1;
    const operands: Expression[] = [];
    if (!this.isSign(')')) {
      do operands.push(this.level(0, depth + 1));
      while (this.take(','));
    }
    this.close(open);
    if (operands.length === 0 || (operands.length > 1 && !ANY_COUNT.has(name))) {
      const wanted = ANY_COUNT.has(name) ? 'one or more numbers' : 'one number';
      throw new ExpressionError(`${name} takes ${wanted}, not ${operands.length}.`, word.at);
    }
    return { kind: 'call', name: name as ExpressionFunction, operands };
  }

  private close(openedAt: number): void {
    if (this.take(')')) return;
    const token = this.peek();
    if (token.kind === 'end') {
      throw new ExpressionError('This bracket is never closed.', openedAt);
    }
    throw new ExpressionError(
      `A sign such as + or * or a closing bracket is missing before ${describe(token)}.`,
      token.at,
    );
  }

  private take(text: string): boolean {
    const isThere = this.isSign(text);
    if (isThere) this.next += 1;
    return isThere;
  }

  private isSign(text: string): boolean {
    const token = this.peek();
    return token.kind === 'sign' && token.text === text;
  }

  private peek(): Token {
    // The list ends with a token that is never taken but by a throw.
    return this.tokens[Math.min(this.next, this.tokens.length - 1)] as Token;
  }

  private checkDepth(depth: number, at: number): void {
    if (depth > MAX_DEPTH) {
      throw new ExpressionError(`The expression is nested deeper than ${MAX_DEPTH} levels.`, at);
    }
  }
}

function describe(token: Token): string {
  switch (token.kind) {
    case 'number':
      return `the number ${token.value}`;
    case 'name':
    case 'word':
      return `the name ${JSON.stringify(token.text)}`;
    case 'sign':
      return JSON.stringify(token.text);
    case 'end':
      return 'the end';
  }
}
