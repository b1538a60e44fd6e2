import { type ExactJson, parseExactJson } from '../exact-json.ts';
import { describeField, parseRunField } from './fields.ts';
import {
  RUN_ATTRIBUTES,
  type RunComparison,
  type RunField,
  type RunFilter,
  RunFilterError,
  type RunFilterValue,
} from './types.ts';

/** Bounds of one filter: what a person or a program writes stays far below. */
export const RUN_FILTER_LIMITS = { depth: 32, conditions: 500, values: 5_000, pattern: 1_000 };

/** A thousand years: what is longer is a mistake, and would be no time any more. */
const MAX_SECONDS = 3.2e10;

const EVERYTHING: RunFilter = { kind: 'and', filters: [] };

const COMPARISONS: ReadonlyMap<string, RunComparison> = new Map([
  ['$gt', 'gt'],
  ['$gte', 'gte'],
  ['$lt', 'lt'],
  ['$lte', 'lte'],
]);

const OPERATORS = '$eq $ne $gt $gte $lt $lte $in $nin $exists $regex $contains $within $not';
const JOINERS = '$and $or $nor $not';

/**
 * Reads a filter in Mongo's grammar; no text, `null` and `{}` mean all runs.
 * @throws RunFilterError that names what is wrong
 */
export function parseRunFilter(text: string | null | undefined): RunFilter {
  if (text === null || text === undefined || text.trim() === '') return EVERYTHING;
  let value: ExactJson;
  try {
    value = parseExactJson(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RunFilterError(`The filter is not JSON: ${reason}.`);
  }
  return value === null ? EVERYTHING : new Reader().filter(value, 0);
}

/** Reads one filter and counts what it holds. */
class Reader {
  private conditions = 0;
  private values = 0;

  filter(value: ExactJson, depth: number): RunFilter {
    if (depth > RUN_FILTER_LIMITS.depth) {
      throw new RunFilterError(
        `The filter is nested deeper than ${RUN_FILTER_LIMITS.depth} levels.`,
      );
    }
    if (!(value instanceof Map)) {
      throw new RunFilterError(`A filter must be an object, not ${describe(value)}.`);
    }
    return and([...value].map(([key, operand]) => this.member(key, operand, depth)));
  }

  private member(key: string, operand: ExactJson, depth: number): RunFilter {
    switch (key) {
      case '$and':
        return and(this.filters(key, operand, depth));
      case '$or':
        return { kind: 'or', filters: this.filters(key, operand, depth) };
      case '$nor':
        return not({ kind: 'or', filters: this.filters(key, operand, depth) });
      case '$not':
        return not(this.filter(operand, depth + 1));
    }
    if (key.startsWith('$')) {
      throw new RunFilterError(
        `There is no operator ${JSON.stringify(key)} that joins filters. There are: ${JOINERS}. Others stand behind a field, as in {"state": {"$ne": "running"}}.`,
      );
    }
    return this.field(parseRunField(key), operand, depth);
  }

  private filters(operator: string, operand: ExactJson, depth: number): RunFilter[] {
    if (!Array.isArray(operand)) {
      throw new RunFilterError(`${operator} takes a list of filters, not ${describe(operand)}.`);
    }
    return operand.map((item) => this.filter(item, depth + 1));
  }

  private field(field: RunField, operand: ExactJson, depth: number): RunFilter {
    if (!(operand instanceof Map)) return this.equal(field, '$eq', [operand]);
    if (operand.size === 0) {
      throw new RunFilterError(
        `${describeField(field)} is compared with an empty object. Name an operator: ${OPERATORS}.`,
      );
    }
    const options = operand.get('$options');
    if (options !== undefined && !operand.has('$regex')) {
      throw new RunFilterError(`$options stands only beside $regex.`);
    }
    const conditions = [...operand]
      .filter(([operator]) => operator !== '$options')
      .map(([operator, value]) =>
        operator === '$regex'
          ? this.regex(field, value, options)
          : operator === '$contains'
            ? this.regex(field, typeof value === 'string' ? literally(value) : value, undefined)
            : this.operator(field, operator, value, depth),
      );
    return and(conditions);
  }

  private operator(
    field: RunField,
    operator: string,
    operand: ExactJson,
    depth: number,
  ): RunFilter {
    const comparison = COMPARISONS.get(operator);
    if (comparison !== undefined) {
      this.count(1);
      return { kind: 'compare', field, comparison, value: toValue(field, operator, operand) };
    }
    switch (operator) {
      case '$eq':
        return this.equal(field, operator, [operand]);
      case '$ne':
        return not(this.equal(field, operator, [operand]));
      case '$in':
        return this.equal(field, operator, this.list(field, operator, operand));
      case '$nin':
        return not(this.equal(field, operator, this.list(field, operator, operand)));
      case '$within':
        return this.within(field, operand);
      case '$exists':
        return this.exists(field, operand);
      case '$not':
        if (!(operand instanceof Map)) {
          throw new RunFilterError(
            `$not of ${describeField(field)} takes an object with operators, not ${describe(operand)}.`,
          );
        }
        if (depth >= RUN_FILTER_LIMITS.depth) {
          throw new RunFilterError(
            `The filter is nested deeper than ${RUN_FILTER_LIMITS.depth} levels.`,
          );
        }
        return not(this.field(field, operand, depth + 1));
    }
    throw new RunFilterError(
      `There is no operator ${JSON.stringify(operator)} for ${describeField(field)}. There are: ${OPERATORS}.`,
    );
  }

  /** Null is equal to a field that is null or missing. */
  private equal(field: RunField, operator: string, operands: readonly ExactJson[]): RunFilter {
    this.count(1);
    const values: RunFilterValue[] = [];
    let orMissing = false;
    for (const operand of operands) {
      const value = operand === null ? null : toValue(field, operator, operand);
      if (value === null || isMissing(field, value)) orMissing = true;
      else values.push(value);
    }
    const one: RunFilter = { kind: 'in', field, values };
    if (!orMissing) return one;
    const missing = not({ kind: 'exists', field, orNull: false });
    return values.length === 0 ? missing : { kind: 'or', filters: [missing, one] };
  }

  private list(field: RunField, operator: string, operand: ExactJson): readonly ExactJson[] {
    if (Array.isArray(operand)) {
      this.values += operand.length;
      if (this.values > RUN_FILTER_LIMITS.values) {
        throw new RunFilterError(`The filter lists more than ${RUN_FILTER_LIMITS.values} values.`);
      }
      return operand;
    }
    throw new RunFilterError(
      `${operator} of ${describeField(field)} takes a list of values, not ${describe(operand)}.`,
    );
  }

  private exists(field: RunField, operand: ExactJson): RunFilter {
    this.count(1);
    if (typeof operand !== 'boolean') {
      throw new RunFilterError(
        `$exists of ${describeField(field)} takes true or false, not ${describe(operand)}.`,
      );
    }
    const exists: RunFilter = { kind: 'exists', field, orNull: true };
    return operand ? exists : not(exists);
  }

  private within(field: RunField, operand: ExactJson): RunFilter {
    this.count(1);
    if (kindOf(field) !== 'time') {
      throw new RunFilterError(
        `$within looks at times, such as createdAt; ${describeField(field)} is none.`,
      );
    }
    if (typeof operand !== 'number' || !(operand >= 0 && operand <= MAX_SECONDS)) {
      throw new RunFilterError(
        `$within of ${describeField(field)} takes a number of seconds, not ${describe(operand)}.`,
      );
    }
    return { kind: 'within', field, seconds: operand };
  }

  private regex(field: RunField, pattern: ExactJson, options: ExactJson | undefined): RunFilter {
    this.count(1);
    const name = describeField(field);
    if (field.kind === 'attribute' && RUN_ATTRIBUTES[field.name] !== 'text') {
      throw new RunFilterError(`$regex looks at texts, and ${name} is a ${kindOf(field)}.`);
    }
    if (typeof pattern !== 'string') {
      throw new RunFilterError(`$regex of ${name} takes a text, not ${describe(pattern)}.`);
    }
    if (pattern.length > RUN_FILTER_LIMITS.pattern) {
      throw new RunFilterError(
        `The pattern of ${name} is longer than ${RUN_FILTER_LIMITS.pattern} characters.`,
      );
    }
    if (options === undefined || options === '') return { kind: 'matches', field, pattern };
    if (typeof options !== 'string' || !/^[ims]+$/.test(options)) {
      throw new RunFilterError(
        `$options of ${name} takes the letters i, m and s, not ${describe(options)}.`,
      );
    }
    return { kind: 'matches', field, pattern: `(?${options})${pattern}` };
  }

  private count(conditions: number): void {
    this.conditions += conditions;
    if (this.conditions > RUN_FILTER_LIMITS.conditions) {
      throw new RunFilterError(
        `The filter has more than ${RUN_FILTER_LIMITS.conditions} conditions.`,
      );
    }
  }
}

const not = (filter: RunFilter): RunFilter => ({ kind: 'not', filter });

function and(filters: readonly RunFilter[]): RunFilter {
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : { kind: 'and', filters };
}

/** Attributes that are not set are kept as empty texts. */
function isMissing(field: RunField, value: RunFilterValue): boolean {
  return field.kind === 'attribute' && value === '';
}

function toValue(field: RunField, operator: string, operand: ExactJson): RunFilterValue {
  const name = describeField(field);
  const wanted = kindOf(field);
  const value = typeof operand === 'boolean' ? Number(operand) : operand;
  if (wanted === 'time') return toMillis(name, operator, value);
  if (wanted === 'text' && typeof value === 'string') return value;
  if (wanted !== 'text' && (typeof value === 'number' || typeof value === 'bigint')) {
    if (!Number.isNaN(value)) return Number(value);
    throw new RunFilterError(`${operator} of ${name}: nothing is equal to NaN, or above or below.`);
  }
  if (wanted === 'value' && typeof value === 'string') return value;
  const expected = wanted === 'value' ? 'text or a number' : wanted;
  throw new RunFilterError(`${operator} of ${name} takes a ${expected}, not ${describe(operand)}.`);
}

/** What the values of a field are; those of configs and summaries may be anything. */
export function kindOf(field: RunField): 'text' | 'time' | 'number' | 'value' {
  if (field.kind === 'attribute') return RUN_ATTRIBUTES[field.name];
  return field.kind === 'tags' ? 'text' : 'value';
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Times are ISO 8601, in UTC unless they say otherwise, or milliseconds since the epoch. */
function toMillis(name: string, operator: string, value: ExactJson): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string') {
    const found = ISO.exec(value);
    const iso = value.replace(' ', 'T');
    const hasTime = iso.includes('T');
    const millis = found ? Date.parse(hasTime && found[1] === undefined ? `${iso}Z` : iso) : NaN;
    if (!Number.isNaN(millis)) return millis;
  }
  throw new RunFilterError(
    `${operator} of ${name} takes a time like "2026-11-23T16:04:27Z", not ${describe(value)}.`,
  );
}

function describe(value: ExactJson): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Map) return 'an object';
  if (typeof value === 'string') {
    return `the text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`;
  }
  return String(value);
}

/** A pattern that is found where the text is. */
const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
