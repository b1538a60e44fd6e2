import { rangeOfValues, type Scale } from '../../charts/scale.ts';
import type { RunCell } from './cells.ts';

/** Texts are sorted as people count: layer2 before layer10. */
const NATURAL = new Intl.Collator('en', { numeric: true });

/** What stands along an axis, and where a value has its place there. */
export interface ValueAxis {
  readonly scale: Scale;
  /** The value as the scale takes it; NaN without a place. */
  readonly placeOf: (value: RunCell) => number;
}

export interface AxisOptions {
  /** `auto`: texts where any value is one. */
  readonly kind: 'auto' | 'number' | 'category';
  readonly isMoment: boolean;
  readonly isLog: boolean;
  readonly min: number | null;
  readonly max: number | null;
  /** The ends are the least and the most, without room around them. */
  readonly isExact: boolean;
  /** What the reader zoomed into, of numbers; null: all. */
  readonly zoom: readonly [number, number] | null;
}

/** Whether values are told apart as texts. */
export function isCategory(values: Iterable<RunCell>, kind: AxisOptions['kind'] = 'auto'): boolean {
  if (kind !== 'auto') return kind === 'category';
  for (const value of values) if (typeof value === 'string') return true;
  return false;
}

/** An axis for some values. */
export function axisOfValues(values: readonly RunCell[], options: AxisOptions): ValueAxis {
  if (isCategory(values, options.kind)) return categoryAxis(values);
  const { isMoment, isExact, min, max, zoom } = options;
  const isLog = options.isLog && !isMoment;
  const unit = isMoment ? 1000 : 1;
  const placeOf = (value: RunCell) => (typeof value === 'number' ? value / unit : Number.NaN);
  const range =
    zoom === null
      ? rangeOfValues(values.map(placeOf), isLog, { min, max }, isExact ? 0 : undefined)
      : { min: zoom[0], max: zoom[1] };
  return { placeOf, scale: { kind: isMoment ? 'time' : 'number', isLog, range } };
}

function categoryAxis(values: readonly RunCell[]): ValueAxis {
  const texts = [...new Set(values.flatMap(textOf))].sort(NATURAL.compare);
  const places = new Map(texts.map((text, at) => [text, at]));
  return {
    placeOf: (value) => places.get(textOf(value)[0] ?? '') ?? Number.NaN,
    scale: { kind: 'category', texts },
  };
}

/** A value as a text of its own; none for what is absent. */
function textOf(value: RunCell): [string] | [] {
  return value === null ? [] : [String(value)];
}
