/** Functions of one number, applied to each. `log` is the natural logarithm. */
export const SCALAR_FUNCTIONS = ['log', 'log2', 'log10', 'exp', 'abs', 'sqrt'] as const;
/** Functions of one or more numbers. */
export const CHOICE_FUNCTIONS = ['min', 'max'] as const;
/** Functions that look at the rows before, in the order of steps. */
export const ROW_FUNCTIONS = ['diff', 'cumsum'] as const;
export type ExpressionFunction =
  | (typeof SCALAR_FUNCTIONS)[number]
  | (typeof CHOICE_FUNCTIONS)[number]
  | (typeof ROW_FUNCTIONS)[number];

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!=';

/** Where the numbers of a name come from: the row, or the run. */
export type ReferenceSource = 'metric' | 'config' | 'summary';

export interface Reference {
  readonly kind: 'reference';
  readonly source: ReferenceSource;
  /** A metric's key, or a dotted path. */
  readonly name: string;
  /** Where it stands in the text, from 0. */
  readonly at: number;
}

/** What an expression says, independent of how it was written. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | Reference
  | { readonly kind: 'negate'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'call';
      readonly name: ExpressionFunction;
      readonly operands: readonly Expression[];
    };

/** What is wrong with an expression and where (from 0), in words for who wrote it. */
export class ExpressionError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.name = 'ExpressionError';
    this.at = at;
  }
}
