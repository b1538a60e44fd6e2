import {
  type BarSettings,
  type Box,
  boxOf,
  createIntervals,
  type DensityPlace,
  type Description,
  densityOf,
  describeNumbers,
  sortedQuantile,
} from '@runloom/model';
import { runColour } from '../../components/run-colour.ts';
import { groupRuns } from '../analysis/group-runs.ts';
import { type LeftOut, partRuns } from '../analysis/left-out.ts';
import type { AnalysisRun } from '../analysis/use-analysis-runs.ts';
import { valueTitle } from '../analysis/values.ts';
import { groupColours } from '../line/line-styles.ts';

/** What is known of one value of a run or of a group. */
export interface Bar {
  /** Which of the chart's values it is. */
  readonly value: number;
  readonly colour: string;
  /** How long it is. */
  readonly length: number;
  /** Ends of the whisker; null without. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Of the single runs, ascending. */
  readonly numbers: Float64Array;
  readonly described: Description;
  readonly box: Box | null;
  readonly density: readonly DensityPlace[];
}

/** A run or a group, with a bar for each of the chart's values that it has. */
export interface BarItem {
  readonly label: string;
  /** Along the axis. */
  readonly short: string;
  /** Null for a group. */
  readonly run: AnalysisRun | null;
  readonly bars: readonly Bar[];
  /** Runs that have any of the values. */
  readonly runCount: number;
}

export interface BarData {
  readonly items: readonly BarItem[];
  /** Runs or groups with a value, drawn or not. */
  readonly itemCount: number;
  /** Runs that what is drawn stands for. */
  readonly runCount: number;
  readonly isGrouped: boolean;
  readonly leftOut: readonly LeftOut[];
  /** Groups drawn whose interval can't be told from one run. */
  readonly loneCount: number;
}

const DENSITY_PLACES = 60;

/** @param fields by which runs are grouped; none: each has bars of its own */
export function barData(
  runs: readonly AnalysisRun[],
  settings: BarSettings,
  fields: readonly string[],
): BarData {
  const isGrouped = fields.length > 0;
  const parts = settings.values.map((ref, index) =>
    partRuns(runs, [{ what: valueTitle(ref), index, kind: 'number', isLog: settings.valueLog }]),
  );
  const drawn = parts.map((part) => new Set(part.drawn));
  const groups = isGrouped
    ? groupRuns(runs, fields).map((group) => ({ ...group, run: null }))
    : runs.map((run) => ({ label: run.label, short: run.label, runs: [run], run }));
  const colours = isGrouped ? groupColours(groups.map(({ label }) => label)) : null;
  const intervals = createIntervals();
  const all = groups.flatMap(({ label, short, runs: members, run }): BarItem[] => {
    const bars = settings.values.flatMap((_, value) => {
      const own = members.filter((member) => drawn[value]?.has(member));
      if (own.length === 0) return [];
      const numbers = Float64Array.from(own, ({ values }) => Number(values[value])).sort();
      const one = colours === null ? (run?.colour ?? '') : (colours.get(label) ?? '');
      const colour = settings.values.length > 1 ? runColour(value) : one;
      return [barOf(value, colour, numbers, settings, isGrouped, intervals)];
    });
    const runCount = members.filter((member) => drawn.some((set) => set.has(member))).length;
    return bars.length === 0 ? [] : [{ label, short, run, bars, runCount }];
  });
  const items = sortItems(all, settings.sort).slice(0, settings.maxBars);
  return {
    items,
    itemCount: all.length,
    runCount: items.reduce((sum, { runCount }) => sum + runCount, 0),
    isGrouped,
    leftOut: parts.flatMap((part) => part.leftOut),
    loneCount: isGrouped
      ? items.filter(({ bars }) => bars.some(({ numbers }) => numbers.length === 1)).length
      : 0,
  };
}

function barOf(
  value: number,
  colour: string,
  numbers: Float64Array,
  settings: BarSettings,
  isGrouped: boolean,
  intervals: (count: number) => number,
): Bar {
  const described = describeNumbers(numbers, numbers.length);
  return {
    value,
    colour,
    numbers,
    described,
    length: isGrouped ? aggregateOf(numbers, described, settings.aggregate) : (numbers[0] ?? 0),
    interval: isGrouped ? intervalOf(numbers, described, settings, intervals) : null,
    box: isGrouped && settings.groupShape !== 'bar' ? boxOf(numbers) : null,
    density:
      isGrouped && settings.groupShape === 'violin' ? densityOf(numbers, DENSITY_PLACES) : [],
  };
}

function aggregateOf(
  numbers: Float64Array,
  { mean, count }: Description,
  aggregate: BarSettings['aggregate'],
): number {
  switch (aggregate) {
    case 'mean':
      return mean;
    case 'median':
      return sortedQuantile(numbers, count, 0.5);
    case 'min':
      return numbers[0] ?? Number.NaN;
    case 'max':
      return numbers.at(-1) ?? Number.NaN;
    case 'sum':
      return mean * count;
  }
}

/** Intervals of the mean stand on bars of the mean alone. One run has none. */
function intervalOf(
  numbers: Float64Array,
  { mean, count, stdSample, standardError }: Description,
  { interval, aggregate }: BarSettings,
  intervals: (count: number) => number,
): Bar['interval'] {
  if (interval === 'none' || count < 2) return null;
  if (interval === 'minmax') {
    return aggregate === 'sum'
      ? null
      : { low: numbers[0] ?? Number.NaN, high: numbers.at(-1) ?? Number.NaN };
  }
  if (aggregate !== 'mean') return null;
  const half = {
    ci95: intervals(count) * standardError,
    sd: stdSample,
    se: standardError,
  }[interval];
  return { low: mean - half, high: mean + half };
}

const NATURAL = new Intl.Collator('en', { numeric: true });

/** By the first value that an item has; those without it come last. */
function sortItems(items: readonly BarItem[], sort: BarSettings['sort']): readonly BarItem[] {
  if (sort === 'list') return items;
  if (sort === 'name') return items.toSorted((a, b) => NATURAL.compare(a.label, b.label));
  const sign = sort === 'ascending' ? 1 : -1;
  const first = ({ bars }: BarItem) => bars.find(({ value }) => value === 0)?.length;
  return items.toSorted((a, b) => {
    const [left, right] = [first(a), first(b)];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    return sign * (left - right);
  });
}
