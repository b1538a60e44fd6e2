import type uPlot from 'uplot';
import { axisMetric, type ChartAxis } from './chart-axis.ts';
import { formatLogTick, formatSecondsTick, formatTick, formatWallTicks } from './format.ts';
import type { ChartTheme } from './theme.ts';
import { evenTicks, logTicks, roundDistance } from './ticks.ts';

const LABEL_SPACE = 56;
const DIGIT_WIDTH = 6.2;
/** Height that a label of a linear axis takes, CSS pixels. */
const EVEN_SPACE = 28;

/** The axis at the bottom, with labels for what x is. */
export function xAxisOptions(axis: ChartAxis, theme: ChartTheme): uPlot.Axis {
  const isWall = axis === 'wall';
  const metric = axisMetric(axis);
  return {
    ...frame(theme),
    scale: 'x',
    side: 2,
    // Days stand in a second line, where there is one.
    size: (_plot, labels) => ((labels ?? []).some((label) => label?.includes('\n')) ? 36 : 22),
    gap: 4,
    space: isWall ? LABEL_SPACE + 10 : LABEL_SPACE,
    lineGap: 1.25,
    ...(metric === null
      ? { incrs: axis === 'step' ? STEP_INCREMENTS : SECOND_INCREMENTS }
      : { splits: evenPlaces, incrs: evenWidths, ...axisLabel(metric, theme) }),
    values: (_plot, splits, _index, _space, increment) => {
      if (metric !== null) return evenLabels(splits);
      if (axis === 'step') return splits.map((step) => formatTick(step, increment));
      if (isWall) return formatWallTicks(splits, increment);
      return splits.map((seconds) => formatSecondsTick(seconds, increment));
    },
    grid: { show: false },
  };
}

const LONGEST_LABEL = 60;

/** Steps and time are the same for all charts; what else it is must be said below. */
function axisLabel(metric: string, theme: ChartTheme): Partial<uPlot.Axis> {
  const label = metric.length > LONGEST_LABEL ? `${metric.slice(0, LONGEST_LABEL - 1)}…` : metric;
  return { label, labelFont: theme.font, labelSize: 15, labelGap: 0 };
}

function evenWidths(_plot: uPlot, _axis: number, min: number, max: number, width: number) {
  return [roundDistance(min, max, width / LABEL_SPACE)];
}

function evenPlaces(plot: uPlot, _axis: number, min: number, max: number): number[] {
  return evenTicks(min, max, plot.over.clientWidth / LABEL_SPACE || 5);
}

/** The axis at the left, as wide as its labels. */
export function yAxisOptions(isLog: boolean, theme: ChartTheme): uPlot.Axis {
  return {
    ...frame(theme),
    scale: 'y',
    side: 3,
    gap: 6,
    space: EVEN_SPACE,
    size: (_plot, values) => {
      const longest = (values ?? []).reduce(
        (most, value) => Math.max(most, String(value ?? '').length),
        0,
      );
      return Math.max(34, Math.ceil(longest * DIGIT_WIDTH) + 14);
    },
    ...(isLog
      ? { splits: logSplits, filter: (_plot: uPlot, splits: number[]) => splits }
      : { splits: evenSplits, incrs: evenIncrements }),
    values: (_plot, splits) => (isLog ? logLabels(splits) : evenLabels(splits)),
    grid: { show: true, stroke: theme.grid, width: 1 },
  };
}

/** Room that a label of a logarithmic axis takes, CSS pixels. */
const LOG_SPACE = 26;

function logSplits(plot: uPlot, _axis: number, min: number, max: number): number[] {
  return logTicks(min, max, Math.floor(plot.over.clientHeight / LOG_SPACE) || 5);
}

/** uPlot's own distances end at 1e32; values don't. */
function evenIncrements(_plot: uPlot, _axis: number, min: number, max: number, height: number) {
  return [roundDistance(min, max, height / EVEN_SPACE)];
}

function evenSplits(plot: uPlot, _axis: number, min: number, max: number): number[] {
  return evenTicks(min, max, plot.over.clientHeight / EVEN_SPACE || 5);
}

function evenLabels(splits: readonly number[]): string[] {
  const [first = 0, second = 2 * first] = splits;
  return splits.map((tick) => formatTick(tick, Math.abs(second - first)));
}

/** Even distances are labelled as on a linear axis: 2.2, 2.4, 2.6. */
function logLabels(splits: readonly number[]): string[] {
  const [first = 0] = splits;
  const isWithinDecade = first > 0 && (splits.at(-1) ?? 0) < first * 10;
  return isWithinDecade ? evenLabels(splits) : splits.map(formatLogTick);
}

function frame(theme: ChartTheme): uPlot.Axis {
  return {
    stroke: theme.axis,
    font: theme.font,
    ticks: { show: false },
    border: { show: false },
  };
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
