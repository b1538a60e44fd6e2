import { RUN_FILTER_LIMITS } from '../run-filter/parse.ts';
import { FilterTextError } from './error.ts';
import { type Token, tokenize } from './tokens.ts';

/** What conditions are joined to. */
export type Joined<Filter> =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter };

/** Reads conditions joined by `and`, `or`, `not` and brackets, whatever a condition is. */
export abstract class ConditionReader<Filter> {
  private readonly tokens: readonly Token[];
  private at = 0;
  private conditions = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  /** @throws FilterTextError that names what is wrong and where */
  whole(): Filter {
    const filter = this.or(0);
    if (this.token.kind !== 'end') throw this.unexpected('“and”, “or” or the end');
    return filter;
  }

  protected abstract condition(): Filter;
  protected abstract joined(joined: Joined<Filter>): Filter;

  private or(depth: number): Filter {
    const filters = [this.and(depth)];
    while (this.takeWord('or') || this.takeSign('||')) filters.push(this.and(depth));
    return this.several('or', filters);
  }

  private and(depth: number): Filter {
    const filters = [this.not(depth)];
    while (this.takeWord('and') || this.takeSign('&&')) filters.push(this.not(depth));
    return this.several('and', filters);
  }

  private several(kind: 'and' | 'or', filters: readonly Filter[]): Filter {
    const [only] = filters;
    return filters.length === 1 && only !== undefined ? only : this.joined({ kind, filters });
  }

  private not(depth: number): Filter {
    if (depth > RUN_FILTER_LIMITS.depth) {
      throw this.wrong(`Brackets are nested deeper than ${RUN_FILTER_LIMITS.depth} levels.`);
    }
    if (this.takeWord('not') || this.takeSign('!')) {
      return this.joined({ kind: 'not', filter: this.not(depth + 1) });
    }
    if (this.takeSign('(')) {
      const filter = this.or(depth + 1);
      if (!this.takeSign(')')) throw this.unexpected('“)”');
      return filter;
    }
    this.conditions += 1;
    if (this.conditions > RUN_FILTER_LIMITS.conditions) {
      throw this.wrong(`There are more than ${RUN_FILTER_LIMITS.conditions} conditions.`);
    }
    return this.condition();
  }

  /** A list in brackets of either kind. */
  protected listOf<Value>(read: () => Value): Value[] {
    const closing = this.takeSign('[') ? ']' : this.takeSign('(') ? ')' : null;
    if (closing === null) throw this.unexpected('a list, such as ["a", "b"]');
    const values: Value[] = [];
    while (!this.takeSign(closing)) {
      if (values.length > 0 && !this.takeSign(',')) throw this.unexpected(`“,” or “${closing}”`);
      values.push(read());
      if (values.length > RUN_FILTER_LIMITS.values) {
        throw this.wrong(`The list has more than ${RUN_FILTER_LIMITS.values} values.`);
      }
    }
    return values;
  }

  /** `5 days`, in seconds; W&B's filters write the unit in quotes, too. */
  protected span(): number {
    const amount = this.token;
    if (amount.kind !== 'number' || amount.number < 0) {
      throw this.unexpected('a number, as in “5 days”');
    }
    this.next();
    const { token } = this;
    const word = token.kind === 'name' || token.kind === 'text' ? token.text.toLowerCase() : '';
    const size = TIME_UNITS.find(([unit]) => unit === word || unit === `${word}s`)?.[1];
    if (size === undefined) throw this.unexpected('“days”, “hours”, “minutes” or “seconds”');
    this.next();
    return amount.number * size;
  }

  protected get token(): Token {
    const token = this.tokens[this.at];
    if (token === undefined) throw new Error('A filter was read past its end');
    return token;
  }

  protected next(): void {
    this.at += 1;
  }

  protected isWord(word: string): boolean {
    const { token } = this;
    return token.kind === 'name' && token.text.toLowerCase() === word;
  }

  protected takeWord(word: string): boolean {
    const isIt = this.isWord(word);
    if (isIt) this.at += 1;
    return isIt;
  }

  protected takeSign(sign: string): boolean {
    const isIt = this.token.kind === 'sign' && this.token.text === sign;
    if (isIt) this.at += 1;
    return isIt;
  }

  protected wrong(message: string): FilterTextError {
    return new FilterTextError(message, this.token.from, this.token.to);
  }

  protected unexpected(expected: string): FilterTextError {
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

/** A span in the largest unit that gives a whole number. */
export function formatSpan(seconds: number): string {
  const [unit, size] = TIME_UNITS.find(([, size]) => seconds % size === 0) ?? ['seconds', 1];
  return `${seconds / size} ${unit}`;
}

const TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Times are in UTC unless they say otherwise. Milliseconds since the epoch; null for no time. */
export function readTime(text: string): number | null {
  const found = TIME.exec(text);
  if (found === null) return null;
  const iso = text.replace(' ', 'T');
  const millis = Date.parse(iso.includes('T') && found[1] === undefined ? `${iso}Z` : iso);
  return Number.isNaN(millis) ? null : millis;
}
