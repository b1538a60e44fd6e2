import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

/** What Python makes of each text; null where it refuses it. */
function pythonCanonical(texts: readonly string[]): (string | null)[] {
  const script = `
import json, sys
def canonical(text):
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return None
sys.stdout.write(json.dumps([canonical(text) for text in json.load(sys.stdin)]))
`;
  const { stdout, stderr, status } = spawnSync('python3', ['-c', script], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as (string | null)[];
}

const numberToken = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toExponential()),
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }).map(String),
  fc.integer().map((value) => `${value}.0`),
  fc
    .tuple(fc.integer({ min: -999, max: 999 }), fc.nat(999), fc.integer({ min: -330, max: 310 }))
    .map(([whole, part, exponent]) => `${whole}.${part}E${exponent}`),
  fc.constantFrom(
    '-0',
    '-0.0',
    '0e0',
    '1e16',
    '1e15',
    '9999999999999998.0',
    '1e-4',
    '1E-5',
    '5e-324',
    '1e400',
    '-1e400',
  ),
);
const stringToken = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.string({
      unit: fc.constantFrom(
        '😀',
        '\ue000',
        '\uffff',
        'é',
        '"',
        '\\',
        '/',
        '\u007f',
        '\u0000',
        '\ud83d',
        'a',
      ),
    }),
  )
  .map((text) => JSON.stringify(text));
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    numberToken,
    stringToken,
    fc.constantFrom('true', 'false', 'null'),
    fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(' ,\n')}]`),
    fc
      .array(fc.tuple(stringToken, tie('json')), { maxLength: 6 })
      .map((members) => `{ ${members.map(([key, value]) => `${key} :${value}`).join(',')} }`),
  ),
}));

describe('canonical JSON', () => {
  it('writes what Python writes, to the byte', () => {
    const texts = fc.sample(json, 4_000);
    const expected = pythonCanonical(texts);
    texts.forEach((text, index) => {
      expect(canonicalJson(text), text).toBe(expected[index]);
    });
  });

  it('keeps the form of numbers and sorts by code points', () => {
    expect(canonicalJson('{"ü":"é😀","a":2.50}')).toBe(
      '{"a": 2.5, "\\u00fc": "\\u00e9\\ud83d\\ude00"}',
    );
    expect(canonicalJson('{"z":1e16,"y":1e-5}')).toBe('{"y": 1e-05, "z": 1e+16}');
    expect(canonicalJson('{"😀":1,"\uffff":2}')).toBe('{"\\uffff": 2, "\\ud83d\\ude00": 1}');
    expect(canonicalJson('1180591620717411303424')).toBe('1180591620717411303424');
  });

  it('sorts lone halves of surrogate pairs as what they are', () => {
    const [lone, pair, other] = ['\\ud83d', '\\ud83d\\ude00', '\\ue000'];
    expect(canonicalJson(`{"${lone}${pair}":1,"${lone}${other}":2,"${pair}":3}`)).toBe(
      `{"${lone}${other}": 2, "${lone}${pair}": 1, "${pair}": 3}`,
    );
  });

  it('lets the last of equal keys count, however they are written', () => {
    expect(canonicalJson('{"a":1,"b":2,"\\u0061":3}')).toBe('{"a": 3, "b": 2}');
  });

  it.each([
    '',
    '{',
    '[1,]',
    '{"a"}',
    '01',
    '1.',
    '"\n"',
    '"\\x"',
    'NaN',
    'nul',
    '{"a":1}x',
    "{'a':1}",
    '"open',
  ])('refuses %j', (text) => {
    expect(() => canonicalJson(text)).toThrow(SyntaxError);
  });

  it('refuses what is nested without end', () => {
    expect(() => canonicalJson('['.repeat(100_000))).toThrow('nested deeper');
  });
});
