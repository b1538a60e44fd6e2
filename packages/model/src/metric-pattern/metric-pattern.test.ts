import { createContext, Script } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMetrics } from './find-metrics.ts';
import { compile, run } from './machine.ts';
import { PatternError, parsePattern } from './syntax.ts';

const match = (pattern: string, text: string) => run(compile(parsePattern(pattern)), text);

/** The same; undefined for a pattern of too many parts. */
function tryMatch(pattern: string, text: string) {
  try {
    return match(pattern, text);
  } catch (error) {
    if (error instanceof PatternError && error.message.includes('too large')) return undefined;
    throw error;
  }
}

const SEARCH = new Script("new RegExp(pattern, 'u').exec(text)");
const searched = createContext({ pattern: '', text: '' });

/** What JavaScript finds; undefined where nested loops make it try ways without end. */
function trySearch(pattern: string, text: string): RegExpExecArray | null | undefined {
  Object.assign(searched, { pattern, text });
  try {
    return SEARCH.runInContext(searched, { timeout: 200 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  }
}

/** Patterns that both kinds of machines read alike. */
const { pattern: PATTERN } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', '/', '.', '[ab]', '[^a]', '\\d', '\\w', '\\.', '[a-c/]', '_'),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?:${inner})`),
  ),
  pattern: fc
    .array(
      fc.tuple(
        tie('atom'),
        fc.constantFrom('', '', '*', '+', '?', '*?', '+?', '{1,3}', '{2}', '|'),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) => parts.map(([atom, mark]) => `${atom}${mark}`).join('')),
}));
const TEXT = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '/', '1', '_', '.'), maxLength: 14 });

describe('a pattern', () => {
  it('finds the same as a regular expression of JavaScript', () => {
    fc.assert(
      fc.property(PATTERN, TEXT, fc.boolean(), (pattern, text, isAnchored) => {
        const whole = isAnchored ? `^(?:${pattern})$` : pattern;
        const expected = trySearch(whole, text);
        const found = tryMatch(whole, text);
        if (found === undefined || expected === undefined) return;
        expect(found === null).toBe(expected === null);
        // Of loops that may go round without a sign, machines take different ones.
        if (!/\)[*+?{]/.test(whole)) expect(found?.[0]).toEqual(expected?.[0]);
      }),
      { numRuns: 3000 },
    );
  });

  it('tells what its groups found', () => {
    expect(match('^layer(\\d+)/(w|b)$', 'layer12/b')).toEqual(['layer12/b', '12', 'b']);
    expect(match('(?<name>x)?y', 'y')).toEqual(['y', null]);
    expect(match('(?i)LOSS', 'train/Loss')?.[0]).toBe('Loss');
  });

  it('ends for those that make others try every way', () => {
    const text = `${'a'.repeat(400)}!`;
    for (const evil of ['(a+)+$', '^(a|a)*$', '(.*a){20}$', '(a*)*b']) {
      expect(match(evil, text)).toBe(null);
    }
  });

  it.each([
    ['loss(', 'never closed', 4],
    ['a)', 'never opened', 1],
    ['*a', 'nothing to repeat', 0],
    ['(?=a)', 'look ahead', 0],
    ['(a)\\1', 'refer back', 3],
    ['[b-a]', 'ends before', 3],
    ['a{9999}', 'at most', 1],
    ['(a{200}){200}', 'too large', 0],
    ['\\', 'within an escape', 0],
  ])('that can’t be read says why: %s', (pattern, reason, at) => {
    try {
      match(pattern, '');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(PatternError);
      expect(error).toMatchObject({ message: expect.stringContaining(reason), at });
    }
  });
});

describe('metrics of a pattern', () => {
  const keys = ['train/loss', 'val/loss', 'train/acc', 'val/acc', 'lr'];

  it('are all that it finds', () => {
    expect(findMetrics('/loss$', keys)).toEqual([
      { captures: [], keys: ['train/loss', 'val/loss'] },
    ]);
  });

  it('are put together by what its groups captured', () => {
    expect(findMetrics('^(?:train|val)/(.+)', keys)).toEqual([
      { captures: ['loss'], keys: ['train/loss', 'val/loss'] },
      { captures: ['acc'], keys: ['train/acc', 'val/acc'] },
    ]);
  });

  it('are none for an empty pattern', () => {
    expect(findMetrics('  ', keys)).toEqual([]);
  });
});
