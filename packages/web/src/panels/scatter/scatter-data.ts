import {
  frontierOf,
  type Goal,
  type Regression,
  regress,
  type ScatterSettings,
} from '@runloom/model';
import type { Scale } from '../../charts/scale.ts';
import { axisOfValues, isCategory } from '../analysis/axis-scale.ts';
import { type LeftOut, partRuns } from '../analysis/left-out.ts';
import type { AnalysisRun } from '../analysis/use-analysis-runs.ts';
import { isMoment, valueTitle } from '../analysis/values.ts';

export interface ScatterPoint {
  readonly run: AnalysisRun;
  readonly x: number;
  readonly y: number;
  /** NaN where it has no colour of the scale. */
  readonly z: number;
}

export type RunningKind = 'minimum' | 'maximum' | 'mean';

/** Everything that a scatter plot shows. */
export interface ScatterData {
  readonly points: readonly ScatterPoint[];
  readonly leftOut: readonly LeftOut[];
  readonly x: Scale;
  readonly y: Scale;
  /** Null: runs have their own colours. */
  readonly z: Scale | null;
  readonly running: readonly { readonly kind: RunningKind; readonly ys: Float64Array }[];
  /** Indices of points, in the order of x. */
  readonly byX: readonly number[];
  readonly frontier: readonly number[];
  readonly goals: { readonly x: Goal; readonly y: Goal };
  /** Of the logarithms on log axes. */
  readonly regression: Regression | null;
  /** Drawn, but beyond the axes. */
  readonly outsideCount: number;
  /** Runs whose colour says nothing, since they have no z. */
  readonly withoutZ: readonly string[];
}

/** Which of a run's values is which: x, y, then z if there is one. */
export const VALUE = { x: 0, y: 1, z: 2 };

/** @param goalOf which way is better of a value whose goal is not set */
export function scatterData(
  runs: readonly AnalysisRun[],
  settings: ScatterSettings,
  goalOf: (field: string) => Goal,
): ScatterData {
  const { x: xRef, y: yRef, z: zRef, zoom } = settings;
  const cellsOf = (from: readonly AnalysisRun[], at: number) =>
    from.map(({ values }) => values[at] ?? null);
  const kindOf = (at: number) =>
    isCategory(cellsOf(runs, at)) ? ('category' as const) : ('number' as const);
  const [xKind, yKind] = [kindOf(VALUE.x), kindOf(VALUE.y)];
  const { drawn, leftOut } = partRuns(runs, [
    {
      what: xRef === null ? 'x' : valueTitle(xRef),
      index: VALUE.x,
      kind: xKind,
      isLog: settings.xLog,
    },
    {
      what: yRef === null ? 'y' : valueTitle(yRef),
      index: VALUE.y,
      kind: yKind,
      isLog: settings.yLog,
    },
  ]);
  const xAxis = axisOfValues(cellsOf(drawn, VALUE.x), {
    kind: xKind,
    isMoment: xRef !== null && isMoment(xRef),
    isLog: settings.xLog,
    min: settings.xMin,
    max: settings.xMax,
    isExact: false,
    zoom: zoom?.x ?? null,
  });
  const yAxis = axisOfValues(cellsOf(drawn, VALUE.y), {
    kind: yKind,
    isMoment: yRef !== null && isMoment(yRef),
    isLog: settings.yLog,
    min: settings.yMin,
    max: settings.yMax,
    isExact: false,
    zoom: zoom?.y ?? null,
  });
  const zAxis =
    zRef === null
      ? null
      : axisOfValues(cellsOf(drawn, VALUE.z), {
          kind: 'auto',
          isMoment: isMoment(zRef),
          isLog: settings.zLog,
          min: settings.zMin,
          max: settings.zMax,
          isExact: true,
          zoom: null,
        });
  const z = zAxis?.scale ?? null;
  const points = drawn.map((run): ScatterPoint => {
    const zPlace = zAxis?.placeOf(run.values[VALUE.z] ?? null) ?? Number.NaN;
    const hasPlace = Number.isFinite(zPlace) && !(settings.zLog && zPlace <= 0);
    return {
      run,
      x: xAxis.placeOf(run.values[VALUE.x] ?? null),
      y: yAxis.placeOf(run.values[VALUE.y] ?? null),
      z: hasPlace ? zPlace : Number.NaN,
    };
  });
  const xs = Float64Array.from(points, (point) => point.x);
  const ys = Float64Array.from(points, (point) => point.y);
  const byX = [...points.keys()].sort((a, b) => (xs[a] ?? 0) - (xs[b] ?? 0));
  const isNumeric = xAxis.scale.kind !== 'category' && yAxis.scale.kind !== 'category';
  const goals = {
    x: settings.xGoal === 'auto' ? goalOf(xRef?.field ?? '') : settings.xGoal,
    y: settings.yGoal === 'auto' ? goalOf(yRef?.field ?? '') : settings.yGoal,
  };
  return {
    points,
    leftOut,
    x: xAxis.scale,
    y: yAxis.scale,
    z,
    running: isNumeric ? runningLines(byX, ys, settings) : [],
    byX,
    frontier: settings.showsFrontier && isNumeric ? frontierOf(xs, ys, goals) : [],
    goals,
    regression:
      settings.showsRegression && isNumeric
        ? regress(settings.xLog ? xs.map(Math.log10) : xs, settings.yLog ? ys.map(Math.log10) : ys)
        : null,
    outsideCount: points.filter(
      (point) => !isInRange(xAxis.scale, point.x) || !isInRange(yAxis.scale, point.y),
    ).length,
    withoutZ:
      zRef === null
        ? []
        : points.filter((point) => Number.isNaN(point.z)).map(({ run }) => run.label),
  };
}

function isInRange(scale: Scale, value: number): boolean {
  return scale.kind === 'category' || (value >= scale.range.min && value <= scale.range.max);
}

/** Least, most and mean of all y so far, for each point from left to right. */
function runningLines(
  byX: readonly number[],
  ys: Float64Array,
  settings: Pick<ScatterSettings, 'showsRunningMin' | 'showsRunningMax' | 'showsRunningMean'>,
): ScatterData['running'] {
  const lines: { kind: RunningKind; ys: Float64Array }[] = [];
  const add = (
    kind: RunningKind,
    isOn: boolean,
    fold: (so: number, y: number, at: number) => number,
  ) => {
    if (!isOn) return;
    const line = new Float64Array(byX.length);
    let value = Number.NaN;
    for (const [at, index] of byX.entries()) {
      const y = ys[index] ?? Number.NaN;
      value = at === 0 ? y : fold(value, y, at);
      line[at] = value;
    }
    lines.push({ kind, ys: line });
  };
  add('minimum', settings.showsRunningMin, (least, y) => Math.min(least, y));
  add('maximum', settings.showsRunningMax, (most, y) => Math.max(most, y));
  add('mean', settings.showsRunningMean, (mean, y, at) => mean + (y - mean) / (at + 1));
  return lines;
}
