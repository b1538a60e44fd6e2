import { axisText, type ChartAxis, isTimeAxis } from './chart-axis.ts';
import type { Range } from './extent.ts';
import { formatLogTick, formatSecondsTick, formatTick, formatWallTicks } from './format.ts';
import { evenTicks, logTicks, roundDistance } from './ticks.ts';

/** Where labels of an axis stand and what they say. */
export interface AxisTicks {
  readonly places: readonly number[];
  readonly labels: readonly string[];
}

const LABEL_SPACE = 56;
const WALL_SPACE = 66;
/** Height that a label of a linear axis takes, CSS pixels. */
const EVEN_SPACE = 28;
/** Room that a label of a logarithmic axis takes, CSS pixels. */
const LOG_SPACE = 26;

/** Labels of the axis at the bottom. @param width CSS pixels */
export function xTicks(axis: ChartAxis, isLog: boolean, range: Range, width: number): AxisTicks {
  if (isLog) {
    const places = logTicks(range.min, range.max, Math.max(2, Math.floor(width / LABEL_SPACE)));
    return { places, labels: logLabels(places) };
  }
  const space = axis === 'wall' ? WALL_SPACE : LABEL_SPACE;
  const most = Math.max(2, Math.floor(width / space));
  if (axis !== 'step' && !isTimeAxis(axis)) return evenly(range, most);
  const rough = (range.max - range.min) / most;
  const distances = axis === 'step' ? STEP_INCREMENTS : SECOND_INCREMENTS;
  const distance =
    distances.find((candidate) => candidate >= rough * (1 - 1e-9)) ??
    roundDistance(range.min, range.max, most);
  // Days and hours begin where they do for the reader.
  const shift = axis === 'wall' && distance >= 3600 ? zoneSeconds(range.min) : 0;
  const places = evenPlaces(range.min - shift, range.max - shift, distance).map(
    (place) => place + shift,
  );
  if (axis === 'step') return { places, labels: places.map((step) => formatTick(step, distance)) };
  if (axis === 'wall') return { places, labels: formatWallTicks(places, distance) };
  return { places, labels: places.map((seconds) => formatSecondsTick(seconds, distance)) };
}

/** Labels of the axis at the left. @param height CSS pixels */
export function yTicks(isLog: boolean, range: Range, height: number): AxisTicks {
  if (!isLog) return evenly(range, Math.max(2, Math.floor(height / EVEN_SPACE)));
  const places = logTicks(range.min, range.max, Math.floor(height / LOG_SPACE) || 5);
  return { places, labels: logLabels(places) };
}

/** What must be said below the axis: steps and time are the same for all charts. */
export function axisCaption(axis: ChartAxis, title: string): string {
  return title === '' ? (axisText(axis) ?? '') : title;
}

function evenly({ min, max }: Range, most: number): AxisTicks {
  let places = evenTicks(min, max, most);
  // One number alone says nothing of how far apart values are: then labels stand closer.
  for (let more = most + 1; places.length < 2 && more <= 3 * most; more += 1) {
    places = evenTicks(min, max, more);
  }
  return { places, labels: evenLabels(places) };
}

function evenPlaces(min: number, max: number, distance: number): number[] {
  const places: number[] = [];
  const first = Math.ceil(min / distance - 1e-9);
  for (let index = first; index * distance <= max && places.length < 100; index += 1) {
    places.push(Number((index * distance).toPrecision(15)));
  }
  return places;
}

function evenLabels(places: readonly number[]): string[] {
  const [first = 0, second = 2 * first] = places;
  return places.map((tick) => formatTick(tick, Math.abs(second - first)));
}

/** Even distances are labelled as on a linear axis: 2.2, 2.4, 2.6. */
function logLabels(places: readonly number[]): string[] {
  const [first = 0] = places;
  const isWithinDecade = first > 0 && (places.at(-1) ?? 0) < first * 10;
  return isWithinDecade ? evenLabels(places) : places.map(formatLogTick);
}

/** What must be added to midnight of the universal time to be midnight here. */
function zoneSeconds(seconds: number): number {
  return new Date(seconds * 1000).getTimezoneOffset() * 60;
}

/** 1, 2 and 5 times the powers of ten: steps are whole. */
const STEP_INCREMENTS: number[] = Array.from({ length: 16 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat();

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances that read well as time. */
const SECOND_INCREMENTS: number[] = [
  ...[-6, -5, -4, -3, -2, -1].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power)),
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((days) => days * DAY),
];
