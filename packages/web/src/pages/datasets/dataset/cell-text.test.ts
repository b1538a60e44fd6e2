import { describe, expect, it } from 'vitest';
import { breaksJson, editText, isTextCell, typedJson } from './cell-text.ts';

describe('what is typed into a cell', () => {
  it.each([
    ['1.0', false, '1.0'],
    ['1.0', true, '"1.0"'],
    ['', false, 'null'],
    ['', true, '""'],
    [' {"a": 1} ', false, '{"a": 1}'],
    ['hello', false, '"hello"'],
    ['True', false, '"True"'],
    ['NaN', false, '"NaN"'],
  ])('%j (a text: %s) is %s', (text, isText, json) => {
    expect(typedJson(text, isText)).toBe(json);
  });

  it('is told apart where it would make a text of an object', () => {
    expect(breaksJson({ a: 1 }, '{"a": ')).toBe(true);
    expect(breaksJson({ a: 1 }, '{"a": 2}')).toBe(false);
    expect(breaksJson([1], '')).toBe(false);
    expect(breaksJson('text', '{"a": ')).toBe(false);
  });

  it('is a text where the value or the others of the column are', () => {
    expect(isTextCell('a', [1])).toBe(true);
    expect(isTextCell(1, ['a'])).toBe(false);
    expect(isTextCell(undefined, ['a', null])).toBe(true);
    expect(isTextCell(null, ['a', 1])).toBe(false);
    expect(isTextCell(undefined, [])).toBe(false);
  });

  it('begins with the text of the value', () => {
    expect(editText({ a: { $number: '12345678901234567890' } })).toBe(
      '{"a": 12345678901234567890}',
    );
    expect(editText(null)).toBe('');
    expect(editText('"x"')).toBe('"x"');
  });
});
