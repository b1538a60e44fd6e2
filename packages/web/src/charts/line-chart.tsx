import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import 'uplot/dist/uPlot.min.css';
import type { ChartAxis } from './chart-axis.ts';
import type { ChartLine } from './chart-line.ts';
import { ChartTooltip, type TooltipContent } from './chart-tooltip.tsx';
import { useCrosshair } from './crosshair.ts';
import type { Range } from './extent.ts';
import { type HoverPoint, pointsAt } from './hover.ts';
import styles from './line-chart.module.css';
import { createOverlay } from './overlay.ts';
import { describeLines, describePoints } from './summary.ts';
import { readChartTheme, useThemeName } from './theme.ts';
import { usePlot } from './use-plot.ts';

/** How far from a line the pointer may be to hover it, CSS pixels. */
const HOVER_DISTANCE = 28;
/** A shorter drag is a click. */
const SHORTEST_DRAG = 4;
/** How far beyond its ends a line still answers the pointer, CSS pixels. */
const END_TOLERANCE = 10;
const MOST_DOTS = 40;

export interface LineChartProps {
  /** What the chart shows; its accessible name. */
  readonly title: string;
  readonly lines: readonly ChartLine[];
  readonly axis: ChartAxis;
  /** Range of x to show; null shows all. */
  readonly range?: Range | null;
  readonly isLog?: boolean;
  readonly ignoreOutliers?: boolean;
  /** The line to bring out; all others are dimmed. */
  readonly focus?: string | null;
  /** Told of a range that was dragged over, and null on a double click. */
  readonly onZoom?: (range: Range | null) => void;
}

/**
 * Lines on a canvas that fills its parent. Dragging selects a range of x, a double click goes back
 * to all, arrow keys move the crosshair from point to point.
 */
export function LineChart({
  title,
  lines,
  axis,
  range = null,
  isLog = false,
  ignoreOutliers = false,
  focus = null,
  onZoom,
}: LineChartProps) {
  const root = useRef<HTMLDivElement>(null);
  const pointer = useRef<{ clientX: number; clientY: number } | null>(null);
  const drag = useRef<{ from: number; isLong: boolean } | null>(null);
  const [tooltip, setTooltip] = useState<TooltipContent | null>(null);
  const [spoken, setSpoken] = useState('');
  const crosshair = useCrosshair();
  const themeName = useThemeName();
  const summaryId = useId();
  const theme = useMemo(() => readChartTheme(themeName), [themeName]);
  const overlay = useMemo(
    () =>
      createOverlay({
        crosshair: styles.crosshair ?? '',
        dot: styles.dot ?? '',
        selection: styles.selection ?? '',
      }),
    [],
  );
  const hovered = tooltip?.hovered ?? null;
  const content = useMemo(
    () => ({ lines, axis, range, isLog, ignoreOutliers, emphasis: { focus, hovered }, theme }),
    [lines, axis, range, isLog, ignoreOutliers, focus, hovered, theme],
  );
  const plot = usePlot(root, overlay, content, () => showCrosshair());

  /** Draws the crosshair where the pointer is, here or on another chart with the same axis. */
  function showCrosshair(): void {
    const { current } = plot;
    const position = crosshair?.position ?? null;
    if (current === null || (crosshair && (position === null || position.axis !== axis))) {
      overlay.showCrosshair(null);
      return;
    }
    const x = position?.x ?? tooltip?.x;
    if (x === undefined || x < current.x.min || x > current.x.max) overlay.showCrosshair(null);
    else overlay.showCrosshair({ left: current.toLeft(x), dots: dotsOf(pointsNear(x)) });
  }

  function pointsNear(x: number): readonly HoverPoint[] {
    const { current } = plot;
    if (current === null) return [];
    const perPixel = (current.x.max - current.x.min) / Math.max(1, current.area.clientWidth);
    return pointsAt(lines, x, perPixel * END_TOLERANCE);
  }

  function dotsOf(points: readonly HoverPoint[]) {
    const { current } = plot;
    if (current === null) return [];
    const height = current.area.clientHeight;
    return points.slice(0, MOST_DOTS).flatMap(({ x, y, colour }) => {
      const top = Number.isFinite(y) ? current.toTop(y) : Number.NaN;
      // A point at infinity of a logarithmic axis, or beyond the scale without outliers.
      return top >= 0 && top <= height ? [{ left: current.toLeft(x), top, colour }] : [];
    });
  }

  function hoverAt(left: number, top: number | null, client: { x: number; y: number }): void {
    const { current } = plot;
    if (current === null) return;
    const points = pointsNear(current.toX(left));
    const [nearest] = points
      .filter(({ y }) => Number.isFinite(y))
      .map((point) => ({
        point,
        distance: top === null ? 0 : Math.abs(current.toTop(point.y) - top),
      }))
      .sort((a, b) => a.distance - b.distance);
    const onLine = nearest && nearest.distance <= HOVER_DISTANCE ? nearest.point.lineId : null;
    // The crosshair snaps to the logged point next to it, so that what it says was logged there.
    const x = nearest?.point.x ?? points[0]?.x;
    if (x === undefined) {
      leave();
      return;
    }
    setTooltip({ axis, x, points, hovered: onLine, clientX: client.x, clientY: client.y });
    crosshair?.move({ axis, x, source: overlay });
    if (!crosshair) overlay.showCrosshair({ left: current.toLeft(x), dots: dotsOf(points) });
  }

  const leave = useCallback(() => {
    pointer.current = null;
    setTooltip(null);
    if (crosshair?.position?.source === overlay) crosshair.move(null);
    else if (!crosshair) overlay.showCrosshair(null);
  }, [crosshair, overlay]);

  const latest = useRef(showCrosshair);
  latest.current = showCrosshair;
  useEffect(() => crosshair?.subscribe(() => latest.current()), [crosshair]);
  useEffect(() => leave, [leave]);

  /** Place of the pointer in the plotting area; null outside it. */
  function placeOf(event: PointerEvent | React.MouseEvent): { left: number; top: number } | null {
    const rect = plot.current?.area.getBoundingClientRect();
    if (!rect) return null;
    const left = event.clientX - rect.left;
    const top = event.clientY - rect.top;
    return left < 0 || top < 0 || left > rect.width || top > rect.height ? null : { left, top };
  }

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const place = event.button === 0 && onZoom ? placeOf(event) : null;
    if (place === null) return;
    drag.current = { from: place.left, isLong: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const rect = plot.current?.area.getBoundingClientRect();
    if (drag.current && rect) {
      const to = Math.min(rect.width, Math.max(0, event.clientX - rect.left));
      drag.current.isLong ||= Math.abs(to - drag.current.from) >= SHORTEST_DRAG;
      if (drag.current.isLong) overlay.showSelection({ from: drag.current.from, to });
    }
    const place = placeOf(event);
    if (place === null) return drag.current ? undefined : leave();
    pointer.current = event;
    hoverAt(place.left, place.top, { x: event.clientX, y: event.clientY });
  };
  const endDrag = (event: PointerEvent<HTMLDivElement> | null) => {
    const started = drag.current;
    const current = plot.current;
    drag.current = null;
    overlay.showSelection(null);
    if (!started?.isLong || current === null || event === null) return;
    const rect = current.area.getBoundingClientRect();
    const to = Math.min(rect.width, Math.max(0, event.clientX - rect.left));
    const [min = 0, max = 0] = [current.toX(started.from), current.toX(to)].sort((a, b) => a - b);
    onZoom?.({ min, max });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape' && (drag.current || tooltip)) {
      event.stopPropagation();
      endDrag(null);
      leave();
    }
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const current = plot.current;
    const longest = lines.reduce<ChartLine | null>(
      (most, line) => (most === null || line.x.length > most.x.length ? line : most),
      null,
    );
    if (direction === undefined || current === null || longest === null) return;
    event.preventDefault();
    event.stopPropagation();
    const x = nextX(
      longest.x,
      tooltip?.x ?? null,
      direction * (event.shiftKey ? 10 : 1),
      current.x,
    );
    const rect = current.area.getBoundingClientRect();
    const left = current.toLeft(x);
    hoverAt(left, null, { x: rect.left + left, y: rect.top + rect.height / 2 });
    setSpoken(describePoints(pointsNear(x), axis, x));
  };

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
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={endDrag}
      onPointerCancel={() => endDrag(null)}
      onPointerLeave={() => drag.current === null && leave()}
      onDoubleClick={(event) => placeOf(event) && onZoom?.(null)}
      onKeyDown={onKeyDown}
      onBlur={leave}
    >
      <p id={summaryId} className="visually-hidden">
        {describeLines(lines, axis)}
      </p>
      <p role="status" className="visually-hidden">
        {spoken}
      </p>
      {tooltip && tooltip.points.length > 0 ? <ChartTooltip content={tooltip} /> : null}
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
