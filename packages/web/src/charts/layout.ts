import { type AxisTicks, axisCaption, xTicks, yTicks } from './axes.ts';
import { type ChartAxis, isTimeAxis } from './chart-axis.ts';
import type { ChartLine } from './chart-line.ts';
import { drawableRange, type Range, wholeRange, yRange } from './extent.ts';
import { createProjection, type Projection } from './projection.ts';
import { type StackedLines, stackLines } from './stack.ts';

/** How lines are drawn. `area` and `percentArea` lie one on the other. */
export type ChartType = 'line' | 'points' | 'area' | 'percentArea';

/** Ends that a reader gave an axis; null where the data says. */
export interface Bounds {
  readonly min: number | null;
  readonly max: number | null;
}

/** What a chart shows. */
export interface ChartView {
  readonly lines: readonly ChartLine[];
  readonly axis: ChartAxis;
  /** Range of x that the reader zoomed into; null shows all. */
  readonly range: Range | null;
  readonly xBounds: Bounds;
  readonly yBounds: Bounds;
  readonly xLog: boolean;
  readonly yLog: boolean;
  readonly ignoreOutliers: boolean;
  readonly type: ChartType;
  /** CSS pixels, for lines that have no width of their own. */
  readonly lineWidth: number;
  /** Of axes and their titles; absent: medium. */
  readonly textSize?: 'small' | 'medium' | 'large';
  /** An x axis of a metric or an expression counts seconds since 1970. */
  readonly hasDates?: boolean;
  /** Below and beside the axes; empty where there is nothing to say. */
  readonly xTitle: string;
  readonly yTitle: string;
}

export const NO_BOUNDS: Bounds = { min: null, max: null };

/** A chart that is ready to be painted: places of everything, in CSS pixels. */
export interface ChartLayout {
  readonly view: ChartView;
  /** CSS pixels. */
  readonly textSize: number;
  readonly width: number;
  readonly height: number;
  readonly to: Projection;
  readonly xTicks: AxisTicks;
  readonly yTicks: AxisTicks;
  readonly caption: string;
  /** Where lines lie one on the other. */
  readonly stacked: StackedLines | null;
}

/** CSS pixels. */
const TEXT_SIZES = { small: 9.5, medium: 11, large: 14 } as const;
const DIGIT_WIDTH = 6.2;
const PADDING_TOP = 8;
const PADDING_RIGHT = 12;
const CAPTION_HEIGHT = 15;
const TITLE_HEIGHT = 14;

export function layoutChart(view: ChartView, width: number, height: number): ChartLayout {
  const stacked =
    view.type === 'area' || view.type === 'percentArea'
      ? stackLines(view.lines, view.type === 'percentArea')
      : null;
  const textSize = TEXT_SIZES[view.textSize ?? 'medium'];
  const scale = textSize / TEXT_SIZES.medium;
  const labelled = labelledAxis(view);
  const x = xRangeOf(view);
  const y = yRangeOf(view, x, stacked);
  const caption = axisCaption(view.axis, view.xTitle);
  const top = PADDING_TOP + (view.yTitle === '' ? 0 : TITLE_HEIGHT * scale);
  const bottomOf = (labels: readonly string[]) =>
    (labels.some((label) => label.includes('\n')) ? 36 : 22) * scale +
    (caption === '' ? 0 : CAPTION_HEIGHT * scale);
  // The height tells how many labels there are, the labels how wide the axis is.
  const rough = yTicks(view.yLog, y, (height - top - 22 * scale) / scale);
  const longest = rough.labels.reduce((most, label) => Math.max(most, label.length), 0);
  const left = Math.min(width / 2, Math.max(34, Math.ceil(longest * DIGIT_WIDTH * scale) + 14));
  const inner = Math.max(1, width - left - PADDING_RIGHT);
  const horizontal = xTicks(labelled, view.xLog, x, inner / scale);
  const innerHeight = Math.max(1, height - top - bottomOf(horizontal.labels));
  const vertical = yTicks(view.yLog, y, innerHeight / scale);
  return {
    view,
    textSize,
    width,
    height,
    to: createProjection({
      left,
      top,
      width: inner,
      height: innerHeight,
      x,
      y,
      xLog: view.xLog,
      yLog: view.yLog,
    }),
    xTicks: horizontal,
    yTicks: vertical,
    caption,
    stacked,
  };
}

/** The axis that the numbers of x are written as: time for a metric that is one. */
export function labelledAxis({
  axis,
  hasDates = false,
}: Pick<ChartView, 'axis' | 'hasDates'>): ChartAxis {
  return hasDates && axis !== 'step' && !isTimeAxis(axis) ? 'wall' : axis;
}

/** The range of x in sight. */
export function xRangeOf(view: Pick<ChartView, 'lines' | 'range' | 'xBounds' | 'xLog'>): Range {
  const whole = wholeRange(view.lines, view.xLog);
  const { min, max } = view.xBounds;
  const range =
    view.range ??
    (min === null && max === null
      ? whole
      : {
          min: min ?? Math.min(whole?.min ?? 0, max ?? 0),
          max: max ?? Math.max(whole?.max ?? 1, min ?? 0),
        });
  return drawableRange(range, view.xLog);
}

function yRangeOf(view: ChartView, x: Range, stacked: StackedLines | null): Range {
  const { min, max } = view.yBounds;
  const found =
    view.type === 'percentArea'
      ? { min: 0, max: 100 }
      : yRange(view.lines, x, {
          isLog: view.yLog,
          ignoreOutliers: view.ignoreOutliers,
          stacked,
        });
  const low = min !== null && !(view.yLog && min <= 0) ? min : found.min;
  const high = max !== null && !(view.yLog && max <= 0) ? max : found.max;
  if (high > low) return { min: low, max: high };
  // One end was given and all values are beyond it.
  if (min !== null) return { min: low, max: view.yLog ? low * 10 : low + (Math.abs(low) || 1) };
  return { min: view.yLog ? high / 10 : high - (Math.abs(high) || 1), max: high };
}
