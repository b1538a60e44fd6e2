import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useRef,
} from 'react';
import type { Range } from './extent.ts';
import type { Plot, Pointed } from './plot.ts';

/** A shorter drag is a click. */
const SHORTEST_DRAG = 4;

interface PointerActions {
  readonly canZoom: boolean;
  /** @param left CSS pixels in the element, as `top` @param client in the window */
  readonly onHover: (left: number, top: number, client: { x: number; y: number }) => void;
  readonly onLeave: () => void;
  readonly onSelect: (selection: Pointed['selection']) => void;
  /** A range was dragged over; null: a double click asks for everything. */
  readonly onZoom: (range: Range | null) => void;
  /** Arrow keys: so many points further. */
  readonly onStep: (by: number) => void;
}

interface Place {
  /** CSS pixels in the element. */
  readonly left: number;
  readonly top: number;
  /** Within the plotting area. */
  readonly isInside: boolean;
  /** Brought into the plotting area. */
  readonly nearestLeft: number;
}

/** Handlers of a chart's element: hover, drag to zoom, double click, arrow keys. */
export function useChartPointer(
  root: RefObject<HTMLElement | null>,
  plot: RefObject<Plot | null>,
  actions: PointerActions,
) {
  const drag = useRef<{ from: number; isLong: boolean } | null>(null);

  /** Where the pointer is in the element. It measures the page, so no more than once an event. */
  function placeOf(event: PointerEvent | MouseEvent): Place | null {
    const rect = root.current?.getBoundingClientRect();
    const area = plot.current?.layout.to.area;
    if (!rect || !area) return null;
    const left = event.clientX - rect.left;
    const top = event.clientY - rect.top;
    const right = area.left + area.width;
    const isInside =
      left >= area.left && left <= right && top >= area.top && top <= area.top + area.height;
    return { left, top, isInside, nearestLeft: Math.min(right, Math.max(area.left, left)) };
  }

  function endDrag(event: PointerEvent<HTMLElement> | null): void {
    const started = drag.current;
    drag.current = null;
    if (started === null) return;
    actions.onSelect(null);
    const to = event === null ? null : (placeOf(event)?.nearestLeft ?? null);
    const { current } = plot;
    if (!started.isLong || to === null || current === null) return;
    const toX = current.layout.to.toX;
    const [min = 0, max = 0] = [toX(started.from), toX(to)].sort((a, b) => a - b);
    if (max > min) actions.onZoom({ min, max });
  }

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const place = event.button === 0 && actions.canZoom ? placeOf(event) : null;
      if (!place?.isInside) return;
      drag.current = { from: place.left, isLong: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const place = placeOf(event);
      if (drag.current && place !== null) {
        const to = place.nearestLeft;
        drag.current.isLong ||= Math.abs(to - drag.current.from) >= SHORTEST_DRAG;
        if (drag.current.isLong) actions.onSelect({ from: drag.current.from, to });
      }
      if (place?.isInside) {
        actions.onHover(place.left, place.top, { x: event.clientX, y: event.clientY });
      } else if (drag.current === null) actions.onLeave();
    },
    onPointerUp: endDrag,
    onPointerCancel: () => endDrag(null),
    onPointerLeave: () => {
      if (drag.current === null) actions.onLeave();
    },
    onDoubleClick(event: MouseEvent<HTMLElement>) {
      if (placeOf(event)?.isInside) actions.onZoom(null);
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      if (event.key === 'Escape' && drag.current) {
        event.stopPropagation();
        endDrag(null);
        actions.onLeave();
        return;
      }
      const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (direction === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      actions.onStep(direction * (event.shiftKey ? 10 : 1));
    },
  };
}
