import { type AxisTicks, xTicks, yTicks } from './axes.ts';
import { metricAxis } from './chart-axis.ts';
import type { Range } from './extent.ts';
import { formatValue, formatX } from './format.ts';

const ROOM = 0.05;

/** What stands along an axis: numbers, moments (seconds since 1970), or texts side by side. */
export type Scale =
  | {
      readonly kind: 'number' | 'time';
      readonly isLog: boolean;
      readonly range: Range;
    }
  | { readonly kind: 'category'; readonly texts: readonly string[] };

/** A value of an axis: for categories the number of the text. */
export type ScaleValue = number;

/** Where a value stands on the axis: 0 at its beginning, 1 at its end; NaN without a place. */
export function shareOf(scale: Scale, value: ScaleValue): number {
  if (scale.kind === 'category') return (value + 0.5) / Math.max(1, scale.texts.length);
  const { min, max } = scale.range;
  if (!scale.isLog) return (value - min) / (max - min);
  return value > 0 ? Math.log10(value / min) / Math.log10(max / min) : Number.NaN;
}

/** The value at a place, of categories in parts of texts. */
export function valueAt(scale: Scale, share: number): ScaleValue {
  if (scale.kind === 'category') return share * scale.texts.length - 0.5;
  const { min, max } = scale.range;
  return scale.isLog ? min * (max / min) ** share : min + share * (max - min);
}

/** Labels of an axis. @param length CSS pixels @param side the axis is below or at the left */
export function ticksOf(scale: Scale, length: number, side: 'below' | 'left'): AxisTicks {
  if (scale.kind === 'category') return categoryTicks(scale.texts, length, side);
  if (scale.kind === 'time') return xTicks('wall', false, scale.range, length);
  if (side === 'left') return yTicks(scale.isLog, scale.range, length);
  return xTicks(metricAxis('x'), scale.isLog, scale.range, length);
}

/** A value in words. */
export function formatOn(scale: Scale, value: ScaleValue): string {
  if (scale.kind === 'category') return scale.texts[value] ?? '';
  return scale.kind === 'time' ? formatX('wall', value) : formatValue(value);
}

/** The range that shows all numbers; ends that a reader gave hold. @param room at both ends, as a share of the range */
export function rangeOfValues(
  values: Iterable<number>,
  isLog: boolean,
  ends: { readonly min: number | null; readonly max: number | null },
  room: number = ROOM,
): Range {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value) || (isLog && value <= 0)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (min > max) [min, max] = isLog ? [1, 10] : [0, 1];
  const found = isLog ? widenLog(min, max, room) : widen(min, max, room);
  const low = ends.min !== null && !(isLog && ends.min <= 0) ? ends.min : found.min;
  const high = ends.max !== null && !(isLog && ends.max <= 0) ? ends.max : found.max;
  if (high > low) return { min: low, max: high };
  // One end was given and all values are beyond it.
  return isLog ? { min: low, max: low * 10 } : { min: low, max: low + (Math.abs(low) || 1) };
}

function widen(min: number, max: number, room: number): Range {
  const span = max - min;
  // All equal, or so near to each other that only rounding tells them apart.
  if (!(span > Math.max(Math.abs(min), Math.abs(max)) * 1e-12)) {
    const around = Math.abs(max) * 0.1 || 1;
    return { min: min - around, max: max + around };
  }
  if (!Number.isFinite(span)) return { min, max };
  return { min: min - span * room, max: max + span * room };
}

function widenLog(min: number, max: number, room: number): Range {
  const decades = max > min ? Math.log10(max / min) * room : 0.05;
  return { min: min / 10 ** decades, max: max * 10 ** decades };
}

const TEXT_SPACE = { below: 70, left: 15 };
const LONGEST_LEFT = 24;
const SIGN_WIDTH = 6.2;

/** As many texts as there is room for, evenly chosen. */
function categoryTicks(
  texts: readonly string[],
  length: number,
  side: 'below' | 'left',
): AxisTicks {
  const most = Math.max(1, Math.floor(length / TEXT_SPACE[side]));
  const stride = Math.max(1, Math.ceil(texts.length / most));
  const places = [...texts.keys()].filter((at) => at % stride === 0);
  const longest =
    side === 'left'
      ? LONGEST_LEFT
      : Math.floor(((length / texts.length) * stride) / SIGN_WIDTH) - 1;
  const label = (text: string) => text.split('\n').map((line) => shorten(line, longest));
  return {
    places,
    labels: places.map((at) =>
      label(texts[at] ?? '')
        .slice(0, 2)
        .join('\n'),
    ),
  };
}

/** The beginning of a text, which ends in an ellipsis where it was longer. */
export function shorten(text: string, most: number): string {
  const signs = [...text.slice(0, most * 2)];
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : text;
}
