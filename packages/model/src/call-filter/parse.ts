import { ConditionReader, type Joined, readTime } from '../filter-text/condition-reader.ts';
import { CALL_FIELDS } from './fields.ts';
import type { CallCondition, CallFilterField, CallFilterValue, FilterFields } from './types.ts';

const COMPARISONS = new Map([
  ['>', 'gt'],
  ['>=', 'gte'],
  ['<', 'lt'],
  ['<=', 'lte'],
] as const);

/** Milliseconds in units of latencies. */
const DURATIONS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['min', 60_000],
  ['h', 3_600_000],
]);

/**
 * Reads a filter of calls that a person wrote, for example
 *
 *     status = "error" and latency > 2 s and (inputs.model in ["a", "b"] or output contains "sorry")
 *
 * Fields are those of `CALL_FIELD_NAMES` and paths into `inputs`, `output`, `attributes`, `summary`
 * and `feedback`; names with odd signs stand in backticks. Operators: `= != > >= < <= in, not in,
 * contains, not contains, within_last 5 days, is set, is not set`, joined by `and or not`. An empty
 * text means all calls.
 * @param fields others than those of calls, for what else is filtered in this language
 * @throws FilterTextError that names what is wrong and where
 */
export function parseCallFilter(text: string, fields: FilterFields = CALL_FIELDS): CallCondition {
  if (text.trim() === '') return { kind: 'and', filters: [] };
  return new Reader(text, fields).whole();
}

class Reader extends ConditionReader<CallCondition> {
  private readonly fields: FilterFields;

  constructor(text: string, fields: FilterFields) {
    super(text);
    this.fields = fields;
  }

  protected joined(joined: Joined<CallCondition>): CallCondition {
    return joined;
  }

  protected condition(): CallCondition {
    const field = this.field();
    const { token } = this;
    const comparison =
      token.kind === 'sign' ? COMPARISONS.get(token.text as '>' | '>=' | '<' | '<=') : undefined;
    if (comparison !== undefined) {
      this.next();
      return { kind: 'compare', field, comparison, value: this.value(field) };
    }
    if (this.takeSign('=') || this.takeSign('==')) return this.equal(field);
    if (this.takeSign('!=')) return { kind: 'not', filter: this.equal(field) };
    if (this.takeWord('contains')) return this.contains(field);
    if (this.takeWord('in')) return this.list(field);
    if (this.takeWord('within_last')) return this.within(field);
    if (this.takeWord('is')) {
      const isNot = this.takeWord('not');
      if (!this.takeWord('set')) throw this.unexpected('“set”');
      const exists: CallCondition = { kind: 'exists', field };
      return isNot ? { kind: 'not', filter: exists } : exists;
    }
    if (this.takeWord('not')) {
      if (this.takeWord('in')) return { kind: 'not', filter: this.list(field) };
      if (this.takeWord('contains')) return { kind: 'not', filter: this.contains(field) };
      throw this.unexpected('“in” or “contains”');
    }
    throw this.unexpected('an operator, such as “=”, “>”, “contains” or “is set”');
  }

  private field(): CallFilterField {
    const { token } = this;
    if (token.kind !== 'name') throw this.unexpected('a field, such as “status” or “inputs.model”');
    const field = this.fields.read(token.text);
    if (field === null) throw this.wrong(`“${token.text}” is no field here. ${this.fields.hint}`);
    this.next();
    return field;
  }

  private equal(field: CallFilterField): CallCondition {
    if (this.takeWord('null') || this.takeWord('none')) {
      return { kind: 'not', filter: { kind: 'exists', field } };
    }
    return { kind: 'in', field, values: [this.value(field)] };
  }

  private list(field: CallFilterField): CallCondition {
    return { kind: 'in', field, values: this.listOf(() => this.value(field)) };
  }

  private contains(field: CallFilterField): CallCondition {
    const { token } = this;
    if (field.kind === 'time' || field.kind === 'duration' || field.kind === 'number') {
      throw this.wrong('Numbers and times are compared, not searched for texts.');
    }
    if (token.kind !== 'text') throw this.unexpected('a text in quotes');
    this.next();
    return { kind: 'contains', field, text: token.text };
  }

  private within(field: CallFilterField): CallCondition {
    if (field.kind === 'time') return { kind: 'within', field, seconds: this.span() };
    throw this.wrong('Only times are within the last days or hours: “started within_last 5 days”.');
  }

  private value(field: CallFilterField): CallFilterValue {
    const { token } = this;
    const { kind } = field;
    const isText = kind === 'text' || kind === 'op' || kind === 'user';
    if (token.kind === 'number') {
      if (isText) throw this.wrong('This field is a text: put it in quotes.');
      this.next();
      return kind === 'duration' ? token.number * this.duration() : token.number;
    }
    const word = token.kind === 'name' ? token.text.toLowerCase() : '';
    if (kind === 'value' && (word === 'true' || word === 'false')) {
      this.next();
      return word === 'true';
    }
    if (token.kind !== 'text') throw this.unexpected('a number, or a text in quotes');
    if (kind === 'number' || kind === 'duration') {
      throw this.wrong('This field is a number: take the quotes away.');
    }
    if (kind !== 'time') {
      this.next();
      return token.text;
    }
    const millis = readTime(token.text);
    if (millis === null) {
      throw this.wrong('This is no time like “2026-11-23” or “2026-11-23T16:04Z”.');
    }
    this.next();
    return millis;
  }

  /** The unit behind a number; milliseconds when there is none. */
  private duration(): number {
    const { token } = this;
    const factor = token.kind === 'name' ? DURATIONS.get(token.text.toLowerCase()) : undefined;
    if (factor === undefined) return 1;
    this.next();
    return factor;
  }
}
