import { expect, it } from 'vitest';
import {
  formatLogTick,
  formatSeconds,
  formatSecondsTick,
  formatTick,
  formatValue,
  formatWallTicks,
  formatX,
} from './format.ts';

it('writes values with the digits that count', () => {
  expect([0, 0.123456789, 12.3456789, 1234567, 1e-7, -2.5, 1.5e18].map(formatValue)).toEqual([
    '0',
    '0.12346',
    '12.346',
    '1,234,567',
    '1e-7',
    '−2.5',
    '1.5e18',
  ]);
  expect([Number.NaN, Infinity, -Infinity].map(formatValue)).toEqual(['NaN', '∞', '−∞']);
});

it('writes the labels of an axis with as many places as tell them apart', () => {
  expect([0, 0.25, 0.5].map((value) => formatTick(value, 0.25))).toEqual(['0', '0.25', '0.50']);
  expect([1000, 1500, 2000].map((value) => formatTick(value, 500))).toEqual([
    '1.0k',
    '1.5k',
    '2.0k',
  ]);
  expect([20_000, 1_000_000].map((value) => formatTick(value, 20_000))).toEqual(['20k', '1.00M']);
  expect(formatTick(1_000_001, 1)).toBe('1,000,001');
  expect(formatTick(2e-5, 1e-5)).toBe('2e-5');
  expect(formatTick(-0.5, 0.5)).toBe('−0.5');
});

it('writes labels of logarithmic axes', () => {
  expect([0.0001, 0.01, 1, 500, 100_000].map(formatLogTick)).toEqual([
    '1e-4',
    '0.01',
    '1',
    '500',
    '1e5',
  ]);
});

it('writes elapsed time', () => {
  expect([0.1234, 12.345, 65, 3725, 180_000, -90].map(formatSeconds)).toEqual([
    '0.123s',
    '12.35s',
    '1m 05s',
    '1h 02m 05s',
    '2d 02h 00m',
    '−1m 30s',
  ]);
  expect([0, 90, 4500, 86_400].map((seconds) => formatSecondsTick(seconds, 30))).toEqual([
    '0',
    '1m 30s',
    '1h 15m',
    '1d',
  ]);
  expect(formatSecondsTick(0.25, 0.25)).toBe('0.25s');
});

it('names the day only where it begins', () => {
  const noon = new Date(2026, 10, 24, 12).getTime() / 1000;
  const [first, second] = formatWallTicks([noon, noon + 3600], 3600);
  expect(first).toMatch(/^12:00\n/);
  expect(second).toBe('13:00');
});

it('writes steps in full', () => {
  expect(formatX('step', 1_234_567)).toBe('1,234,567');
  expect(formatX('relative', 65)).toBe('1m 05s');
});
