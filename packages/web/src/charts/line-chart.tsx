import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ChartLine } from './chart-line.ts';
import { useCrosshair } from './crosshair.ts';
import type { Range } from './extent.ts';
import { type HoverPoint, linesAt, nearestPoint, pointsAt } from './hover.ts';
import { type ChartView, labelledAxis } from './layout.ts';
import styles from './line-chart.module.css';
import { NOTHING_POINTED, type Pointed } from './plot.ts';
import { describeLines, describePoints } from './summary.ts';
import { readChartTheme, useThemeName } from './theme.ts';
import { createChartTooltip, type TooltipContent } from './tooltip.ts';
import { usePlot } from './use-plot.ts';
import { useChartPointer } from './use-pointer.ts';

/** How far from a line the pointer may be to hover it, CSS pixels. */
const HOVER_DISTANCE = 28;
/** How far beyond its ends a line still answers the pointer, CSS pixels. */
const END_TOLERANCE = 10;
/** Dots of more lines would hide what they stand on: then only the hovered one has one. */
const MOST_DOTS = 12;

export interface LineChartProps {
  /** What the chart shows; its accessible name. */
  readonly title: string;
  /** Drawn anew whenever it is another object. */
  readonly view: ChartView;
  /** The run or group to bring out; all others are dimmed. */
  readonly focus?: string | null;
  /** Lines that the tooltip tells of. */
  readonly tells?: 'all' | 'nearest';
  /** Names in the tooltip stand in full. */
  readonly hasFullNames?: boolean;
  /** What is told here while the pointer is on another chart. */
  readonly companions?: 'all' | 'highlighted' | 'none';
  /** Told of a range that was dragged over, and null on a double click. */
  readonly onZoom?: (range: Range | null) => void;
}

/**
 * Lines on a canvas that fills its parent. Dragging selects a range of x, a double click goes back
 * to all, arrow keys move the crosshair from point to point.
 */
export function LineChart({
  title,
  view,
  focus = null,
  tells = 'all',
  hasFullNames = false,
  companions = 'all',
  onZoom,
}: LineChartProps) {
  const root = useRef<HTMLDivElement>(null);
  const [spoken, setSpoken] = useState('');
  const crosshair = useCrosshair();
  const themeName = useThemeName();
  const summaryId = useId();
  const self = useRef({}).current;
  const theme = useMemo(() => readChartTheme(themeName), [themeName]);
  const content = useMemo(() => ({ view, emphasis: { focus }, theme }), [view, focus, theme]);
  const selection = useRef<Pointed['selection']>(null);
  // What the pointer is on changes many times a second: none of it is a matter of rendering.
  const tooltip = useMemo(createChartTooltip, []);
  const pointed = useRef<TooltipContent | null>(null);
  const plot = usePlot(root, content, () => showPointed());
  const { lines, axis } = view;
  const labelled = labelledAxis(view);

  /** Draws what is pointed at, here or on another chart with the same axis. */
  function showPointed(): void {
    const { current } = plot;
    if (current === null) return;
    const position = crosshair?.position ?? null;
    const own = position === null || position.source === self ? pointed.current : null;
    const isShared = position?.axis === axis && companions !== 'none';
    const x = own?.x ?? (isShared ? position?.x : undefined);
    const { to } = current.layout;
    const isInSight = x !== undefined && x >= to.area.x.min && x <= to.area.x.max;
    if (!isInSight) {
      const { current: selected } = selection;
      current.point(
        selected === null ? NOTHING_POINTED : { ...NOTHING_POINTED, selection: selected },
      );
      return;
    }
    const hovered = own === null ? lineOf(position?.hovered ?? null) : own.hovered;
    current.point({
      left: to.x(x),
      dots: dotsOf(own?.points ?? companionPoints(x, hovered), hovered),
      hovered,
      selection: selection.current,
    });
  }

  /** The line here of the run that is pointed at elsewhere. */
  function lineOf(source: string | null): string | null {
    return (source !== null && lines.find((line) => line.source === source)?.id) || null;
  }

  /** How far from an x its points may be, in units of x. */
  function toleranceAt(x: number): number {
    const to = plot.current?.layout.to;
    return to === undefined ? 0 : Math.abs(to.toX(to.x(x) + END_TOLERANCE) - x);
  }

  const chart = { all: lines, isInPercent: view.type === 'percentArea' };
  const pointsNear = (x: number) => pointsAt(linesAt(lines, x, toleranceAt(x)), x, chart);

  /** What is told here while the pointer is elsewhere; of many lines no more than is drawn of them. */
  function companionPoints(x: number, hovered: string | null): readonly HoverPoint[] {
    const near = linesAt(lines, x, toleranceAt(x));
    const isOne = companions === 'highlighted' || near.length > MOST_DOTS;
    return pointsAt(isOne ? near.filter(({ id }) => id === hovered) : near, x, chart);
  }

  function dotsOf(points: readonly HoverPoint[], hovered: string | null): Pointed['dots'] {
    const { current } = plot;
    if (current === null || current.layout.stacked !== null) return [];
    const { to } = current.layout;
    const shown =
      points.length <= MOST_DOTS ? points : points.filter(({ lineId }) => lineId === hovered);
    return shown.flatMap(({ x, y, colour }) => {
      const top = Number.isFinite(y) ? to.y(y) : Number.NaN;
      // A point at infinity of a logarithmic axis, or beyond the scale without outliers.
      const isInSight = top >= to.area.top && top <= to.area.top + to.area.height;
      return isInSight ? [{ left: to.x(x), top, colour }] : [];
    });
  }

  function hoverAt(left: number, top: number | null, client: { x: number; y: number }): void {
    const { current } = plot;
    if (current === null) return;
    const { to, stacked } = current.layout;
    const points = pointsNear(to.toX(left));
    const area = stacked === null || top === null ? null : areaAt(left, top);
    const nearest = nearestPoint(points, ({ lineId, y }) => {
      if (top === null) return 0;
      if (stacked !== null) return lineId === area ? 0 : Number.POSITIVE_INFINITY;
      return Math.abs(to.y(y) - top);
    });
    const isOnLine = nearest !== null && nearest.distance <= HOVER_DISTANCE;
    // The crosshair snaps to the logged point next to it, so that what it says was logged there.
    const x = nearest?.point.x ?? points[0]?.x;
    if (x === undefined) {
      leave();
      return;
    }
    const hovered = isOnLine ? nearest.point.lineId : null;
    pointed.current = { axis, labelled, x, points, hovered, clientX: client.x, clientY: client.y };
    tooltip.show(pointed.current, { tells, hasFullNames });
    const source = isOnLine ? nearest.point.source : null;
    if (crosshair === null) showPointed();
    else crosshair.move({ axis, x, source: self, hovered: source });
  }

  /** The stacked area at a place. */
  function areaAt(left: number, top: number): string | null {
    const stacked = plot.current?.layout.stacked ?? null;
    if (stacked === null || plot.current === null) return null;
    const { to } = plot.current.layout;
    const at = stacked.x.findIndex((x) => to.x(x) >= left);
    const value = to.toY(top);
    const found = stacked.areas.find(
      ({ low, high }) => value >= (low[at] ?? Number.NaN) && value <= (high[at] ?? Number.NaN),
    );
    return found?.line.id ?? null;
  }

  function leave(): void {
    if (pointed.current === null) return;
    pointed.current = null;
    tooltip.hide();
    if (crosshair?.position?.source === self) crosshair.move(null);
    else showPointed();
  }

  const pointer = useChartPointer(root, plot, {
    canZoom: onZoom !== undefined,
    onHover: hoverAt,
    onLeave: leave,
    onSelect: (next) => {
      selection.current = next;
      showPointed();
    },
    onZoom: (range) => onZoom?.(range),
    onStep: (by) => {
      const { current } = plot;
      const longest = lines.reduce<ChartLine | null>(
        (most, line) => (most === null || line.x.length > most.x.length ? line : most),
        null,
      );
      if (current === null || longest === null || root.current === null) return;
      const { to } = current.layout;
      const x = nextX(longest.x, pointed.current?.x ?? null, by, to.area.x);
      const rect = root.current.getBoundingClientRect();
      hoverAt(to.x(x), null, { x: rect.left + to.x(x), y: rect.top + rect.height / 2 });
      setSpoken(describePoints(pointsNear(x), axis, x, labelled));
    },
  });

  /** The lines grew under a pointer that rests. */
  function tellAnew(): void {
    const { current } = pointed;
    if (current === null) return;
    const points = pointsNear(current.x);
    if (points.length === 0) {
      leave();
      return;
    }
    pointed.current = { ...current, axis, labelled, points };
    tooltip.show(pointed.current, { tells, hasFullNames });
  }

  const latest = useRef({ showPointed, leave });
  latest.current = { showPointed, leave };
  useLayoutEffect(() => tellAnew(), [lines]);
  useEffect(() => latest.current.showPointed());
  useEffect(() => crosshair?.subscribe(() => latest.current.showPointed()), [crosshair]);
  useEffect(() => () => latest.current.leave(), []);
  const summary = useMemo(() => describeLines(lines, axis, labelled), [lines, axis, labelled]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart is a group of lines, not a set of fields
    <div
      ref={root}
      className={styles.chart}
      role="group"
      aria-roledescription="line chart"
      aria-label={title}
      aria-describedby={summaryId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read the points out
      tabIndex={0}
      {...pointer}
      onBlur={leave}
    >
      <p id={summaryId} className="visually-hidden">
        {summary}
      </p>
      <p role="status" className="visually-hidden">
        {spoken}
      </p>
    </div>
  );
}

/** The x of the point `by` places further, within the range that is shown. */
function nextX(x: Float64Array, from: number | null, by: number, range: Range): number {
  let index = by > 0 ? x.findIndex((value) => value >= range.min) : x.length - 1;
  if (from !== null) {
    const at = x.findIndex((value) => value >= from);
    index = (at < 0 ? x.length - 1 : at) + by;
  }
  const next = x[Math.min(x.length - 1, Math.max(0, index))] ?? 0;
  return Math.min(range.max, Math.max(range.min, next));
}
