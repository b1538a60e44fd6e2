import type { ScatterSettings } from '@runloom/model';
import type { Place } from '../../charts/figure-model.ts';
import { canvasText, type Frame, isWithin, leftOf, strokeLine, topOf } from '../../charts/frame.ts';
import type { Pen } from '../../charts/pen.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import type { ScatterData } from './scatter-data.ts';

export function clipTo(pen: Pen, { left, top, width, height }: Frame): void {
  pen.beginPath();
  pen.rect(left - 1, top - 1, width + 2, height + 2);
  pen.clip();
}

export function paintPoint(pen: Pen, { left, top }: Place, radius: number, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(left, top, radius, 0, 2 * Math.PI);
  pen.fill();
}

const RUNNING_DASHES = { minimum: [6, 3], maximum: [2, 3], mean: [] } as const;

export function paintRunning(pen: Pen, frame: Frame, theme: ChartTheme, data: ScatterData): void {
  pen.strokeStyle = theme.text;
  pen.lineWidth = 1.5;
  for (const { kind, ys } of data.running) {
    pen.setLineDash([...RUNNING_DASHES[kind]]);
    pen.beginPath();
    for (const [at, index] of data.byX.entries()) {
      const left = leftOf(frame, data.points[index]?.x ?? 0);
      const top = topOf(frame, ys[at] ?? 0);
      if (at === 0) pen.moveTo(left, top);
      else pen.lineTo(left, top);
    }
    pen.stroke();
  }
  pen.setLineDash([]);
}

export function paintFrontier(pen: Pen, frame: Frame, theme: ChartTheme, data: ScatterData): void {
  if (data.frontier.length === 0) return;
  pen.strokeStyle = theme.accent;
  pen.lineWidth = 1.75;
  pen.beginPath();
  for (const [at, index] of data.frontier.entries()) {
    const point = data.points[index];
    const [left, top] = [leftOf(frame, point?.x ?? 0), topOf(frame, point?.y ?? 0)];
    if (at === 0) pen.moveTo(left, top);
    else pen.lineTo(left, top);
  }
  pen.stroke();
}

const LABEL = { width: 6, height: 13, most: 28 };

/** Names beside the points of the frontier, as far as they don't cover each other. */
export function paintLabels(
  pen: Pen,
  frame: Frame,
  theme: ChartTheme,
  { frontier, points }: ScatterData,
  placeOf: (frame: Frame, at: number) => Place,
): void {
  pen.font = theme.font;
  pen.textBaseline = 'middle';
  const taken: { left: number; top: number; right: number }[] = [];
  for (const index of frontier) {
    const { left, top } = placeOf(frame, index);
    if (!isWithin(frame, { left, top })) continue;
    const text = canvasText(points[index]?.run.label ?? '', LABEL.most);
    const width = text.length * LABEL.width;
    const isBefore = left + 8 + width > frame.left + frame.width;
    const from = isBefore ? left - 8 - width : left + 8;
    const at = top - 9;
    const isFree = taken.every(
      (other) =>
        from > other.right || from + width < other.left || Math.abs(at - other.top) > LABEL.height,
    );
    if (!isFree) continue;
    taken.push({ left: from, top: at, right: from + width });
    pen.fillStyle = theme.text;
    pen.textAlign = isBefore ? 'right' : 'left';
    pen.fillText(text, isBefore ? left - 8 : left + 8, at);
  }
}

const STEPS = 60;

/** The line of least squares with the 95 % interval of its mean. */
export function paintRegression(
  pen: Pen,
  frame: Frame,
  theme: ChartTheme,
  { regression, x, points }: ScatterData,
  { xLog, yLog }: ScatterSettings,
): void {
  if (regression === null || x.kind === 'category') return;
  const xs = points.map((point) => (xLog ? Math.log10(point.x) : point.x));
  const [min, max] = [Math.min(...extent(xs)), Math.max(...extent(xs))];
  const back = (value: number) => (yLog ? 10 ** value : value);
  const places = Array.from({ length: STEPS + 1 }, (_, at) => min + ((max - min) * at) / STEPS);
  const at = (place: number, y: number): Place => ({
    left: leftOf(frame, xLog ? 10 ** place : place),
    top: topOf(frame, back(y)),
  });
  const meanAt = (place: number) => regression.intercept + regression.slope * place;
  if (Number.isFinite(regression.marginAt(min))) {
    pen.fillStyle = theme.accent;
    pen.globalAlpha = 0.14;
    pen.beginPath();
    for (const place of places) lineTo(pen, at(place, meanAt(place) + regression.marginAt(place)));
    for (const place of places.toReversed()) {
      lineTo(pen, at(place, meanAt(place) - regression.marginAt(place)));
    }
    pen.closePath();
    pen.fill();
    pen.globalAlpha = 1;
  }
  pen.strokeStyle = theme.accent;
  pen.lineWidth = 1.5;
  pen.setLineDash([5, 4]);
  const [from, to] = [at(min, meanAt(min)), at(max, meanAt(max))];
  strokeLine(pen, from.left, from.top, to.left, to.top);
  pen.setLineDash([]);
}

/** A canvas takes the first `lineTo` of a path as its beginning. */
const lineTo = (pen: Pen, { left, top }: Place): void => pen.lineTo(left, top);

/** Least and most, for arrays too long to be arguments. */
function extent(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([min, max], value) => [Math.min(min, value), Math.max(max, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}
