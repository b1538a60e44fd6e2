import { describe, expect, it } from 'vitest';
import { leavesOfPayload, measure, typeOfValues, valueAt } from './payload-values.ts';

describe('payloads of feedback', () => {
  it('have leaves by path, whatever their keys are called', () => {
    const payload = JSON.parse('{"output":{"ok":true,"score":0.5},"__proto__":{"x":"y"},"l":[1]}');
    expect(leavesOfPayload(payload)).toEqual([
      ['output.ok', true],
      ['output.score', 0.5],
      ['__proto__.x', 'y'],
    ]);
    expect(valueAt(payload, 'output.score')).toBe(0.5);
    expect(valueAt(payload, '__proto__.x')).toBe('y');
    expect(valueAt({}, 'constructor.name')).toBeUndefined();
  });

  it('are told apart by what they hold', () => {
    expect(typeOfValues([1, null])).toBe('numeric');
    expect(typeOfValues([true, null])).toBe('boolean');
    expect(typeOfValues([1, 'one'])).toBe('categorical');
    expect(typeOfValues([null])).toBeNull();
  });

  it('are measured, also where there are none', () => {
    const wanted = { aggregations: ['avg', 'min', 'count', 'count_true'], percentiles: [50, 90] };
    expect(measure([3, 1, 2, undefined, null], wanted)).toEqual({
      avg: 2,
      min: 1,
      count: 3,
      count_true: 0,
      p50: 2,
      p90: 2.8,
    });
    expect(measure([true, false, true], wanted)).toMatchObject({ avg: 2 / 3, count_true: 2 });
    expect(measure([], wanted)).toEqual({
      avg: null,
      min: null,
      count: 0,
      count_true: 0,
      p50: null,
      p90: null,
    });
  });
});
