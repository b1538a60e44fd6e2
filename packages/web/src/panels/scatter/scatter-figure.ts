import type { ScatterSettings } from '@runloom/model';
import type { FigureModel, Place } from '../../charts/figure-model.ts';
import {
  type Frame,
  isWithin,
  layoutFrame,
  leftOf,
  paintFrame,
  topOf,
} from '../../charts/frame.ts';
import { formatOn } from '../../charts/scale.ts';
import type { Told } from '../../charts/value-tooltip.tsx';
import { colourScale, LEGEND_HEIGHT, paintColourLegend } from '../analysis/colour-legend.ts';
import { formatCell } from '../analysis/format-cell.ts';
import { valueTitle } from '../analysis/values.ts';
import {
  clipTo,
  paintFrontier,
  paintLabels,
  paintPoint,
  paintRegression,
  paintRunning,
} from './paint-scatter.ts';
import { type ScatterData, VALUE } from './scatter-data.ts';
import { type ScatterZoom, zoomDrag } from './zoom-drag.ts';

/** How far from a point the pointer may be, CSS pixels. */
const REACH = 10;
const DIMMED = 0.18;

/** The plot as a figure. Marks are numbers of points. */
export function scatterFigure(
  data: ScatterData,
  settings: ScatterSettings,
  themeName: string,
  onZoom: (zoom: ScatterZoom) => void,
): FigureModel<Frame> {
  const { points, frontier } = data;
  const colours = data.z === null ? null : colourScale(data.z, settings.gradient, themeName);
  const onFrontier = new Set(frontier);
  const titles = {
    x: settings.xTitle || (settings.x === null ? '' : valueTitle(settings.x)),
    y: settings.yTitle || (settings.y === null ? '' : valueTitle(settings.y)),
    z: settings.zTitle || (settings.z === null ? '' : valueTitle(settings.z)),
  };
  const colourOf = (at: number): string => {
    const point = points[at];
    if (point === undefined) return '';
    return colours === null ? point.run.colour : colours.colourOf(point.z);
  };
  const placeOf = (frame: Frame, at: number): Place => {
    const point = points[at];
    return { left: leftOf(frame, point?.x ?? 0), top: topOf(frame, point?.y ?? 0) };
  };
  const dims = settings.dimsOthers && frontier.length > 0;

  return {
    order: data.byX,
    layout: (width, height) =>
      layoutFrame(width, height, {
        x: data.x,
        y: data.y,
        xTitle: titles.x,
        yTitle: titles.y,
        below: colours === null ? 0 : LEGEND_HEIGHT,
      }),
    paint(pen, frame, theme) {
      paintFrame(pen, frame, theme);
      pen.save();
      clipTo(pen, frame);
      paintRegression(pen, frame, theme, data, settings);
      for (const at of points.keys()) {
        pen.globalAlpha = dims && !onFrontier.has(at) ? DIMMED : 0.82;
        paintPoint(pen, placeOf(frame, at), settings.pointSize, theme.colour(colourOf(at)));
      }
      pen.globalAlpha = 1;
      paintRunning(pen, frame, theme, data);
      paintFrontier(pen, frame, theme, data);
      pen.restore();
      if (settings.labelsFrontier) paintLabels(pen, frame, theme, data, placeOf);
      if (colours !== null) paintColourLegend(pen, frame, theme, colours, titles.z);
    },
    paintMark(pen, frame, theme, mark) {
      const place = placeOf(frame, mark);
      if (!isWithin(frame, place, 1)) return;
      paintPoint(pen, place, settings.pointSize + 3.5, theme.text);
      paintPoint(pen, place, settings.pointSize + 2, theme.surface);
      paintPoint(pen, place, settings.pointSize, theme.colour(colourOf(mark)));
    },
    find(frame, place) {
      if (!isWithin(frame, place, REACH)) return null;
      let [best, nearest]: [number | null, number] = [null, REACH + settings.pointSize];
      for (const at of points.keys()) {
        const own = placeOf(frame, at);
        if (!isWithin(frame, own, 1)) continue;
        const distance = Math.hypot(own.left - place.left, own.top - place.top);
        if (distance < nearest) [best, nearest] = [at, distance];
      }
      return best;
    },
    placeOf,
    tell: (mark): Told => {
      const point = points[mark];
      const rows = [
        { name: titles.x, value: formatOn(data.x, point?.x ?? Number.NaN) },
        { name: titles.y, value: formatOn(data.y, point?.y ?? Number.NaN) },
      ];
      if (data.z !== null) {
        const value = formatCell(point?.run.values[VALUE.z] ?? null, settings.z);
        rows.push({ name: titles.z, value });
      }
      const first = settings.z === null ? 2 : 3;
      for (const [at, ref] of settings.tooltip.entries()) {
        const value = formatCell(point?.run.values[first + at] ?? null, ref);
        rows.push({ name: valueTitle(ref), value });
      }
      return {
        heading: point?.run.label ?? '',
        colour: colourOf(mark),
        rows,
        ...(onFrontier.has(mark) ? { note: 'On the frontier' } : {}),
      };
    },
    startDrag: (frame, from) =>
      isWithin(frame, from) && data.x.kind !== 'category' && data.y.kind !== 'category'
        ? zoomDrag(frame, from, onZoom)
        : null,
    cursorAt: (frame, place) => (isWithin(frame, place) ? 'crosshair' : null),
  };
}
