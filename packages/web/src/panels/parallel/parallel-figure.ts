import type { ParallelSettings } from '@runloom/model';
import type { FigureModel } from '../../charts/figure-model.ts';
import { colourScale, NO_COLOUR, paintColourLegend } from '../analysis/colour-legend.ts';
import { formatCell } from '../analysis/format-cell.ts';
import { brushDrag, moveDrag, type ParallelActions } from './axis-drags.ts';
import { paintAxis } from './paint-axis.ts';
import { paintLine, paintLines } from './paint-lines.ts';
import type { ParallelData } from './parallel-data.ts';
import {
  axisAt,
  layoutAxes,
  nearestLine,
  type ParallelLayout,
  titleAt,
  topOf,
} from './parallel-layout.ts';

/** The lines as a figure. Marks are numbers of lines. */
export function parallelFigure(
  data: ParallelData,
  settings: ParallelSettings,
  themeName: string,
  actions: ParallelActions,
): FigureModel<ParallelLayout> {
  const { axes, runs, isIn, colour } = data;
  const colours = colour === null ? null : colourScale(colour.scale, settings.gradient, themeName);
  const colourOf = (line: number): string =>
    colours === null
      ? (runs[line]?.colour ?? NO_COLOUR)
      : colours.colourOf(colour?.values[line] ?? Number.NaN);
  const last = axes.at(-1);
  const order = [...runs.keys()]
    .filter((line) => isIn[line] === 1)
    .sort((a, b) => (last?.shares[b] ?? 0) - (last?.shares[a] ?? 0));

  return {
    order,
    layout: (width, height) => layoutAxes(axes, width, height, colours !== null),
    paint(pen, layout, theme) {
      paintLines(pen, layout, theme, data, settings, colourOf);
      for (const [at, axis] of axes.entries()) paintAxis(pen, layout, theme, axis, at);
      if (colours !== null) paintColourLegend(pen, layout, theme, colours, colour?.title ?? '');
    },
    paintMark(pen, layout, theme, line) {
      pen.lineWidth = 5;
      pen.strokeStyle = theme.surface;
      paintLine(pen, layout, axes, line);
      pen.lineWidth = 2.5;
      pen.strokeStyle = theme.colour(colourOf(line));
      paintLine(pen, layout, axes, line);
      for (const [at, axis] of axes.entries()) {
        pen.fillStyle = theme.text;
        pen.beginPath();
        pen.arc(layout.lefts[at] ?? 0, topOf(layout, axis.shares[line] ?? 0), 3, 0, 2 * Math.PI);
        pen.fill();
      }
    },
    find(layout, place) {
      return nearestLine(layout, axes, order, place);
    },
    placeOf: (layout, line) => ({
      left: layout.lefts.at(-1) ?? 0,
      top: topOf(layout, last?.shares[line] ?? 0),
    }),
    tell: (line) => ({
      heading: runs[line]?.label ?? '',
      colour: colourOf(line),
      rows: [
        ...axes.map(({ title, axis }, at) => ({
          name: title,
          value: formatCell(runs[line]?.values[at] ?? null, axis),
        })),
        ...(typeof settings.colourBy === 'object' && colour !== null
          ? [
              {
                name: colour.title,
                value: formatCell(runs[line]?.values[axes.length] ?? null, settings.colourBy),
              },
            ]
          : []),
      ],
    }),
    startDrag(layout, from) {
      const title = titleAt(layout, from);
      if (title !== null) return moveDrag(layout, title, from, actions);
      const at = axisAt(layout, from);
      const axis = at === null ? undefined : axes[at];
      return at === null || axis === undefined ? null : brushDrag(layout, axis, at, from, actions);
    },
    cursorAt(layout, place) {
      if (titleAt(layout, place) !== null) return 'grab';
      return axisAt(layout, place) === null ? null : 'ns-resize';
    },
  };
}
