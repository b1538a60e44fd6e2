import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { requiredLiterals } from './required-literals.ts';

describe('the literals that a pattern requires', () => {
  it.each([
    ['resnet', ['resnet']],
    ['run-.*77$', ['run-', '77']],
    ['^sweep-[0-9]+/best$', ['sweep-', '/best']],
    ['ab?cde', ['a', 'cde']],
    ['ab+cd', ['ab', 'cd']],
    ['a{0,2}bc{2}d', ['bc', 'd']],
    ['(foo|bar)baz', []],
    ['(foo)?bar', ['bar']],
    ['(?:foo)x', ['x']],
    ['(?i)resnet', []],
    ['v1\\.2', ['v1.2']],
    ['\\d\\w+', []],
    ['a\\\\b', ['a', 'b']],
    ['\\x41bc', ['bc']],
    ['[[:alpha:]]xyz[]a]', ['xyz']],
    ['é1', ['1']],
    ['', []],
  ])('of %j are %j', (pattern, literals) => {
    expect(requiredLiterals(pattern)).toEqual(literals);
  });

  it('are in every text that the pattern matches', () => {
    const piece = fc.constantFrom(
      ...'abAB01-_.*+?|()[]{}^$\\/ ,:'.split(''),
      ...[
        '\\d',
        '\\.',
        '\\x61',
        '\\Q',
        '\\E',
        '(?i)',
        '(?:',
        '[a-b]',
        '[^a]',
        '{2}',
        '{0,1}',
        '.*',
      ],
    );
    const pattern = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const text = fc.array(fc.constantFrom(...'abAB01-_./ ,:\\'.split('')), { maxLength: 10 });
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 20, maxLength: 20 }), (source, texts) => {
        let compiled: RE2JS;
        try {
          compiled = RE2JS.compile(source);
        } catch {
          return;
        }
        const literals = requiredLiterals(source);
        for (const characters of texts) {
          const written = characters.join('');
          if (!compiled.test(written)) continue;
          for (const literal of literals) expect(written).toContain(literal);
        }
      }),
      { numRuns: 300 },
    );
  });
});
