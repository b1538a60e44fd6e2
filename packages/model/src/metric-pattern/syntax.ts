/** What is wrong with a pattern and where (from 0), in words for who wrote it. */
export class PatternError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.name = 'PatternError';
    this.at = at;
  }
}

/** Signs by their code points, as ranges with both ends. */
export interface SignSet {
  readonly ranges: readonly (readonly [number, number])[];
  readonly isNegated: boolean;
}

/** What a pattern says. */
export type Pattern =
  | { readonly kind: 'sign'; readonly set: SignSet }
  | { readonly kind: 'edge'; readonly edge: 'start' | 'end' | 'word' | 'noWord' }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'group'; readonly index: number | null; readonly inner: Pattern }
  | {
      readonly kind: 'repeat';
      readonly inner: Pattern;
      readonly min: number;
      readonly max: number | null;
      readonly isLazy: boolean;
    };

export interface ParsedPattern {
  readonly pattern: Pattern;
  readonly groupCount: number;
  readonly ignoresCase: boolean;
}

const MOST_REPEATS = 200;
const DEEPEST = 50;

const DIGIT: SignSet['ranges'] = [[48, 57]];
const WORD: SignSet['ranges'] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: SignSet['ranges'] = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x3000, 0x3000],
];
const CLASSES: Readonly<Record<string, SignSet['ranges']>> = { d: DIGIT, w: WORD, s: SPACE };
const CONTROL: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 };

/**
 * Reads a regular expression without what makes matching slow: no look-around, no back references.
 * @throws PatternError
 */
export function parsePattern(text: string): ParsedPattern {
  const flags = /^\(\?i\)/.exec(text)?.[0] ?? '';
  const signs = [...text];
  let at = flags.length;
  let groupCount = 0;

  const peek = () => signs[at];
  const take = (sign: string) => {
    if (signs[at] !== sign) return false;
    at += 1;
    return true;
  };

  function choice(depth: number): Pattern {
    if (depth > DEEPEST)
      throw new PatternError('Brackets stand inside of each other too deep.', at);
    const parts = [sequence(depth)];
    while (take('|')) parts.push(sequence(depth));
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', parts };
  }

  function sequence(depth: number): Pattern {
    const parts: Pattern[] = [];
    for (let sign = peek(); sign !== undefined && sign !== '|' && sign !== ')'; sign = peek()) {
      parts.push(repeated(atom(depth)));
    }
    return { kind: 'sequence', parts };
  }

  function repeated(inner: Pattern): Pattern {
    const startedAt = at;
    const bounds = readBounds();
    if (bounds === null) return inner;
    if (inner.kind === 'edge')
      throw new PatternError('There is nothing to repeat here.', startedAt);
    const isLazy = take('?');
    if (['*', '+', '?'].includes(peek() ?? '')) {
      throw new PatternError('A repeated part can’t be repeated again without brackets.', at);
    }
    return { kind: 'repeat', inner, ...bounds, isLazy };
  }

  function readBounds(): { min: number; max: number | null } | null {
    if (take('*')) return { min: 0, max: null };
    if (take('+')) return { min: 1, max: null };
    if (take('?')) return { min: 0, max: 1 };
    const found = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(signs.slice(at, at + 12).join(''));
    if (found === null) return null;
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] === '' ? null : Number(found[3]);
    if (min > MOST_REPEATS || (max ?? 0) > MOST_REPEATS) {
      throw new PatternError(`A part can be repeated ${MOST_REPEATS} times at most.`, at);
    }
    if (max !== null && max < min) throw new PatternError('The range ends before it begins.', at);
    at += found[0].length;
    return { min, max };
  }

  function atom(depth: number): Pattern {
    const startedAt = at;
    const sign = signs[at];
    at += 1;
    switch (sign) {
      case '(':
        return group(startedAt, depth);
      case '[':
        return { kind: 'sign', set: signClass(startedAt) };
      case '.':
        return { kind: 'sign', set: { ranges: [[10, 10]], isNegated: true } };
      case '^':
        return { kind: 'edge', edge: 'start' };
      case '$':
        return { kind: 'edge', edge: 'end' };
      case '\\':
        return escaped(startedAt);
      case '*':
      case '+':
      case '?':
        throw new PatternError('There is nothing to repeat here.', startedAt);
      default:
        return { kind: 'sign', set: single(sign ?? '') };
    }
  }

  function group(startedAt: number, depth: number): Pattern {
    let index: number | null = null;
    if (take('?')) {
      if (take(':')) index = null;
      else if (peek() === '<' && signs[at + 1] !== '=' && signs[at + 1] !== '!') {
        while (at < signs.length && !take('>')) at += 1;
        groupCount += 1;
        index = groupCount;
      } else {
        throw new PatternError('Patterns can’t look ahead or behind.', startedAt);
      }
    } else {
      groupCount += 1;
      index = groupCount;
    }
    const inner = choice(depth + 1);
    if (!take(')')) throw new PatternError('This bracket is never closed.', startedAt);
    return { kind: 'group', index, inner };
  }

  function escaped(startedAt: number): Pattern {
    const sign = signs[at];
    at += 1;
    if (sign === undefined) throw new PatternError('The pattern ends within an escape.', startedAt);
    if (sign === 'b') return { kind: 'edge', edge: 'word' };
    if (sign === 'B') return { kind: 'edge', edge: 'noWord' };
    if (/[1-9k]/.test(sign)) {
      throw new PatternError('Patterns can’t refer back to what a group found.', startedAt);
    }
    return { kind: 'sign', set: escapedSet(sign) };
  }

  function escapedSet(sign: string): SignSet {
    const ranges = CLASSES[sign.toLowerCase()];
    if (ranges !== undefined) return { ranges, isNegated: sign !== sign.toLowerCase() };
    const control = CONTROL[sign];
    return control === undefined
      ? single(sign)
      : { ranges: [[control, control]], isNegated: false };
  }

  function signClass(startedAt: number): SignSet {
    const isNegated = take('^');
    const ranges: (readonly [number, number])[] = [];
    for (let isFirst = true; ; isFirst = false) {
      const sign = signs[at];
      if (sign === undefined) throw new PatternError('This bracket is never closed.', startedAt);
      at += 1;
      if (sign === ']' && !isFirst) return { ranges, isNegated };
      if (sign === ']' && isFirst) return { ranges, isNegated };
      const set = sign === '\\' ? classEscape(startedAt) : single(sign);
      const [low] = set.ranges[0] ?? [0];
      const isRange = signs[at] === '-' && signs[at + 1] !== ']' && set.ranges.length === 1;
      if (!isRange) {
        ranges.push(...(set.isNegated ? complement(set.ranges) : set.ranges));
        continue;
      }
      at += 1;
      const end = signs[at];
      at += 1;
      if (end === undefined) throw new PatternError('This bracket is never closed.', startedAt);
      const [high = -1] = (end === '\\' ? classEscape(startedAt) : single(end)).ranges[0] ?? [];
      if (high < low) throw new PatternError('The range of signs ends before it begins.', at - 1);
      ranges.push([low, high]);
    }
  }

  function classEscape(startedAt: number): SignSet {
    const sign = signs[at];
    at += 1;
    if (sign === undefined) throw new PatternError('The pattern ends within an escape.', startedAt);
    return sign === 'b' ? { ranges: [[8, 8]], isNegated: false } : escapedSet(sign);
  }

  const pattern = choice(0);
  if (at < signs.length) throw new PatternError('This bracket was never opened.', at);
  return { pattern, groupCount, ignoresCase: flags !== '' };
}

function single(sign: string): SignSet {
  const code = sign.codePointAt(0) ?? 0;
  return { ranges: [[code, code]], isNegated: false };
}

function complement(ranges: SignSet['ranges']): (readonly [number, number])[] {
  const gaps: (readonly [number, number])[] = [];
  let from = 0;
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (low > from) gaps.push([from, low - 1]);
    from = high + 1;
  }
  return [...gaps, [from, 0x10ffff]];
}
