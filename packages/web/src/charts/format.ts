import { once } from '../components/once.ts';
import type { ChartAxis } from './chart-axis.ts';

/**
 * A value for people: whole numbers in full, others with five digits that count; powers of ten
 * where zeros would be many.
 */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e15 || magnitude < 1e-4) return minus(tidyExponent(value.toExponential(4)));
  if (Number.isInteger(value)) return minus(WHOLE.format(value));
  const digits = Math.max(0, Math.min(8, 4 - Math.floor(Math.log10(magnitude))));
  return minus((AT_MOST[digits] ?? WHOLE).format(value));
}

/** Making one for each number costs more than all else in a tooltip. */
const WHOLE = new Intl.NumberFormat('en-US');

/** By the most digits behind the point. */
const AT_MOST = Array.from(
  { length: 9 },
  (_, maximumFractionDigits) => new Intl.NumberFormat('en-US', { maximumFractionDigits }),
);

/** By the digits behind the point. */
const EXACTLY = Array.from(
  { length: 13 },
  (_, digits) =>
    new Intl.NumberFormat('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
);

/** A share of a hundred: one digit behind the point, more only below a tenth. */
export function formatPercent(percent: number): string {
  if (Number.isNaN(percent)) return '–';
  const digits = percent !== 0 && Math.abs(percent) < 0.1 ? 3 : 1;
  return (AT_MOST[digits] ?? WHOLE).format(percent);
}

/** A label of the y axis, or of steps: `0.25`, `12k`, `1.5M`, `2e-5`. @param increment distance of the labels */
export function formatTick(value: number, increment: number): string {
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e15 || magnitude < 1e-4 || (increment < 1e-4 && magnitude < 1e-3)) {
    const digits = Math.max(0, digitsBetween(magnitude, increment));
    return minus(tidyExponent(value.toExponential(Math.min(digits, 4))));
  }
  for (const [scale, suffix] of THOUSANDS) {
    if (magnitude < scale) continue;
    const decimals = decimalsOf(increment / scale);
    // Labels that would differ only far behind the point are easier to read in full.
    if (decimals > 3) break;
    return minus(`${(value / scale).toFixed(decimals)}${suffix}`);
  }
  return minus((EXACTLY[decimalsOf(increment)] ?? WHOLE).format(value));
}

const THOUSANDS: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** A label of a logarithmic axis: powers of ten where zeros would be many. */
export function formatLogTick(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e5 || magnitude < 1e-3) {
    return minus(tidyExponent(value.toExponential(0)));
  }
  return minus(String(Number(value.toPrecision(6))));
}

/** A point of the x axis in full, for the tooltip. */
export function formatX(axis: ChartAxis, x: number): string {
  if (axis === 'step') return Number.isInteger(x) ? minus(WHOLE.format(x)) : formatValue(x);
  if (axis === 'relative' || axis === 'process') return formatSeconds(x);
  if (axis !== 'wall') return formatValue(x);
  return wallTimeFormat().format(new Date(x * 1000));
}

const wallTimeFormat = timeFormat({
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** Elapsed time to the second, finer below a minute: `12.34s`, `4m 05s`, `3h 12m 09s`, `2d 04h 10m`. */
export function formatSeconds(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  const elapsed = Math.abs(seconds);
  if (elapsed < 60) return `${sign}${Number(elapsed.toFixed(elapsed < 1 ? 3 : 2))}s`;
  const whole = Math.round(elapsed);
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (days > 0) return `${sign}${days}d ${two(hours)}h ${two(minutes)}m`;
  if (hours > 0) return `${sign}${hours}h ${two(minutes)}m ${two(whole % 60)}s`;
  return `${sign}${minutes}m ${two(whole % 60)}s`;
}

/** A label of the axis of elapsed time, as short as its distance to the next allows: `30s`, `1h 15m`. */
export function formatSecondsTick(seconds: number, increment: number): string {
  if (seconds === 0) return '0';
  if (increment < 1) return `${minus(seconds.toFixed(decimalsOf(increment)))}s`;
  const sign = seconds < 0 ? '−' : '';
  const whole = Math.round(Math.abs(seconds));
  const units: readonly (readonly [number, string])[] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor((whole % 86_400) / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'm'],
    [whole % 60, 's'],
  ];
  const parts = units.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return `${sign}${parts.join(' ')}`;
}

/** Labels of the axis of wall time: the time of day, with the day below where it begins. */
export function formatWallTicks(seconds: readonly number[], increment: number): string[] {
  let day = '';
  return seconds.map((second) => {
    const date = new Date(second * 1000);
    const ownDay = dayFormat().format(date);
    if (increment >= 86_400) return ownDay;
    const time = (increment < 60 ? clockSecondsFormat() : clockFormat()).format(date);
    if (ownDay === day) return time;
    day = ownDay;
    return `${time}\n${ownDay}`;
  });
}

const dayFormat = timeFormat({ day: 'numeric', month: 'short' });
const clockFormat = timeFormat({
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const clockSecondsFormat = timeFormat({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** One that is made when it is needed: making the first takes tens of milliseconds of the start of a page. */
function timeFormat(options: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  return once(() => new Intl.DateTimeFormat(undefined, options));
}

function decimalsOf(increment: number): number {
  if (!(increment > 0) || increment >= 1) return increment % 1 === 0 ? 0 : 1;
  // 0.25 needs two places where 0.2 needs one.
  const places = Math.ceil(-Math.log10(increment) - 1e-9);
  const scaled = increment * 10 ** places;
  return Math.min(12, Math.abs(scaled - Math.round(scaled)) > 1e-6 ? places + 1 : places);
}

function digitsBetween(magnitude: number, increment: number): number {
  return Math.round(Math.log10(magnitude) - Math.log10(increment));
}

const two = (value: number): string => String(value).padStart(2, '0');
const minus = (text: string): string => text.replace('-', '−').replace('e−', 'e-');
const tidyExponent = (text: string): string => text.replace(/\.?0*e/, 'e').replace('e+', 'e');
