import { describe, expect, it } from 'vitest';
import { BarSettings, ImportanceSettings, ParallelSettings, ScatterSettings } from './index.ts';

describe('settings of analysis panels', () => {
  it.each([
    ['bar', BarSettings],
    ['scatter', ScatterSettings],
    ['parallel', ParallelSettings],
    ['importance', ImportanceSettings],
  ])('of a new %s panel are read from nothing, and their defaults from themselves', (_, schema) => {
    const fresh = schema.parse({});
    expect(schema.parse(JSON.parse(JSON.stringify(fresh)))).toEqual(fresh);
  });

  it('take a value by its field alone', () => {
    expect(ScatterSettings.parse({ x: { field: 'config.lr' } }).x).toEqual({
      field: 'config.lr',
      statistic: 'last',
    });
  });

  it('refuse a gradient out of order, and colours that are none', () => {
    const stops = (...at: number[]) => at.map((place) => ({ at: place, colour: '#112233' }));
    expect(ScatterSettings.safeParse({ gradient: stops(0, 0.5, 1) }).success).toBe(true);
    expect(ScatterSettings.safeParse({ gradient: stops(0.5, 0) }).success).toBe(false);
    const url = { at: 0, colour: 'url(//example.org)' };
    expect(ScatterSettings.safeParse({ gradient: [url, ...stops(1)] }).success).toBe(false);
  });
});
