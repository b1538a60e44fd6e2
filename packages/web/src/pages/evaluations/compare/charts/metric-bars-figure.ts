import type { FigureModel, Place } from '../../../../charts/figure-model.ts';
import { type Frame, layoutFrame, leftOf, paintFrame, topOf } from '../../../../charts/frame.ts';
import { rangeOfValues, type Scale } from '../../../../charts/scale.ts';
import { type BarShape, fillBar, paintInterval } from '../../../../panels/bar/paint-bar.ts';

/** One evaluation's value of a metric. */
export interface MetricBar {
  /** Along the axis. */
  readonly short: string;
  readonly label: string;
  readonly colour: string;
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** What the tooltip tells below the name. */
  readonly told: readonly { readonly name: string; readonly value: string }[];
}

/** Share of an item's room that its bar takes. */
const FILLED = 0.66;
const THICKEST = 18;

/** Bars of one metric with their intervals, one below the other from zero on. */
export function metricBarsFigure(bars: readonly MetricBar[], isRate: boolean): FigureModel<Frame> {
  // Axes at the left count from below, lists from the top.
  const y: Scale = { kind: 'category', texts: bars.map(({ short }) => short).toReversed() };
  const x: Scale = { kind: 'number', isLog: false, range: rangeOf(bars, isRate) };
  const shapeOf = (frame: Frame, mark: number): BarShape => ({
    isHorizontal: true,
    middle: topOf(frame, bars.length - 1 - mark),
    thickness: Math.min(THICKEST, (frame.height / Math.max(1, bars.length)) * FILLED),
    to: (value) => leftOf(frame, value),
    zero: leftOf(frame, Math.min(x.range.max, Math.max(x.range.min, 0))),
  });
  return {
    order: [...bars.keys()],
    layout: (width, height) => layoutFrame(width, height, { x, y, xTitle: '', yTitle: '' }),
    paint(pen, frame, theme) {
      paintFrame(pen, frame, theme, { x: true, y: false });
      for (const [mark, { value, interval, colour }] of bars.entries()) {
        const shape = shapeOf(frame, mark);
        fillBar(pen, shape, value, theme.colour(colour));
        if (interval !== null) paintInterval(pen, shape, interval, theme);
      }
    },
    paintMark(pen, frame, theme, mark) {
      const { middle, thickness } = shapeOf(frame, mark);
      pen.fillStyle = theme.selection;
      pen.fillRect(frame.left, middle - thickness / 2 - 2, frame.width, thickness + 4);
    },
    find(frame, { top }) {
      for (const mark of bars.keys()) {
        const { middle, thickness } = shapeOf(frame, mark);
        if (Math.abs(top - middle) <= thickness / 2 + 3) return mark;
      }
      return null;
    },
    placeOf: (frame, mark): Place => ({
      left: leftOf(frame, bars[mark]?.value ?? 0),
      top: shapeOf(frame, mark).middle,
    }),
    tell(mark) {
      const bar = bars[mark];
      return {
        heading: bar?.label ?? '',
        colour: bar?.colour ?? null,
        rows: bar?.told ?? [],
      };
    },
  };
}

/** Bars stand on zero, so that their lengths can be compared; rates have room up to one. */
function rangeOf(bars: readonly MetricBar[], isRate: boolean) {
  if (isRate) return { min: 0, max: 1 };
  const values = bars.flatMap(({ value, interval }) =>
    interval === null ? [value] : [value, interval.low, interval.high],
  );
  const { min, max } = rangeOfValues(values, false, { min: null, max: null });
  const low = values.every((value) => value >= 0) ? 0 : Math.min(0, min);
  const high = values.every((value) => value <= 0) ? 0 : Math.max(0, max);
  return { min: low, max: high > low ? high : low + 1 };
}
