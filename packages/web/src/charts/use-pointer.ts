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

/** Handlers of a chart's element: hover, drag to zoom, double click, arrow keys. */
export function useChartPointer(
  root: RefObject<HTMLElement | null>,
  plot: RefObject<Plot | null>,
  actions: PointerActions,
) {
  const drag = useRef<{ from: number; isLong: boolean } | null>(null);

  /** Place of the pointer in the element; null outside the plotting area. */
  function placeOf(event: PointerEvent | MouseEvent): { left: number; top: number } | null {
    const rect = root.current?.getBoundingClientRect();
    const area = plot.current?.layout.to.area;
    if (!rect || !area) return null;
    const left = event.clientX - rect.left;
    const top = event.clientY - rect.top;
    const isInside =
      left >= area.left &&
      left <= area.left + area.width &&
      top >= area.top &&
      top <= area.top + area.height;
    return isInside ? { left, top } : null;
  }

  /** Left of the pointer, brought into the plotting area. */
  function leftOf(event: PointerEvent): number | null {
    const rect = root.current?.getBoundingClientRect();
    const area = plot.current?.layout.to.area;
    if (!rect || !area) return null;
    return Math.min(area.left + area.width, Math.max(area.left, event.clientX - rect.left));
  }

  function endDrag(event: PointerEvent<HTMLElement> | null): void {
    const started = drag.current;
    drag.current = null;
    if (started === null) return;
    actions.onSelect(null);
    const to = event === null ? null : leftOf(event);
    const { current } = plot;
    if (!started.isLong || to === null || current === null) return;
    const toX = current.layout.to.toX;
    const [min = 0, max = 0] = [toX(started.from), toX(to)].sort((a, b) => a - b);
    if (max > min) actions.onZoom({ min, max });
  }

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const place = event.button === 0 && actions.canZoom ? placeOf(event) : null;
      if (place === null) return;
      drag.current = { from: place.left, isLong: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const to = leftOf(event);
      if (drag.current && to !== null) {
        drag.current.isLong ||= Math.abs(to - drag.current.from) >= SHORTEST_DRAG;
        if (drag.current.isLong) actions.onSelect({ from: drag.current.from, to });
      }
      const place = placeOf(event);
      if (place !== null) {
        actions.onHover(place.left, place.top, { x: event.clientX, y: event.clientY });
      } else if (drag.current === null) actions.onLeave();
    },
    onPointerUp: endDrag,
    onPointerCancel: () => endDrag(null),
    onPointerLeave: () => {
      if (drag.current === null) actions.onLeave();
    },
    onDoubleClick(event: MouseEvent<HTMLElement>) {
      if (placeOf(event)) actions.onZoom(null);
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
