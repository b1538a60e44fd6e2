import { type ExactJson, stringifyExact } from '../exact-json.ts';
import { compareCodePoints, satisfies } from '../text-order.ts';
import type { QueryComparison, QueryExpression, QueryLiteral, QueryType } from './types.ts';

/**
 * A value as conditions see it. A text of null and an empty one are the same; JSON that is null and
 * JSON that is absent are the same. Times are microseconds since the epoch.
 */
export type QueryValue =
  /** Only what stands in the query itself is read as a time. */
  | { readonly kind: 'text'; readonly text: string; readonly isLiteral?: boolean }
  | { readonly kind: 'number'; readonly number: number | null }
  | { readonly kind: 'time'; readonly micros: number | null }
  | { readonly kind: 'bool'; readonly bool: boolean | null }
  /** `text` where the whole is looked at as it was sent. */
  | { readonly kind: 'json'; readonly json: ExactJson | undefined; readonly text?: string }
  | { readonly kind: 'null' };

/**
 * Whether a row is meant; null where that is unknown, which is not meant either. The reference that
 * the engines are tested against.
 *
 * A value of JSON is compared as text: what is absent is '', true is 'true', lists and objects are
 * compact JSON. Beside a number it is read as a number, and what is none is unknown; beside null it
 * is asked whether it is there. A time is compared with unix seconds or with an ISO 8601 text.
 */
export function evaluateQuery<Field>(
  expression: QueryExpression<Field>,
  read: (field: Field) => QueryValue,
): boolean | null {
  const value = evaluate(expression, read);
  if (value.kind === 'bool') return value.bool;
  return value.kind === 'null' ? null : false;
}

function evaluate<Field>(
  expression: QueryExpression<Field>,
  read: (field: Field) => QueryValue,
): QueryValue {
  const of = (operand: QueryExpression<Field>): QueryValue => evaluate(operand, read);
  switch (expression.kind) {
    case 'literal':
      return literalValue(expression.value);
    case 'field':
      return read(expression.field);
    case 'convert':
      return convert(of(expression.input), expression.to);
    case 'size':
      return { kind: 'number', number: sizeOf(of(expression.input)) };
    case 'and':
    case 'or':
      return bool(
        join(
          expression.kind,
          expression.operands.map((operand) => evaluateQuery(operand, read)),
        ),
      );
    case 'not': {
      const known = evaluateQuery(expression.operand, read);
      return bool(known === null ? null : !known);
    }
    case 'compare':
      return bool(compare(expression.comparison, of(expression.left), of(expression.right)));
    case 'in': {
      const input = of(expression.operand);
      const found = expression.values.map((value) => compare('eq', input, of(value)));
      return bool(join('or', found));
    }
    case 'contains': {
      const substring = of(expression.substring);
      if (substring.kind === 'null') return bool(null);
      const [input, wanted] = [textOf(of(expression.input)), textOf(substring)].map((text) =>
        expression.ignoresCase ? text.toLowerCase() : text,
      );
      return bool((input ?? '').includes(wanted ?? ''));
    }
  }
}

const bool = (value: boolean | null): QueryValue => ({ kind: 'bool', bool: value });

function literalValue(value: QueryLiteral): QueryValue {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'string') return { kind: 'text', text: value, isLiteral: true };
  if (typeof value === 'number') return { kind: 'number', number: value };
  return { kind: 'bool', bool: value };
}

/** True wins over unknown in `or`, false in `and`. An empty list is neither. */
function join(kind: 'and' | 'or', known: readonly (boolean | null)[]): boolean | null {
  const winner = kind === 'or';
  if (known.includes(winner)) return winner;
  return known.includes(null) ? null : !winner;
}

function compare(comparison: QueryComparison, left: QueryValue, right: QueryValue): boolean | null {
  if (left.kind === 'null' || right.kind === 'null') {
    if (comparison !== 'eq') return null;
    return !exists(left) && !exists(right);
  }
  if (left.kind === 'time' || right.kind === 'time') {
    return ordered(comparison, microsOf(left), microsOf(right));
  }
  if (left.kind === 'number' || right.kind === 'number') {
    return ordered(comparison, numberOf(left), numberOf(right));
  }
  if (isUnknown(left) || isUnknown(right)) return null;
  return ordered(comparison, textOf(left), textOf(right));
}

const isUnknown = (value: QueryValue): boolean => value.kind === 'bool' && value.bool === null;

function ordered<T extends string | number>(
  comparison: QueryComparison,
  left: T | null,
  right: T | null,
): boolean | null {
  if (left === null || right === null) return null;
  const order =
    typeof left === 'string' && typeof right === 'string'
      ? compareCodePoints(left, right)
      : Number(left) - Number(right);
  return comparison === 'eq' ? order === 0 : satisfies(order, comparison);
}

/** What stands at a path; segments of digits are places in lists. */
export function valueAtPath(json: ExactJson, path: readonly string[]): ExactJson | undefined {
  let value: ExactJson | undefined = json;
  for (const segment of path) {
    if (value instanceof Map) value = value.get(segment);
    else if (Array.isArray(value) && /^\d+$/.test(segment)) value = value[Number(segment)];
    else return undefined;
  }
  return value;
}

function exists(value: QueryValue): boolean {
  switch (value.kind) {
    case 'null':
      return false;
    case 'text':
      return value.text !== '';
    case 'number':
      return value.number !== null;
    case 'time':
      return value.micros !== null;
    case 'bool':
      return value.bool !== null;
    case 'json':
      return value.json !== undefined && value.json !== null;
  }
}

/** What is absent is ''. */
function textOf(value: QueryValue): string {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return value.number === null ? '' : engineNumber(value.number);
    case 'time':
      return value.micros === null ? '' : isoText(value.micros);
    case 'bool':
      return value.bool === null ? '' : String(value.bool);
    case 'json':
      return value.text ?? jsonText(value.json);
    case 'null':
      return '';
  }
}

function jsonText(json: ExactJson | undefined): string {
  if (json === undefined || json === null) return '';
  if (typeof json === 'string') return json;
  if (typeof json === 'number') return engineNumber(json);
  return stringifyExact(json);
}

/** As the engine writes a double: no plus in exponents. */
const engineNumber = (value: number): string =>
  Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');

const isoText = (micros: number): string => {
  const millis = Math.floor(micros / 1000);
  const rest = String(micros - millis * 1000).padStart(3, '0');
  return new Date(millis).toISOString().replace('Z', `${rest}Z`);
};

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function numberOf(value: QueryValue): number | null {
  if (value.kind === 'number') return value.number;
  if (value.kind === 'time') return value.micros === null ? null : value.micros / 1e6;
  if (value.kind === 'null') return null;
  if (value.kind === 'bool') return value.bool === null ? null : Number(value.bool);
  const text = textOf(value);
  if (!NUMBER.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

function microsOf(value: QueryValue): number | null {
  if (value.kind === 'time') return value.micros;
  if (value.kind === 'text' && value.isLiteral) return parseQueryTime(value.text);
  const seconds = numberOf(value);
  return seconds === null ? null : Math.round(seconds * 1e6);
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Microseconds of an ISO 8601 text, in UTC unless it says otherwise; null when it is none. Unix seconds are read too. */
export function parseQueryTime(text: string): number | null {
  if (NUMBER.test(text)) return Math.round(Number(text) * 1e6);
  const found = ISO.exec(text);
  if (!found) return null;
  const iso = text.replace(' ', 'T');
  const millis = Date.parse(iso.includes('T') && found[1] === undefined ? `${iso}Z` : iso);
  if (Number.isNaN(millis)) return null;
  const digits = /\.(\d+)/.exec(text)?.[1] ?? '';
  const micros = Number(digits.padEnd(6, '0').slice(3, 6));
  return millis * 1000 + micros;
}

function convert(value: QueryValue, to: QueryType): QueryValue {
  switch (to) {
    case 'double':
      return { kind: 'number', number: numberOf(value) };
    case 'int': {
      const number = numberOf(value);
      return { kind: 'number', number: number === null ? null : Math.trunc(number) };
    }
    case 'string':
      return { kind: 'text', text: textOf(value) };
    case 'bool':
      return bool(boolOf(value));
    case 'exists':
      return bool(exists(value));
  }
}

function boolOf(value: QueryValue): boolean | null {
  if (value.kind === 'bool') return value.bool;
  if (value.kind === 'number') return value.number === null ? null : value.number !== 0;
  const text = textOf(value).toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : null;
}

/** Items of a list, members of an object, characters of a text; null of what has no size. */
function sizeOf(value: QueryValue): number | null {
  if (value.kind === 'text') return [...value.text].length;
  if (value.kind !== 'json') return null;
  const { json } = value;
  if (typeof json === 'string') return [...json].length;
  if (Array.isArray(json)) return json.length;
  return json instanceof Map ? json.size : null;
}
