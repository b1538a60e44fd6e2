import { parseExactJson, toApiJson } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueText } from './api-json.ts';
import { valueRows } from './rows.ts';

const rowsOf = (
  value: unknown,
  options: { open?: readonly string[]; search?: string; isSorted?: boolean } = {},
) =>
  valueRows(value, {
    open: new Set(options.open),
    search: options.search ?? '',
    isSorted: options.isSorted ?? false,
  });
const shown = (...parameters: Parameters<typeof rowsOf>) =>
  rowsOf(...parameters).map(({ depth, key, text }) => `${'  '.repeat(depth)}${key}: ${text}`);

describe('valueRows', () => {
  const config = {
    optimizer: { name: 'adam', betas: [0.9, 0.999], schedule: { warmup: 100 } },
    lr: 0.001,
    _step: 12,
    layers: Array.from({ length: 40 }, (_, index) => index),
  };

  it('folds what is nested and shows short arrays on the line', () => {
    expect(shown({ a: { b: 1 }, c: [1, 2], d: [], e: {} })).toEqual([
      'a: 1 key',
      'c: [1, 2]',
      'd: []',
      'e: {}',
    ]);
  });

  it('opens what is asked for', () => {
    expect(shown(config, { open: ['/optimizer'] })).toEqual([
      'optimizer: 3 keys',
      '  name: adam',
      '  betas: [0.9, 0.999]',
      '  schedule: 1 key',
      'lr: 0.001',
      '_step: 12',
      'layers: 40 items',
    ]);
  });

  it('sorts by key with numbers in their order, what the client added last', () => {
    expect(shown({ _b: 1, x10: 1, x9: 1 }, { isSorted: true })).toEqual([
      'x9: 1',
      'x10: 1',
      '_b: 1',
    ]);
  });

  it('finds nested keys by their path and opens the way to them', () => {
    expect(shown(config, { search: 'schedule.warm' })).toEqual([
      'optimizer: 3 keys',
      '  schedule: 1 key',
      '    warmup: 100',
    ]);
  });

  it('finds values, and leaves what matches by itself folded', () => {
    expect(shown(config, { search: 'ADAM' })).toEqual(['optimizer: 3 keys', '  name: adam']);
    expect(shown(config, { search: 'optimizer' })).toEqual(['optimizer: 3 keys']);
  });

  it('shows every digit', () => {
    const value = toApiJson(
      parseExactJson('{"a": 9007199254740993, "b": NaN, "c": -Infinity, "d": 1e-7, "e": 0.1}'),
    );
    expect(shown(value)).toEqual([
      'a: 9007199254740993',
      'b: NaN',
      'c: -Infinity',
      'd: 1e-7',
      'e: 0.1',
    ]);
  });

  it('tells keys with slashes from nested ones', () => {
    const rows = rowsOf({ 'a/b': { x: 1 }, a: { b: { x: 2 } } }, { open: ['/a~1b', '/a', '/a/b'] });
    expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length);
  });

  it('names the kind of media', () => {
    expect(shown({ image: { _type: 'image-file', path: 'x.png' } })).toEqual([
      'image: image-file · 2 keys',
    ]);
  });
});

describe('valueText', () => {
  it('writes JSON that reads back as the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        fc.pre(!JSON.stringify(value).includes('$number'));
        expect(JSON.parse(valueText(value, indent))).toEqual(value);
      }),
    );
  });

  it('writes numbers that JSON can not hold as the client did', () => {
    const text = '{"a": [NaN, -Infinity, 123456789012345678901]}';
    expect(valueText(toApiJson(parseExactJson(text)))).toBe(text);
  });
});
