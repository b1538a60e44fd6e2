import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime, readTime, timeText } from './times.ts';

describe('times of clients', () => {
  it('are read to the microsecond and written so that they are read again', () => {
    const years = { min: -60_000_000_000_000_000, max: 8_000_000_000_000_000 };
    fc.assert(
      fc.property(fc.integer(years), (micros) => {
        const text = timeText(micros);
        expect(parseTime(text)).toBe(micros);
        expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      }),
    );
  });

  it.each([
    ['2026-11-23T16:16:56.487214Z', 1_795_450_616_487_214],
    ['2026-11-23T16:16:56.487Z', 1_795_450_616_487_000],
    ['2026-11-23T16:16:56', 1_795_450_616_000_000],
    ['2026-11-23 18:16:56.487214999+02:00', 1_795_450_616_487_214],
    ['2026-11-23T10:46:56-0530', 1_795_450_616_000_000],
    [1_795_450_616.5, 1_795_450_616_500_000],
  ])('%s', (text, micros) => {
    expect(parseTime(text)).toBe(micros);
  });

  it.each(['yesterday', '', '2026-13-45T00:00:00Z', null, {}, 1e300, '2026-11-23T16:16:56Zx'])(
    '%o is none',
    (text) => {
      expect(parseTime(text)).toBeNull();
      expect(() => readTime(text, 'started_at')).toThrow(/^started_at is a time like/);
    },
  );
});
