import {
  parseQueryTime,
  type QueryComparison,
  type QueryExpression,
  type QueryType,
} from '@runloom/model';
import type { Statement } from './statement.ts';

/**
 * A value in SQL, as `evaluateQuery` of the model has it. A text is a String, a number a
 * Nullable(Float64), a time a Nullable(Int64) in microseconds, a condition a Nullable(UInt8). JSON is a
 * text of JSON, '' or 'null' where there is none.
 */
export interface SqlValue {
  readonly kind: 'text' | 'number' | 'time' | 'bool' | 'json' | 'null';
  readonly sql: string;
  /**
   * Of JSON that columns say as well: the number that its text is, NaN where it is none, infinite where
   * there is nothing; and the text, '' where it is how the engine writes the number.
   */
  readonly stored?: { readonly number: string; readonly text: string };
  /** Of a text that stands in the query itself. */
  readonly literal?: string;
}

const SIGNS: Readonly<Record<QueryComparison, string>> = {
  eq: '=',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
};

/** Members of a list that are looked for each by itself. */
const MOST_ONE_BY_ONE = 20;

/** Equal to 0 as a number, another text. */
export const NEGATIVE_ZERO = '-0';

const IS_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NUMBER = "'^[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+-]?[0-9]+)?$'";

/** Compiles an expression to a condition whose unknown is NULL. */
export function toCondition<Field>(
  statement: Statement,
  expression: QueryExpression<Field>,
  read: (field: Field) => SqlValue,
): string {
  return new Compiler(statement, read).condition(expression);
}

class Compiler<Field> {
  private readonly statement: Statement;
  private readonly read: (field: Field) => SqlValue;

  constructor(statement: Statement, read: (field: Field) => SqlValue) {
    this.statement = statement;
    this.read = read;
  }

  condition(expression: QueryExpression<Field>): string {
    const value = this.value(expression);
    return value.kind === 'null' ? 'CAST(NULL AS Nullable(UInt8))' : value.sql;
  }

  private value(expression: QueryExpression<Field>): SqlValue {
    switch (expression.kind) {
      case 'literal':
        return this.literal(expression.value);
      case 'field':
        return this.read(expression.field);
      case 'convert':
        return convert(this.value(expression.input), expression.to);
      case 'size':
        return { kind: 'number', sql: sizeOf(this.value(expression.input)) };
      case 'and':
      case 'or': {
        const sign = expression.kind === 'and' ? ' AND ' : ' OR ';
        return bool(expression.operands.map((operand) => this.condition(operand)).join(sign));
      }
      case 'not':
        return bool(`NOT ${this.condition(expression.operand)}`);
      case 'compare':
        return bool(
          compare(
            this.statement,
            expression.comparison,
            this.value(expression.left),
            this.value(expression.right),
          ),
        );
      case 'in':
        return bool(
          this.membership(
            this.value(expression.operand),
            expression.values.map((value) => this.value(value)),
          ),
        );
      case 'contains': {
        const substring = this.value(expression.substring);
        if (substring.kind === 'null') return { kind: 'null', sql: 'NULL' };
        const position = expression.ignoresCase ? 'positionCaseInsensitiveUTF8' : 'position';
        const input = textOf(this.value(expression.input));
        return bool(`${position}(${input}, ${textOf(substring)}) > 0`);
      }
    }
  }

  private literal(value: string | number | boolean | null): SqlValue {
    if (value === null) return { kind: 'null', sql: 'NULL' };
    if (typeof value === 'string') {
      return { kind: 'text', sql: this.statement.text(value), literal: value };
    }
    if (typeof value === 'number') {
      return { kind: 'number', sql: this.statement.bind('Float64', value) };
    }
    return { kind: 'bool', sql: value ? 'true' : 'false' };
  }

  private membership(input: SqlValue, values: readonly SqlValue[]): string {
    const isText = input.kind === 'text' || input.kind === 'json';
    const texts = values.flatMap(({ literal }) => (isText && literal !== undefined ? literal : []));
    const others = values.filter(({ literal }) => !isText || literal === undefined);
    const conditions = others.map((value) => compare(this.statement, 'eq', input, value));
    if (texts.length > 0) conditions.unshift(this.textAmong(input, texts));
    return conditions.length === 0 ? 'false' : conditions.join(' OR ');
  }

  private textAmong(input: SqlValue, texts: readonly string[]): string {
    const { stored } = input;
    if (stored === undefined || texts.length > MOST_ONE_BY_ONE) {
      return this.statement.among(textOf(input), texts);
    }
    return texts.map((text) => storedEquals(this.statement, stored, text)).join(' OR ');
  }
}

/** Whether a stored text is this one, without writing numbers as texts for every call. */
function storedEquals(
  statement: Statement,
  { number, text }: NonNullable<SqlValue['stored']>,
  wanted: string,
): string {
  if (wanted === '') return `(${text} = '' AND NOT isFinite(${number}))`;
  const literal = statement.text(wanted);
  const isText = `${text} = ${literal}`;
  if (!IS_NUMBER.test(wanted) || wanted === NEGATIVE_ZERO) return `(${isText})`;
  const parsed = `toFloat64OrZero(${literal})`;
  return `(${isText} OR (${number} = ${parsed} AND ${text} = '' AND toString(${parsed}) = ${literal}))`;
}

const bool = (sql: string): SqlValue => ({ kind: 'bool', sql: `(${sql})` });

function compare(
  statement: Statement,
  comparison: QueryComparison,
  left: SqlValue,
  right: SqlValue,
): string {
  if (left.kind === 'null' || right.kind === 'null') {
    if (comparison !== 'eq') return 'CAST(NULL AS Nullable(UInt8))';
    return `NOT ${exists(left)} AND NOT ${exists(right)}`;
  }
  const sign = SIGNS[comparison];
  if (left.kind === 'time' || right.kind === 'time') {
    return `${microsOf(statement, left)} ${sign} ${microsOf(statement, right)}`;
  }
  if (left.kind === 'number' || right.kind === 'number') {
    return `${numberOf(left)} ${sign} ${numberOf(right)}`;
  }
  if (comparison === 'eq') {
    if (left.stored && right.literal !== undefined)
      return storedEquals(statement, left.stored, right.literal);
    if (right.stored && left.literal !== undefined)
      return storedEquals(statement, right.stored, left.literal);
  }
  return `${comparableText(left)} ${sign} ${comparableText(right)}`;
}

/** Unknown where a condition is; anything else has a text. */
const comparableText = (value: SqlValue): string =>
  value.kind === 'bool' ? `if(isNull(${value.sql}), NULL, ${textOf(value)})` : textOf(value);

/** Whether there is a value. */
export function exists(value: SqlValue): string {
  switch (value.kind) {
    case 'null':
      return 'false';
    case 'text':
      return `(${value.sql} != '')`;
    case 'json':
      if (value.stored) return `(${value.stored.number} != inf)`;
      return `(${value.sql} NOT IN ('', 'null'))`;
    default:
      return `isNotNull(${value.sql})`;
  }
}

/** What is absent is ''. */
export function textOf(value: SqlValue): string {
  const { sql, stored } = value;
  if (stored) {
    const { number, text } = stored;
    return `if(${text} = '' AND isFinite(${number}), toString(${number}), ${text})`;
  }
  switch (value.kind) {
    case 'text':
      return sql;
    case 'json':
      return `multiIf(startsWith(${sql}, '"'), JSONExtractString(${sql}), ${sql} = 'null', '', ${sql})`;
    case 'number':
      return `ifNull(toString(${sql}), '')`;
    case 'time':
      return `ifNull(formatDateTime(fromUnixTimestamp64Micro(${sql}, 'UTC'), '%Y-%m-%dT%H:%i:%S.%fZ', 'UTC'), '')`;
    case 'bool':
      return `multiIf(isNull(${sql}), '', ifNull(${sql}, false), 'true', 'false')`;
    case 'null':
      return "''";
  }
}

/** Null where it is no number. */
export function numberOf(value: SqlValue): string {
  if (value.stored) {
    const { number } = value.stored;
    return `if(isFinite(${number}), toNullable(${number}), NULL)`;
  }
  switch (value.kind) {
    case 'number':
      return value.sql;
    case 'time':
      return `(${value.sql} / 1e6)`;
    case 'bool':
      return `toFloat64(${value.sql})`;
    case 'null':
      return 'CAST(NULL AS Nullable(Float64))';
    default: {
      const text = textOf(value);
      return `if(match(${text}, ${NUMBER}) AND isFinite(toFloat64OrZero(${text})), toFloat64OrNull(${text}), NULL)`;
    }
  }
}

function microsOf(statement: Statement, value: SqlValue): string {
  if (value.kind === 'time') return value.sql;
  if (value.literal === undefined) {
    const seconds = numberOf(value);
    // Past the range of 64 bits there is no time.
    return `if(abs(${seconds}) < 9e12, toInt64(round(${seconds} * 1e6)), NULL)`;
  }
  const micros = parseQueryTime(value.literal);
  if (micros === null || !Number.isSafeInteger(micros)) return 'CAST(NULL AS Nullable(Int64))';
  return statement.bind('Int64', micros);
}

function convert(value: SqlValue, to: QueryType): SqlValue {
  switch (to) {
    case 'double':
      return { kind: 'number', sql: numberOf(value) };
    case 'int':
      return { kind: 'number', sql: `trunc(${numberOf(value)})` };
    case 'string':
      return { kind: 'text', sql: textOf(value) };
    case 'exists':
      return bool(exists(value));
    case 'bool': {
      if (value.kind === 'bool') return value;
      if (value.kind === 'number') return bool(`${value.sql} != 0`);
      const text = `lower(${textOf(value)})`;
      return bool(
        `multiIf(${text} IN ('true', '1'), true, ${text} IN ('false', '0'), false, NULL)`,
      );
    }
  }
}

/** Items of a list, members of an object, characters of a text. */
function sizeOf(value: SqlValue): string {
  if (value.kind === 'text') return `toNullable(toFloat64(lengthUTF8(${value.sql})))`;
  if (value.kind !== 'json') return 'CAST(NULL AS Nullable(Float64))';
  const { sql } = value;
  return `multiIf(startsWith(${sql}, '"'), toNullable(toFloat64(lengthUTF8(JSONExtractString(${sql})))),
    startsWith(${sql}, '[') OR startsWith(${sql}, '{'), toNullable(toFloat64(JSONLength(${sql}))), NULL)`;
}
