import { parseCallField, parseFeedbackField } from './fields.ts';
import {
  type CallField,
  CallQueryError,
  type FeedbackField,
  type QueryComparison,
  type QueryExpression,
  type QueryLiteral,
  type QueryType,
} from './types.ts';

/** Bounds of one query: what a person or a program writes stays far below. */
export const CALL_QUERY_LIMITS = { depth: 64, operations: 2_000, values: 20_000 };

const COMPARISONS: ReadonlyMap<string, QueryComparison> = new Map([
  ['$eq', 'eq'],
  ['$gt', 'gt'],
  ['$gte', 'gte'],
  ['$lt', 'lt'],
  ['$lte', 'lte'],
]);

const TYPES: readonly QueryType[] = ['double', 'int', 'string', 'bool', 'exists'];

const OPERATIONS =
  '$and, $or, $not, $eq, $gt, $gte, $lt, $lte, $in, $contains, $literal, $getField, $convert, $size';

/**
 * Reads a `Query` of the Weave protocol over calls; null and nothing mean all of them.
 * @throws CallQueryError that names what is wrong
 */
export const parseCallQuery = (query: unknown): QueryExpression<CallField> | null =>
  parseQuery(query, parseCallField);

/**
 * Reads a `Query` of the Weave protocol over feedback; as `parseCallQuery`.
 * @throws CallQueryError
 */
export const parseFeedbackQuery = (query: unknown): QueryExpression<FeedbackField> | null =>
  parseQuery(query, parseFeedbackField);

/**
 * Reads a `Query` (`{"$expr": …}`) over rows of any kind.
 * @param toField reads the names of `$getField`
 * @throws CallQueryError
 */
export function parseQuery<Field>(
  query: unknown,
  toField: (name: string) => Field,
): QueryExpression<Field> | null {
  if (query === null || query === undefined) return null;
  if (!isObject(query)) throw new CallQueryError('A query is an object: {"$expr": …}.');
  const keys = Object.keys(query);
  if (keys.length !== 1 || keys[0] !== '$expr') {
    throw new CallQueryError(
      `A query is an object with the one key "$expr", not ${keys.length === 0 ? 'empty' : keys.map((key) => JSON.stringify(key)).join(', ')}.`,
    );
  }
  return new Reader(toField).condition(query['$expr'], 0);
}

/** Reads one query and counts what it holds. */
class Reader<Field> {
  private operations = 0;
  private values = 0;
  private readonly toField: (name: string) => Field;

  constructor(toField: (name: string) => Field) {
    this.toField = toField;
  }

  /** What stands where something is true or not. */
  condition(value: unknown, depth: number): QueryExpression<Field> {
    const expression = this.operand(value, depth);
    if (isCondition(expression)) return expression;
    throw new CallQueryError(
      `${describe(value)} is no condition. Compare it, as in {"$eq": [{"$getField": "op_name"}, {"$literal": "x"}]}, or ask whether it exists by $convert.`,
    );
  }

  private operand(value: unknown, depth: number): QueryExpression<Field> {
    if (depth > CALL_QUERY_LIMITS.depth) {
      throw new CallQueryError(
        `The query is nested deeper than ${CALL_QUERY_LIMITS.depth} levels.`,
      );
    }
    this.operations += 1;
    if (this.operations > CALL_QUERY_LIMITS.operations + CALL_QUERY_LIMITS.values) {
      throw new CallQueryError(
        `The query has more than ${CALL_QUERY_LIMITS.operations} operations.`,
      );
    }
    if (!isObject(value)) {
      throw new CallQueryError(
        `${describe(value)} stands where an operation is expected. A value is written {"$literal": …}, a field {"$getField": "…"}.`,
      );
    }
    const keys = Object.keys(value);
    const [operator = ''] = keys;
    if (keys.length !== 1) {
      throw new CallQueryError(
        `An operation is an object with one key, not ${keys.length}: ${keys.slice(0, 5).join(', ')}.`,
      );
    }
    return this.operation(operator, value[operator], depth + 1);
  }

  private operation(operator: string, operand: unknown, depth: number): QueryExpression<Field> {
    const comparison = COMPARISONS.get(operator);
    if (comparison !== undefined) {
      const [left, right] = this.list(operator, operand, 2);
      return {
        kind: 'compare',
        comparison,
        left: this.operand(left, depth),
        right: this.operand(right, depth),
      };
    }
    switch (operator) {
      case '$literal':
        return { kind: 'literal', value: toLiteral(operand) };
      case '$getField':
        if (typeof operand !== 'string') {
          throw new CallQueryError(
            `$getField takes the name of a field, not ${describe(operand)}.`,
          );
        }
        return { kind: 'field', field: this.toField(operand) };
      case '$and':
      case '$or':
        return {
          kind: operator === '$and' ? 'and' : 'or',
          operands: this.list(operator, operand).map((item) => this.condition(item, depth)),
        };
      case '$not':
        return {
          kind: 'not',
          operand: this.condition(this.list(operator, operand, 1)[0], depth),
        };
      case '$in':
        return this.membership(operand, depth);
      case '$contains':
        return this.contains(operand, depth);
      case '$convert':
        return this.convert(operand, depth);
      case '$size':
        return { kind: 'size', input: this.operand(operand, depth) };
    }
    throw new CallQueryError(
      `There is no operation ${JSON.stringify(operator)}. There are: ${OPERATIONS}.`,
    );
  }

  private membership(operand: unknown, depth: number): QueryExpression<Field> {
    const [input, values] = this.list('$in', operand, 2);
    if (!Array.isArray(values)) {
      throw new CallQueryError(`$in takes a list of values second, not ${describe(values)}.`);
    }
    this.values += values.length;
    if (this.values > CALL_QUERY_LIMITS.values) {
      throw new CallQueryError(`The query lists more than ${CALL_QUERY_LIMITS.values} values.`);
    }
    return {
      kind: 'in',
      operand: this.operand(input, depth),
      values: values.map((item) => this.operand(item, depth)),
    };
  }

  private contains(operand: unknown, depth: number): QueryExpression<Field> {
    if (!isObject(operand)) {
      throw new CallQueryError(
        `$contains takes {"input": …, "substr": …}, not ${describe(operand)}.`,
      );
    }
    const ignoresCase = operand['case_insensitive'] ?? false;
    if (typeof ignoresCase !== 'boolean') {
      throw new CallQueryError(
        `case_insensitive of $contains is true or false, not ${describe(ignoresCase)}.`,
      );
    }
    return {
      kind: 'contains',
      input: this.operand(operand['input'], depth),
      substring: this.operand(operand['substr'], depth),
      ignoresCase,
    };
  }

  private convert(operand: unknown, depth: number): QueryExpression<Field> {
    const to = isObject(operand) ? TYPES.find((type) => type === operand['to']) : undefined;
    if (!isObject(operand) || to === undefined) {
      throw new CallQueryError(
        `$convert takes {"input": …, "to": one of ${TYPES.join(', ')}}, not ${describe(operand)}.`,
      );
    }
    return { kind: 'convert', to, input: this.operand(operand['input'], depth) };
  }

  private list(operator: string, operand: unknown, length?: number): readonly unknown[] {
    const isRight =
      Array.isArray(operand) &&
      (length === undefined ? operand.length > 0 : operand.length === length);
    if (isRight) return operand;
    const wanted = length === undefined ? 'a list of conditions' : `a list of ${length}`;
    throw new CallQueryError(`${operator} takes ${wanted}, not ${describe(operand)}.`);
  }
}

/** Whether it is true, false or unknown by itself. */
function isCondition<Field>(expression: QueryExpression<Field>): boolean {
  if (expression.kind === 'literal') {
    return typeof expression.value === 'boolean' || expression.value === null;
  }
  if (expression.kind === 'convert') return expression.to === 'bool' || expression.to === 'exists';
  return expression.kind !== 'field' && expression.kind !== 'size';
}

function toLiteral(value: unknown): QueryLiteral {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw new CallQueryError(`${value} is no number that anything is compared with.`);
  }
  if (typeof value === 'object') return JSON.stringify(value);
  throw new CallQueryError(`$literal takes JSON, not ${typeof value}.`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
