import type { AxisBrush, ParallelAxis, ParallelSettings, RunValueRef } from '@runloom/model';
import { type Scale, shareOf, valueAt } from '../../charts/scale.ts';
import { axisOfValues, isCategory, type ValueAxis } from '../analysis/axis-scale.ts';
import { type LeftOut, type Need, partRuns } from '../analysis/left-out.ts';
import type { AnalysisRun } from '../analysis/use-analysis-runs.ts';
import { isMoment, valueTitle } from '../analysis/values.ts';
import { isBrushed } from './brush.ts';

/** An axis as it is drawn. */
export interface DrawnAxis {
  readonly axis: ParallelAxis;
  readonly title: string;
  readonly scale: Scale;
  /** Where each line crosses it: 0 at the bottom, 1 at the top. */
  readonly shares: Float64Array;
}

/** What does not change while a brush is dragged. */
export interface ParallelLines {
  readonly runs: readonly AnalysisRun[];
  readonly axes: readonly DrawnAxis[];
  readonly leftOut: readonly LeftOut[];
  /** What colours tell; null: each run has its own. */
  readonly colour: {
    readonly scale: Scale;
    readonly title: string;
    /** As the scale takes them; NaN without. */
    readonly values: Float64Array;
  } | null;
  /** Runs whose colour says nothing. */
  readonly greyCount: number;
}

export interface ParallelData extends ParallelLines {
  /** Which lines lie within all brushes. */
  readonly isIn: Uint8Array;
  readonly inCount: number;
}

/** Values that are asked for: those of the axes, then that of the colour. */
export function refsOf({ axes, colourBy }: ParallelSettings): readonly RunValueRef[] {
  const refs = axes.map(({ field, statistic }) => ({ field, statistic }));
  return typeof colourBy === 'object' ? [...refs, colourBy] : refs;
}

/** Brushes of the settings don't matter here. */
export function parallelLines(
  runs: readonly AnalysisRun[],
  settings: ParallelSettings,
): ParallelLines {
  const { axes } = settings;
  const kinds = axes.map(({ kind }, index) =>
    isCategory(
      runs.map(({ values }) => values[index] ?? null),
      kind,
    )
      ? 'category'
      : 'number',
  );
  const needs = axes.map(
    (axis, index): Need => ({
      what: titleOf(axis),
      index,
      kind: kinds[index] === 'category' ? 'category' : 'number',
      isLog: axis.isLog && kinds[index] === 'number',
    }),
  );
  const { drawn, leftOut } = partRuns(runs, needs);
  const drawnAxes = axes.map((axis, index): DrawnAxis => {
    const found = valueAxis(drawn, index, axis, axis.isLog, kinds[index] === 'category');
    return {
      axis,
      title: titleOf(axis),
      scale: found.scale,
      shares: Float64Array.from(drawn, ({ values }) => {
        const share = shareOf(found.scale, found.placeOf(values[index] ?? null));
        return axis.isFlipped ? 1 - share : share;
      }),
    };
  });
  const colour = colourOf(drawn, settings);
  return {
    runs: drawn,
    axes: drawnAxes,
    leftOut,
    colour,
    greyCount: colour?.values.reduce((sum, value) => sum + Number(Number.isNaN(value)), 0) ?? 0,
  };
}

/** Lines with the brushes that these axes have: the same axes as the lines', in the same order. */
export function brushLines(lines: ParallelLines, axes: readonly ParallelAxis[]): ParallelData {
  const isIn = Uint8Array.from(lines.runs, ({ values }) =>
    Number(
      axes.every(({ brush }, index) => brush === null || isBrushed(brush, values[index] ?? null)),
    ),
  );
  return {
    ...lines,
    axes: lines.axes.map((drawn, index) => ({ ...drawn, axis: axes[index] ?? drawn.axis })),
    isIn,
    inCount: isIn.reduce((sum, one) => sum + one, 0),
  };
}

const titleOf = (axis: ParallelAxis): string => axis.title || valueTitle(axis);

function valueAxis(
  runs: readonly AnalysisRun[],
  index: number,
  ref: RunValueRef,
  isLog: boolean,
  isText: boolean,
): ValueAxis {
  return axisOfValues(
    runs.map(({ values }) => values[index] ?? null),
    {
      kind: isText ? 'category' : 'number',
      isMoment: isMoment(ref),
      isLog,
      min: null,
      max: null,
      isExact: true,
      zoom: null,
    },
  );
}

function colourOf(
  runs: readonly AnalysisRun[],
  { axes, colourBy, colourLog }: ParallelSettings,
): ParallelData['colour'] {
  const last = axes.length - 1;
  const ref = colourBy === 'last' ? axes[last] : colourBy === 'run' ? undefined : colourBy;
  if (ref === undefined) return null;
  const index = colourBy === 'last' ? last : axes.length;
  const cells = runs.map(({ values }) => values[index] ?? null);
  const isLog = colourLog || (colourBy === 'last' && (axes[last]?.isLog ?? false));
  const kind = colourBy === 'last' ? axes[last]?.kind : 'auto';
  const found = valueAxis(runs, index, ref, isLog, isCategory(cells, kind));
  const values = Float64Array.from(cells, (cell) => {
    const place = found.placeOf(cell);
    return Number.isFinite(shareOf(found.scale, place)) ? place : Number.NaN;
  });
  const title =
    colourBy === 'last' ? titleOf(axes[last] ?? { ...NO_AXIS, ...ref }) : valueTitle(ref);
  return { scale: found.scale, title, values };
}

const NO_AXIS = { title: '', isLog: false, isFlipped: false, kind: 'auto', brush: null } as const;

/** What a stretch of an axis means; null for one without width. @param from as a share, as `to` */
export function brushOf({ axis, scale }: DrawnAxis, from: number, to: number): AxisBrush | null {
  const [low, high] = [from, to]
    .map((share) => (axis.isFlipped ? 1 - share : share))
    .sort((a, b) => a - b);
  if (low === undefined || high === undefined || high - low < 0.004) return null;
  if (scale.kind === 'category') {
    const texts = scale.texts.filter((_, at) => {
      const share = shareOf(scale, at);
      return share >= low && share <= high;
    });
    return texts.length === 0 ? null : { texts: [...texts] };
  }
  const unit = scale.kind === 'time' ? 1000 : 1;
  // The ends of the axis are exact: a brush to the end takes the last value too.
  const min = low <= 0 ? scale.range.min : valueAt(scale, low);
  const max = high >= 1 ? scale.range.max : valueAt(scale, high);
  return { min: min * unit, max: max * unit };
}

/** Where a brush is drawn, as shares of the axis from below; several for texts apart. */
export function brushStretches({ axis, scale }: DrawnAxis): readonly (readonly [number, number])[] {
  const { brush } = axis;
  if (brush === null) return [];
  const turned = (low: number, high: number): readonly [number, number] => {
    const [from, to] = axis.isFlipped ? [1 - high, 1 - low] : [low, high];
    return [Math.max(0, from), Math.min(1, to)];
  };
  if ('texts' in brush) {
    if (scale.kind !== 'category') return [];
    const half = 0.5 / Math.max(1, scale.texts.length);
    return brush.texts.flatMap((text) => {
      const at = scale.texts.indexOf(text);
      if (at < 0) return [];
      const share = shareOf(scale, at);
      return [turned(share - half, share + half)];
    });
  }
  if (scale.kind === 'category') return [];
  const unit = scale.kind === 'time' ? 1000 : 1;
  const place = (value: number): number => {
    const share = shareOf(scale, value / unit);
    return Number.isNaN(share) ? 0 : share;
  };
  const [min, max] = [Math.min(brush.min, brush.max), Math.max(brush.min, brush.max)];
  return [turned(place(min), place(max))];
}
