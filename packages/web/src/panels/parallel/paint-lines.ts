import type { ParallelSettings } from '@runloom/model';
import type { Pen } from '../../charts/pen.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import type { DrawnAxis, ParallelData } from './parallel-data.ts';
import { type ParallelLayout, topOf } from './parallel-layout.ts';

/** Lines of one stroke: one path of very many takes a canvas much longer than several of some. */
const PER_STROKE = 40;

/** All lines: those outside of the brushes below and faint. */
export function paintLines(
  pen: Pen,
  layout: ParallelLayout,
  theme: ChartTheme,
  { axes, runs, isIn, inCount }: ParallelData,
  { others }: Pick<ParallelSettings, 'others'>,
  colourOf: (line: number) => string,
): void {
  pen.save();
  pen.lineJoin = 'round';
  pen.lineWidth = 1;
  if (others === 'dimmed' && inCount < runs.length) {
    pen.globalAlpha = alphaOf(runs.length - inCount) * 0.35;
    pen.strokeStyle = theme.axis;
    const outside = [...runs.keys()].filter((line) => isIn[line] === 0);
    strokeAll(pen, layout, axes, outside);
  }
  pen.lineWidth = inCount > 300 ? 1 : 1.5;
  pen.globalAlpha = alphaOf(inCount);
  const inside = [...runs.keys()].filter((line) => isIn[line] === 1);
  for (const [colour, lines] of Map.groupBy(inside, colourOf)) {
    pen.strokeStyle = theme.colour(colour);
    strokeAll(pen, layout, axes, lines);
  }
  pen.restore();
}

/** One line, in the pen's colour and width. */
export function paintLine(
  pen: Pen,
  layout: ParallelLayout,
  axes: readonly DrawnAxis[],
  line: number,
): void {
  pen.beginPath();
  trace(pen, layout, axes, line);
  pen.stroke();
}

function strokeAll(
  pen: Pen,
  layout: ParallelLayout,
  axes: readonly DrawnAxis[],
  lines: readonly number[],
): void {
  for (let from = 0; from < lines.length; from += PER_STROKE) {
    pen.beginPath();
    for (const line of lines.slice(from, from + PER_STROKE)) trace(pen, layout, axes, line);
    pen.stroke();
  }
}

function trace(pen: Pen, layout: ParallelLayout, axes: readonly DrawnAxis[], line: number): void {
  for (const [at, { shares }] of axes.entries()) {
    const left = layout.lefts[at] ?? 0;
    const y = topOf(layout, shares[line] ?? 0);
    if (at === 0) pen.moveTo(left, y);
    else pen.lineTo(left, y);
  }
}

/** The more lines, the fainter each, so that where they run together stays to be seen. */
function alphaOf(count: number): number {
  return Math.min(0.9, Math.max(0.12, 6 / Math.sqrt(Math.max(1, count))));
}
