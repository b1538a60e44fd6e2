import { kindOf, RUN_FILTER_LIMITS } from '../run-filter/parse.ts';
import type { RunComparison, RunField, RunFilter, RunFilterValue } from '../run-filter/types.ts';
import { ConditionReader, type Joined, readTime } from './condition-reader.ts';
import { readField } from './field.ts';
import { containsPattern } from './patterns.ts';

const COMPARISONS: ReadonlyMap<string, RunComparison> = new Map([
  ['>', 'gt'],
  ['>=', 'gte'],
  ['<', 'lt'],
  ['<=', 'lte'],
]);

/**
 * Reads a filter that a person wrote, for example
 *
 *     Config('lr') > 0.01 and (state = "finished" or tags in ["keep", "best"]) and not name =~ "^debug"
 *
 * Fields are called as in `RunField`, as `config.lr`, or as reports of W&B do: `Config("lr")`,
 * `SummaryMetric("loss")`, `Metric("state")`, `Tags()`. Operators: `= == != > >= < <= in not in
 * contains, not contains, =~ !~ matches`, `within_last 5 days`, `is set`, `is not set`; joined by `and or not` or `&& || !`.
 * An empty text means all runs.
 * @throws FilterTextError that names what is wrong and where
 */
export function parseFilterText(text: string): RunFilter {
  if (text.trim() === '') return { kind: 'and', filters: [] };
  return new Reader(text).whole();
}

class Reader extends ConditionReader<RunFilter> {
  protected joined(joined: Joined<RunFilter>): RunFilter {
    return joined;
  }

  protected condition(): RunFilter {
    const field = this.field();
    const { token } = this;
    if (token.kind === 'sign') {
      const comparison = COMPARISONS.get(token.text);
      if (comparison !== undefined) {
        this.next();
        return { kind: 'compare', field, comparison, value: this.value(field) };
      }
    }
    if (this.takeSign('=') || this.takeSign('==')) return this.equal(field);
    if (this.takeSign('!=')) return { kind: 'not', filter: this.equal(field) };
    if (this.takeSign('=~') || this.takeWord('matches')) return this.pattern(field, (text) => text);
    if (this.takeSign('!~')) {
      return { kind: 'not', filter: this.pattern(field, (text) => text) };
    }
    if (this.takeWord('contains')) return this.pattern(field, containsPattern);
    if (this.takeWord('in')) return this.list(field);
    if (this.takeWord('within_last')) return this.within(field);
    if (this.takeWord('is')) {
      const isNot = this.takeWord('not');
      if (!this.takeWord('set')) throw this.unexpected('“set”');
      const exists: RunFilter = { kind: 'exists', field, orNull: false };
      return isNot ? { kind: 'not', filter: exists } : exists;
    }
    if (this.takeWord('not')) {
      if (this.takeWord('in')) return { kind: 'not', filter: this.list(field) };
      if (this.takeWord('contains')) {
        return { kind: 'not', filter: this.pattern(field, containsPattern) };
      }
      if (this.takeWord('matches')) {
        return { kind: 'not', filter: this.pattern(field, (text) => text) };
      }
      throw this.unexpected('“in”, “contains” or “matches”');
    }
    throw this.unexpected('an operator, such as “=”, “>”, “contains” or “is set”');
  }

  /** A name, or a function of a name. */
  private field(): RunField {
    const { token } = this;
    if (token.kind !== 'name') throw this.unexpected('a field, such as “config.lr” or “state”');
    this.next();
    if (!this.takeSign('(')) return readField(token.text, null, token.from, token.to);
    const argument = this.token;
    let name = '';
    if (argument.kind === 'text' || argument.kind === 'name') {
      name = argument.text;
      this.next();
    }
    const end = this.token.to;
    if (!this.takeSign(')')) throw this.unexpected('“)”');
    return readField(token.text, name, token.from, end);
  }

  private equal(field: RunField): RunFilter {
    if (this.isWord('null') || this.isWord('none')) {
      this.next();
      return { kind: 'not', filter: { kind: 'exists', field, orNull: false } };
    }
    return { kind: 'in', field, values: [this.value(field)] };
  }

  private list(field: RunField): RunFilter {
    return { kind: 'in', field, values: this.listOf(() => this.value(field)) };
  }

  /** `5 days`. */
  private within(field: RunField): RunFilter {
    if (kindOf(field) !== 'time') {
      throw this.wrong(
        'Only times are within the last days or hours: “created within_last 5 days”.',
      );
    }
    return { kind: 'within', field, seconds: this.span() };
  }

  private pattern(field: RunField, toPattern: (text: string) => string): RunFilter {
    const { token } = this;
    if (kindOf(field) === 'number' || kindOf(field) === 'time') {
      throw this.wrong('Numbers and times are compared, not searched for texts.');
    }
    if (token.kind !== 'text') throw this.unexpected('a text in quotes');
    const pattern = toPattern(token.text);
    if (pattern.length > RUN_FILTER_LIMITS.pattern) {
      throw this.wrong(`This text is longer than ${RUN_FILTER_LIMITS.pattern} characters.`);
    }
    this.next();
    return { kind: 'matches', field, pattern };
  }

  private value(field: RunField): RunFilterValue {
    const { token } = this;
    const kind = kindOf(field);
    if (token.kind === 'number') {
      if (kind === 'text') throw this.wrong('This field is a text: put it in quotes.');
      this.next();
      return token.number;
    }
    if (token.kind === 'name') {
      const word = token.text.toLowerCase();
      if (kind !== 'text' && (word === 'true' || word === 'false')) {
        this.next();
        return Number(word === 'true');
      }
      if (kind === 'value' && word === 'infinity') {
        this.next();
        return Number.POSITIVE_INFINITY;
      }
    }
    if (token.kind !== 'text') throw this.unexpected('a number, or a text in quotes');
    if (kind === 'number') throw this.wrong('This field is a number: take the quotes away.');
    if (kind === 'time') {
      const millis = readTime(token.text);
      if (millis === null)
        throw this.wrong('This is no time like “2026-11-23” or “2026-11-23T16:04Z”.');
      this.next();
      return millis;
    }
    this.next();
    return token.text;
  }
}
