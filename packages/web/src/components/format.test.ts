import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatDuration, formatPlural } from './format.ts';

describe('formatDuration', () => {
  it('shows the two largest units', () => {
    expect(formatDuration(0)).toBe('0.0s');
    expect(formatDuration(400)).toBe('0.4s');
    expect(formatDuration(12_900)).toBe('12s');
    expect(formatDuration(245_000)).toBe('4m 05s');
    expect(formatDuration(3 * 3_600_000 + 12 * 60_000)).toBe('3h 12m');
    expect(formatDuration(52 * 3_600_000)).toBe('2d 4h');
  });

  it('shows a dash for what is no duration', () => {
    expect(formatDuration(Number.NaN)).toBe('–');
    expect(formatDuration(-1)).toBe('–');
    expect(formatDuration(Number.POSITIVE_INFINITY)).toBe('–');
  });
});

describe('formatAgo', () => {
  const now = Date.UTC(2026, 10, 24, 12);

  it('goes from just now to a date', () => {
    expect(formatAgo(now - 10_000, now)).toBe('just now');
    expect(formatAgo(now - 50_000, now)).toBe('1 min ago');
    expect(formatAgo(now - 5 * 60_000, now)).toBe('5 min ago');
    expect(formatAgo(now - 3 * 3_600_000, now)).toBe('3 h ago');
    expect(formatAgo(now - 2 * 86_400_000, now)).toBe('2 d ago');
    expect(formatAgo(Date.UTC(2026, 9, 1, 12), now, 'en-GB')).toBe('1 Oct 2026');
  });

  it('takes a clock that is a little ahead for now', () => {
    expect(formatAgo(now + 5_000, now)).toBe('just now');
  });
});

describe('formatBytes', () => {
  it('rounds before it chooses the unit', () => {
    expect(formatBytes(0)).toBe('0 B');
    expect(formatBytes(999)).toBe('999 B');
    expect(formatBytes(1200)).toBe('1.2 kB');
    expect(formatBytes(999_999)).toBe('1.0 MB');
    expect(formatBytes(34_400_000)).toBe('34 MB');
  });

  it('never shows four digits of a larger unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        expect(formatBytes(bytes)).toMatch(
          /^(?:\d{1,3} B|\d\.\d [kMGTP]B|\d{2,3} [kMGTP]B|\d+ PB)$/,
        );
      }),
    );
  });
});

describe('formatPlural', () => {
  it('says one run and many runs', () => {
    expect(formatPlural(1, 'run')).toBe('1 run');
    expect(formatPlural(0, 'run')).toBe('0 runs');
    expect(formatPlural(2, 'entity', 'entities')).toBe('2 entities');
  });
});
