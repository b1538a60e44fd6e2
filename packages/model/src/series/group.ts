import type { Alignment, GroupColumn } from '../api/panels/request.ts';
import {
  createIntervals,
  type Description,
  describeSums,
  sortedQuantile,
} from '../statistics/index.ts';
import { bucketOf, coarser, type Grid } from './grid.ts';

/** What one run brings to its group: all its points in view, or the buckets they make. */
export type GroupMember =
  | { readonly kind: 'points'; readonly x: Float64Array; readonly value: Float64Array }
  | {
      readonly kind: 'buckets';
      readonly bucket: Float64Array;
      readonly x: Float64Array;
      readonly mean: Float64Array;
      /** Finite points of each bucket. */
      readonly finite: Float64Array;
      /** Of all points in view. */
      readonly count: number;
      readonly firstX: number;
    };

export interface GroupLine {
  readonly alignment: 'exact-x' | 'windowed';
  readonly windowWidth: number | null;
  /** `x`, `runs` and the asked columns. */
  readonly columns: Record<string, Float64Array>;
}

/**
 * The line of a group: at each place what its runs say there, one number a run. Depends on its own
 * runs and the grid of the view, never on other groups.
 *
 * `exact-x`: the places are the x that were logged. `windowed`: buckets of the grid, or of one that
 * is 2, 4, 8 … times as wide where the points of a run are further apart, so that every run has its say
 * in each; its number is the mean of its finite points there. `auto` is the first where each run has a
 * point at every x of the group between its own first and last, and there are at most `buckets` of them.
 */
export function groupLine(
  members: readonly GroupMember[],
  wanted: {
    readonly grid: Grid;
    readonly buckets: number;
    readonly alignment: Alignment;
    readonly columns: readonly GroupColumn[];
    /** Width of the windows where it was found before; else what the members need. */
    readonly windowWidth?: number | null;
  },
): GroupLine {
  const exact = wanted.alignment === 'windowed' ? null : exactPlaces(members, wanted.buckets);
  if (exact !== null && (wanted.alignment === 'exact-x' || exact.isShared)) {
    return {
      alignment: 'exact-x',
      windowWidth: null,
      columns: summarize(exact.places, exact.says, wanted.columns),
    };
  }
  const { windowWidth } = wanted;
  const grid = windowWidth ? { width: windowWidth } : windowGrid(members, wanted.grid);
  const { places, says } = windows(members, wanted.grid, grid);
  return {
    alignment: 'windowed',
    windowWidth: grid.width,
    columns: summarize(places, says, wanted.columns),
  };
}

/** What one run says: numbers at places, by their index. */
interface Saying {
  readonly at: Uint32Array;
  readonly value: Float64Array;
}

/** Null where there are too many x, or where the points themselves are not known. */
function exactPlaces(
  members: readonly GroupMember[],
  buckets: number,
): { places: Float64Array; says: Saying[]; isShared: boolean } | null {
  const shared = sharedPlaces(members, buckets);
  if (shared !== null) return shared;
  const known = new Set<number>();
  for (const member of members) {
    if (member.kind !== 'points') return null;
    for (const x of member.x) known.add(x);
    if (known.size > buckets) return null;
  }
  const places = Float64Array.from(known).sort();
  const index = new Map<number, number>();
  for (let at = 0; at < places.length; at += 1) index.set(places[at] as number, at);
  let isShared = true;
  const says = members.map((member): Saying => {
    if (member.kind !== 'points') throw new TypeError('Points were checked above.');
    const at = new Uint32Array(member.x.length);
    const value = new Float64Array(member.x.length);
    let used = 0;
    // Points of one x in one run have one say, by their mean.
    for (let from = 0, to = 0; from < member.x.length; from = to) {
      const x = member.x[from] as number;
      for (to = from + 1; to < member.x.length && member.x[to] === x; ) to += 1;
      at[used] = index.get(x) as number;
      value[used] = meanOf(member.value, from, to);
      used += 1;
    }
    const stretch = used === 0 ? 0 : (at[used - 1] as number) - (at[0] as number) + 1;
    if (used < stretch) isShared = false;
    return { at: at.subarray(0, used), value: value.subarray(0, used) };
  });
  return { places, says, isShared };
}

/** The same, in a fraction of the time, where the x of each run are a stretch of those of the longest. */
function sharedPlaces(
  members: readonly GroupMember[],
  buckets: number,
): ReturnType<typeof exactPlaces> {
  let longest = new Float64Array();
  for (const member of members) {
    if (member.kind !== 'points') return null;
    if (member.x.length > longest.length) longest = member.x as typeof longest;
  }
  if (longest.length > buckets) return null;
  for (let at = 1; at < longest.length; at += 1) {
    if (longest[at - 1] === longest[at]) return null;
  }
  const indices = Uint32Array.from({ length: longest.length }, (_, at) => at);
  const says: Saying[] = [];
  for (const member of members) {
    if (member.kind !== 'points') return null;
    const { x, value } = member;
    if (x === longest) {
      says.push({ at: indices, value });
      continue;
    }
    const start = x.length === 0 ? 0 : longest.indexOf(x[0] as number);
    if (start < 0 || start + x.length > longest.length) return null;
    for (let at = 0; at < x.length; at += 1) {
      if (x[at] !== longest[start + at]) return null;
    }
    says.push({ at: indices.subarray(start, start + x.length), value });
  }
  return { places: longest, says, isShared: true };
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const value = values[at] as number;
    if (!Number.isFinite(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** Wide enough for the run whose points are the furthest apart. */
function windowGrid(members: readonly GroupMember[], grid: Grid): Grid {
  let spacing = 0;
  for (const member of members) {
    const count = member.kind === 'points' ? member.x.length : member.count;
    const first = member.kind === 'points' ? (member.x[0] ?? 0) : member.firstX;
    const last = member.x[member.x.length - 1] ?? first;
    if (count > 1) spacing = Math.max(spacing, (last - first) / (count - 1));
  }
  let window = grid;
  while (window.width < spacing) window = coarser(window);
  return window;
}

function windows(
  members: readonly GroupMember[],
  base: Grid,
  window: Grid,
): { places: Float64Array; says: Saying[] } {
  const factor = window.width / base.width;
  const cellOf = (member: GroupMember, at: number): number =>
    member.kind === 'points'
      ? bucketOf(member.x[at] as number, window.width)
      : Math.floor((member.bucket[at] as number) / factor);
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const member of members) {
    if (member.x.length === 0) continue;
    first = Math.min(first, cellOf(member, 0));
    last = Math.max(last, cellOf(member, member.x.length - 1));
  }
  const lastX = new Float64Array(last >= first ? last - first + 1 : 0).fill(Number.NaN);
  const says = members.map((member) => windowsOf(member, first, cellOf, lastX));
  // Windows in which no run has a point are no places.
  const index = new Uint32Array(lastX.length);
  const places = lastX.filter((x) => !Number.isNaN(x));
  for (let cell = 0, place = 0; cell < lastX.length; cell += 1) {
    index[cell] = place;
    if (!Number.isNaN(lastX[cell])) place += 1;
  }
  for (const { at } of says) {
    for (let one = 0; one < at.length; one += 1) at[one] = index[at[one] as number] as number;
  }
  return { places, says };
}

/** One run's mean in each window, by the window's distance to the first; notes the last x of each. */
function windowsOf(
  member: GroupMember,
  first: number,
  cellOf: (member: GroupMember, at: number) => number,
  lastX: Float64Array,
): Saying {
  const at = new Uint32Array(member.x.length);
  const value = new Float64Array(member.x.length);
  let used = 0;
  for (let from = 0, to = 0; from < member.x.length; from = to) {
    const current = cellOf(member, from);
    let sum = 0;
    let count = 0;
    for (to = from; to < member.x.length && cellOf(member, to) === current; to += 1) {
      const one = (member.kind === 'points' ? member.value[to] : member.mean[to]) as number;
      if (!Number.isFinite(one)) continue;
      const weight = member.kind === 'points' ? 1 : (member.finite[to] as number);
      sum += one * weight;
      count += weight;
    }
    at[used] = current - first;
    value[used] = count === 0 ? Number.NaN : sum / count;
    used += 1;
    const end = member.x[to - 1] as number;
    if (!((lastX[current - first] as number) >= end)) lastX[current - first] = end;
  }
  return { at: at.subarray(0, used), value: value.subarray(0, used) };
}

const QUANTILES: Readonly<Partial<Record<GroupColumn, number>>> = {
  q05: 0.05,
  q25: 0.25,
  median: 0.5,
  q75: 0.75,
  q95: 0.95,
};

function summarize(
  places: Float64Array,
  says: readonly Saying[],
  wanted: readonly GroupColumn[],
): Record<string, Float64Array> {
  const runs = new Float64Array(places.length);
  const columns: Record<string, Float64Array> = { x: places, runs };
  const { rough, squares, rest, least, greatest } = sumsOf(says, runs);
  const found: Readonly<Partial<Record<GroupColumn, Float64Array>>> = { min: least, max: greatest };
  for (const name of wanted) columns[name] ??= found[name] ?? new Float64Array(places.length);
  const sorted = wanted.some((name) => QUANTILES[name] !== undefined)
    ? sortedByPlace(says, runs)
    : null;
  const interval = createIntervals();
  for (let place = 0; place < places.length; place += 1) {
    const described = describeSums(
      runs[place] as number,
      rough[place] as number,
      squares[place] as number,
      rest[place] as number,
    );
    for (const name of wanted) {
      if (name === 'min' || name === 'max') continue;
      const numbers = sorted?.(place) ?? NO_NUMBERS;
      (columns[name] as Float64Array)[place] = statistic(name, numbers, described, interval);
    }
  }
  return columns;
}

const NO_NUMBERS = new Float64Array();

/** Sums over the numbers of each place: see `describeSums`. */
interface Sums {
  /** The mean, but for rounding. */
  readonly rough: Float64Array;
  readonly squares: Float64Array;
  readonly rest: Float64Array;
  /** NaN where there is no number. */
  readonly least: Float64Array;
  readonly greatest: Float64Array;
}

/**
 * Sums over the finite numbers of each place, in two passes run by run; `runs` is made to tell how many
 * they are.
 */
function sumsOf(says: readonly Saying[], runs: Float64Array): Sums {
  const rough = new Float64Array(runs.length);
  const squares = new Float64Array(runs.length);
  const rest = new Float64Array(runs.length);
  const least = new Float64Array(runs.length).fill(Number.NaN);
  const greatest = new Float64Array(runs.length).fill(Number.NaN);
  for (const { at, value } of says) {
    for (let index = 0; index < at.length; index += 1) {
      const one = value[index] as number;
      if (!Number.isFinite(one)) continue;
      const place = at[index] as number;
      rough[place] = (rough[place] as number) + one;
      runs[place] = (runs[place] as number) + 1;
    }
  }
  for (let place = 0; place < runs.length; place += 1) {
    rough[place] = (rough[place] as number) / (runs[place] as number);
  }
  for (const { at, value } of says) {
    for (let index = 0; index < at.length; index += 1) {
      const one = value[index] as number;
      if (!Number.isFinite(one)) continue;
      const place = at[index] as number;
      const distance = one - (rough[place] as number);
      squares[place] = (squares[place] as number) + distance * distance;
      rest[place] = (rest[place] as number) + distance;
      if (!(one >= (least[place] as number))) least[place] = one;
      if (!(one <= (greatest[place] as number))) greatest[place] = one;
    }
  }
  return { rough, squares, rest, least, greatest };
}

/** Gives the finite numbers of a place, sorted. */
function sortedByPlace(
  says: readonly Saying[],
  runs: Float64Array,
): (place: number) => Float64Array {
  const starts = new Uint32Array(runs.length + 1);
  for (let place = 0; place < runs.length; place += 1) {
    starts[place + 1] = (starts[place] as number) + (runs[place] as number);
  }
  const next = starts.slice(0, runs.length);
  const numbers = new Float64Array(starts[runs.length] as number);
  for (const { at, value } of says) {
    for (let index = 0; index < at.length; index += 1) {
      const one = value[index] as number;
      if (!Number.isFinite(one)) continue;
      const place = at[index] as number;
      numbers[next[place] as number] = one;
      next[place] = (next[place] as number) + 1;
    }
  }
  for (let place = 0; place < runs.length; place += 1) {
    numbers.subarray(starts[place], starts[place + 1]).sort();
  }
  return (place) => numbers.subarray(starts[place], starts[place + 1]);
}

function statistic(
  name: Exclude<GroupColumn, 'min' | 'max'>,
  /** Sorted. */
  numbers: Float64Array,
  described: Description,
  interval: (runCount: number) => number,
): number {
  const { mean, standardError, count } = described;
  switch (name) {
    case 'sum':
      return mean * count;
    case 'mean':
    case 'stdPopulation':
    case 'stdSample':
    case 'standardError':
      return described[name];
    case 'low95':
      return mean - interval(count) * standardError;
    case 'high95':
      return mean + interval(count) * standardError;
    default:
      return sortedQuantile(numbers, count, QUANTILES[name] as number);
  }
}
