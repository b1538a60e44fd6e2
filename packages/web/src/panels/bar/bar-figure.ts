import type { BarSettings } from '@runloom/model';
import type { FigureModel, Place } from '../../charts/figure-model.ts';
import { formatValue } from '../../charts/format.ts';
import { type Frame, layoutFrame, leftOf, paintFrame, topOf } from '../../charts/frame.ts';
import { rangeOfValues, type Scale } from '../../charts/scale.ts';
import type { Told } from '../../charts/value-tooltip.tsx';
import { colourScale, LEGEND_HEIGHT, paintColourLegend } from '../analysis/colour-legend.ts';
import { valueTitle } from '../analysis/values.ts';
import type { Bar, BarData, BarItem } from './bar-data.ts';
import { type BarShape, paintBar } from './paint-bar.ts';

interface Mark {
  readonly item: BarItem;
  /** Number of the item from the top, or from the left. */
  readonly at: number;
  readonly bar: Bar;
}

/** Share of an item's room that its bars take. */
const FILLED = 0.78;
const THICKEST = 46;

/** The chart as a figure. Marks are numbers of bars. */
export function barFigure(data: BarData, settings: BarSettings): FigureModel<Frame> {
  const { items } = data;
  const marks = items.flatMap((item, at) => item.bars.map((bar): Mark => ({ item, at, bar })));
  const isHorizontal = settings.direction === 'horizontal';
  const shape = data.isGrouped ? settings.groupShape : 'bar';
  // A line break in a name would be one of the label.
  const names = items.map(({ short: name, bars }) => {
    const short = name.replaceAll('\n', ' ');
    if (!data.isGrouped) return short;
    return `${short}${isHorizontal ? ' · ' : '\n'}n ${bars[0]?.numbers.length ?? 0}`;
  });
  // Axes at the left count from below, lists from the top.
  const along: Scale = { kind: 'category', texts: isHorizontal ? names.toReversed() : names };
  const across: Scale = {
    kind: 'number',
    isLog: settings.valueLog,
    range: rangeOf(marks, settings, shape),
  };
  const legend =
    settings.values.length > 1
      ? colourScale({ kind: 'category', texts: settings.values.map(valueTitle) }, 'viridis', '')
      : null;
  const valueTitleText =
    settings.valueTitle ||
    (settings.values.length === 1 ? settings.values.map(valueTitle).join() : '');

  /** Where a bar stands: its middle along the items, and how thick it is. */
  const placeAlong = (frame: Frame, { at, bar }: Mark) => {
    const place = isHorizontal ? items.length - 1 - at : at;
    const middle = isHorizontal ? topOf(frame, place) : leftOf(frame, place);
    const room = (isHorizontal ? frame.height : frame.width) / Math.max(1, items.length);
    const own = Math.min(THICKEST, (room * FILLED) / settings.values.length);
    const shift = (bar.value - (settings.values.length - 1) / 2) * own;
    return { middle: middle + shift, thickness: Math.max(1, own * 0.92) };
  };
  const shapeOf = (frame: Frame, mark: Mark): BarShape => ({
    ...placeAlong(frame, mark),
    isHorizontal,
    to: (value) => (isHorizontal ? leftOf(frame, value) : topOf(frame, value)),
    zero: zeroOf(frame, settings, across),
  });
  const placeOf = (frame: Frame, index: number): Place => {
    const mark = marks[index];
    if (mark === undefined) return { left: 0, top: 0 };
    const { middle, to } = shapeOf(frame, mark);
    const end = to(mark.bar.length);
    return isHorizontal ? { left: end, top: middle } : { left: middle, top: end };
  };

  return {
    order: [...marks.keys()],
    layout: (width, height) =>
      layoutFrame(width, height, {
        x: isHorizontal ? across : along,
        y: isHorizontal ? along : across,
        xTitle: isHorizontal ? valueTitleText : '',
        yTitle: isHorizontal ? '' : valueTitleText,
        below: legend === null ? 0 : LEGEND_HEIGHT,
      }),
    paint(pen, frame, theme) {
      paintFrame(pen, frame, theme, { x: isHorizontal, y: !isHorizontal });
      pen.save();
      pen.beginPath();
      pen.rect(frame.left - 1, frame.top - 1, frame.width + 2, frame.height + 2);
      pen.clip();
      for (const mark of marks)
        paintBar(pen, shapeOf(frame, mark), mark.bar, shape, settings, theme);
      pen.restore();
      if (legend !== null) paintColourLegend(pen, frame, theme, legend, '');
    },
    paintMark(pen, frame, theme, index) {
      const mark = marks[index];
      if (mark === undefined) return;
      const { middle, thickness } = placeAlong(frame, mark);
      pen.fillStyle = theme.selection;
      if (isHorizontal) {
        pen.fillRect(frame.left, middle - thickness / 2 - 1, frame.width, thickness + 2);
      } else pen.fillRect(middle - thickness / 2 - 1, frame.top, thickness + 2, frame.height);
    },
    find(frame, { left, top }) {
      const isBeside = isHorizontal
        ? top < frame.top || top > frame.top + frame.height
        : left < frame.left || left > frame.left + frame.width;
      if (isBeside || left > frame.left + frame.width || top > frame.end) return null;
      let [best, nearest]: [number | null, number] = [null, Number.POSITIVE_INFINITY];
      for (const [index, mark] of marks.entries()) {
        const { middle, thickness } = placeAlong(frame, mark);
        const distance = Math.abs((isHorizontal ? top : left) - middle);
        if (distance <= thickness / 2 + 3 && distance < nearest) {
          [best, nearest] = [index, distance];
        }
      }
      return best;
    },
    placeOf,
    tell: (index): Told => {
      const mark = marks[index];
      if (mark === undefined) return { heading: '', colour: null, rows: [] };
      const ref = settings.values[mark.bar.value];
      return {
        heading: mark.item.label,
        colour: mark.bar.colour,
        rows: rowsOf(mark.bar, ref === undefined ? '' : valueTitle(ref), data.isGrouped, settings),
      };
    },
  };
}

function rowsOf(bar: Bar, name: string, isGrouped: boolean, settings: BarSettings): Told['rows'] {
  if (!isGrouped) return [{ name, value: formatValue(bar.length) }];
  const { described, numbers, interval, box } = bar;
  const between = (low: number, high: number) => `${formatValue(low)} … ${formatValue(high)}`;
  return [
    { name: `${AGGREGATES[settings.aggregate]} of ${name}`, value: formatValue(bar.length) },
    ...(interval === null
      ? []
      : [{ name: INTERVALS[settings.interval], value: between(interval.low, interval.high) }]),
    ...(described.count > 1
      ? [{ name: 'Standard deviation', value: formatValue(described.stdSample) }]
      : []),
    ...(box === null
      ? []
      : [
          { name: 'Median', value: formatValue(box.median) },
          { name: 'Quartiles', value: between(box.q1, box.q3) },
        ]),
    {
      name: 'Lowest … highest',
      value: between(numbers[0] ?? Number.NaN, numbers.at(-1) ?? Number.NaN),
    },
    { name: 'Runs', value: String(described.count) },
  ];
}

const AGGREGATES = { mean: 'Mean', median: 'Median', min: 'Minimum', max: 'Maximum', sum: 'Sum' };
const INTERVALS = {
  ci95: '95 % interval of the mean',
  sd: '± standard deviation',
  se: '± standard error',
  minmax: 'Lowest … highest',
  none: '',
};

/** Bars stand on zero, so that their lengths can be compared; boxes and violins need not. */
function rangeOf(marks: readonly Mark[], settings: BarSettings, shape: BarSettings['groupShape']) {
  const values: number[] = [];
  for (const { bar } of marks) {
    if (shape === 'bar') values.push(bar.length);
    if (bar.interval !== null && shape === 'bar') values.push(bar.interval.low, bar.interval.high);
    const showsAll = shape !== 'bar' || settings.showsRuns;
    if (showsAll) values.push(bar.numbers[0] ?? Number.NaN, bar.numbers.at(-1) ?? Number.NaN);
  }
  const { valueLog, valueMin: min, valueMax: max } = settings;
  const range = rangeOfValues(values, valueLog, { min, max });
  if (shape !== 'bar' || valueLog || values.length === 0) return range;
  const low = values.every((value) => value >= 0) ? 0 : Math.min(0, range.min);
  const high = values.every((value) => value <= 0) ? 0 : Math.max(0, range.max);
  return { min: min ?? low, max: max ?? (high > low ? high : low + 1) };
}

/** Where bars begin: at zero, or at the end of the axis that is nearest to it. */
function zeroOf(frame: Frame, { direction, valueLog }: BarSettings, scale: Scale): number {
  const isHorizontal = direction === 'horizontal';
  if (scale.kind === 'category') return 0;
  const { min, max } = scale.range;
  const value = valueLog ? min : Math.min(max, Math.max(min, 0));
  return isHorizontal ? leftOf(frame, value) : topOf(frame, value);
}
