import { expect, it } from 'vitest';
import { encodeJsonText, normalizeTags } from './text.ts';

it('writes what stores can not hold as JSON escapes, and nothing else', () => {
  const json = '{"a\ud800":"😀\0\udc00","b":"\\u0000"}';
  const stored = encodeJsonText(json);
  expect(stored).toBe('{"a\\ud800":"😀\\u0000\\udc00","b":"\\u0000"}');
  expect(stored.isWellFormed()).toBe(true);
  expect(encodeJsonText('{"😀":1}')).toBe('{"😀":1}');
});

it('keeps each tag once, trimmed, in order', () => {
  expect(normalizeTags([' b', 'a', '', 'b ', '  '])).toEqual(['b', 'a']);
});
