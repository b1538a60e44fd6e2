import { kindOf, RUN_FILTER_LIMITS } from '../run-filter/parse.ts';
import type { RunComparison, RunField, RunFilter, RunFilterValue } from '../run-filter/types.ts';
import { FilterTextError } from './error.ts';
import { readField } from './field.ts';
import { containsPattern } from './patterns.ts';
import { type Token, tokenize } from './tokens.ts';

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
  const reader = new Reader(tokenize(text));
  return reader.whole();
}

class Reader {
  private readonly tokens: readonly Token[];
  private at = 0;
  private conditions = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): RunFilter {
    const filter = this.or(0);
    if (this.token.kind !== 'end') throw this.unexpected('“and”, “or” or the end');
    return filter;
  }

  private or(depth: number): RunFilter {
    const filters = [this.and(depth)];
    while (this.takeWord('or') || this.takeSign('||')) filters.push(this.and(depth));
    return joined('or', filters);
  }

  private and(depth: number): RunFilter {
    const filters = [this.not(depth)];
    while (this.takeWord('and') || this.takeSign('&&')) filters.push(this.not(depth));
    return joined('and', filters);
  }

  private not(depth: number): RunFilter {
    if (depth > RUN_FILTER_LIMITS.depth) {
      throw this.wrong(`Brackets are nested deeper than ${RUN_FILTER_LIMITS.depth} levels.`);
    }
    if (this.takeWord('not') || this.takeSign('!')) {
      return { kind: 'not', filter: this.not(depth + 1) };
    }
    if (this.takeSign('(')) {
      const filter = this.or(depth + 1);
      if (!this.takeSign(')')) throw this.unexpected('“)”');
      return filter;
    }
    return this.condition();
  }

  private condition(): RunFilter {
    this.conditions += 1;
    if (this.conditions > RUN_FILTER_LIMITS.conditions) {
      throw this.wrong(`There are more than ${RUN_FILTER_LIMITS.conditions} conditions.`);
    }
    const field = this.field();
    const { token } = this;
    if (token.kind === 'sign') {
      const comparison = COMPARISONS.get(token.text);
      if (comparison !== undefined) {
        this.at += 1;
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
    this.at += 1;
    if (!this.takeSign('(')) return readField(token.text, null, token.from, token.to);
    const argument = this.token;
    let name = '';
    if (argument.kind === 'text' || argument.kind === 'name') {
      name = argument.text;
      this.at += 1;
    }
    const end = this.token.to;
    if (!this.takeSign(')')) throw this.unexpected('“)”');
    return readField(token.text, name, token.from, end);
  }

  private equal(field: RunField): RunFilter {
    if (this.isWord('null') || this.isWord('none')) {
      this.at += 1;
      return { kind: 'not', filter: { kind: 'exists', field, orNull: false } };
    }
    return { kind: 'in', field, values: [this.value(field)] };
  }

  private list(field: RunField): RunFilter {
    const closing = this.takeSign('[') ? ']' : this.takeSign('(') ? ')' : null;
    if (closing === null) throw this.unexpected('a list, such as ["a", "b"]');
    const values: RunFilterValue[] = [];
    while (!this.takeSign(closing)) {
      if (values.length > 0 && !this.takeSign(',')) throw this.unexpected(`“,” or “${closing}”`);
      values.push(this.value(field));
      if (values.length > RUN_FILTER_LIMITS.values) {
        throw this.wrong(`The list has more than ${RUN_FILTER_LIMITS.values} values.`);
      }
    }
    return { kind: 'in', field, values };
  }

  /** `5 days`; W&B's filters write the unit in quotes, too. */
  private within(field: RunField): RunFilter {
    if (kindOf(field) !== 'time') {
      throw this.wrong(
        'Only times are within the last days or hours: “created within_last 5 days”.',
      );
    }
    const amount = this.token;
    if (amount.kind !== 'number' || amount.number < 0) {
      throw this.unexpected('a number, as in “5 days”');
    }
    this.at += 1;
    const { token } = this;
    const word = token.kind === 'name' || token.kind === 'text' ? token.text.toLowerCase() : '';
    const size = TIME_UNITS.find(([unit]) => unit === word || unit === `${word}s`)?.[1];
    if (size === undefined) throw this.unexpected('“days”, “hours”, “minutes” or “seconds”');
    this.at += 1;
    return { kind: 'within', field, seconds: amount.number * size };
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
    this.at += 1;
    return { kind: 'matches', field, pattern };
  }

  private value(field: RunField): RunFilterValue {
    const { token } = this;
    const kind = kindOf(field);
    if (token.kind === 'number') {
      if (kind === 'text') throw this.wrong('This field is a text: put it in quotes.');
      this.at += 1;
      return token.number;
    }
    if (token.kind === 'name') {
      const word = token.text.toLowerCase();
      if (kind !== 'text' && (word === 'true' || word === 'false')) {
        this.at += 1;
        return Number(word === 'true');
      }
      if (kind === 'value' && word === 'infinity') {
        this.at += 1;
        return Number.POSITIVE_INFINITY;
      }
    }
    if (token.kind !== 'text') throw this.unexpected('a number, or a text in quotes');
    if (kind === 'number') throw this.wrong('This field is a number: take the quotes away.');
    if (kind === 'time') {
      const millis = readTime(token.text);
      if (millis === null)
        throw this.wrong('This is no time like “2026-11-23” or “2026-11-23T16:04Z”.');
      this.at += 1;
      return millis;
    }
    this.at += 1;
    return token.text;
  }

  private get token(): Token {
    const token = this.tokens[this.at];
    if (token === undefined) throw new Error('A filter was read past its end');
    return token;
  }

  private isWord(word: string): boolean {
    const { token } = this;
    return token.kind === 'name' && token.text.toLowerCase() === word;
  }

  private takeWord(word: string): boolean {
    const isIt = this.isWord(word);
    if (isIt) this.at += 1;
    return isIt;
  }

  private takeSign(sign: string): boolean {
    const isIt = this.token.kind === 'sign' && this.token.text === sign;
    if (isIt) this.at += 1;
    return isIt;
  }

  private wrong(message: string): FilterTextError {
    return new FilterTextError(message, this.token.from, this.token.to);
  }

  private unexpected(expected: string): FilterTextError {
    const { token } = this;
    return this.wrong(
      token.kind === 'end'
        ? `The filter ends where ${expected} should come.`
        : `Here should come ${expected}.`,
    );
  }
}

/** Units of spans with their seconds, longest first. */
export const TIME_UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
];

function joined(kind: 'and' | 'or', filters: readonly RunFilter[]): RunFilter {
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : { kind, filters };
}

const TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Times are in UTC unless they say otherwise. Milliseconds since the epoch; null for no time. */
function readTime(text: string): number | null {
  const found = TIME.exec(text);
  if (found === null) return null;
  const iso = text.replace(' ', 'T');
  const millis = Date.parse(iso.includes('T') && found[1] === undefined ? `${iso}Z` : iso);
  return Number.isNaN(millis) ? null : millis;
}
