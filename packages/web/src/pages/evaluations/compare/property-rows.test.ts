import { describe, expect, it } from 'vitest';
import { propertyRows } from './property-rows.ts';

describe('properties side by side', () => {
  it('are the members of the values, nested ones by their path', () => {
    const rows = propertyRows('Model', [
      { _type: 'M', prompt: 'a', options: { temperature: 0, stop: ['x'] } },
      { _type: 'M', prompt: 'b', options: { temperature: 0 }, extra: { $number: '1e400' } },
    ]);
    expect(rows.map(({ path, texts, isDifferent }) => [path, ...texts, isDifferent])).toEqual([
      ['prompt', 'a', 'b', true],
      ['options.temperature', '0', '0', false],
      ['options.stop.0', 'x', null, true],
      ['extra', null, '1e400', true],
    ]);
  });

  it('name what references name', () => {
    const [row] = propertyRows('Model', [
      { prompt: 'weave:///me/it/object/prompt:0123456789abcdef' },
      { prompt: 'weave:///me/it/object/prompt:fedcba9876543210' },
    ]);
    expect(row?.texts).toEqual(['prompt:01234567', 'prompt:fedcba98']);
  });

  it('are none where a value could not be read', () => {
    expect(propertyRows('Model', [undefined, null])).toEqual([]);
  });
});
