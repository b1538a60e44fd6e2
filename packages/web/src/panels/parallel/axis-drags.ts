import type { AxisBrush } from '@runloom/model';
import type { Drag, Place } from '../../charts/figure-model.ts';
import { brushOf, type DrawnAxis } from './parallel-data.ts';
import type { ParallelLayout } from './parallel-layout.ts';

/** What the reader does to the axes. */
export interface ParallelActions {
  /** Null takes the brush away. `isOver` when the pointer was let go. */
  readonly onBrush: (axis: number, brush: AxisBrush | null, isOver: boolean) => void;
  readonly onMove: (axis: number, to: number) => void;
  readonly onFlip: (axis: number) => void;
}

/** Drags a stretch of an axis; a click takes the brush away. */
export function brushDrag(
  { top, height }: ParallelLayout,
  axis: DrawnAxis,
  at: number,
  from: Place,
  { onBrush }: ParallelActions,
): Drag {
  const before = axis.axis.brush;
  const shareAt = (place: Place) => Math.min(1, Math.max(0, 1 - (place.top - top) / height));
  const brush = (to: Place) => brushOf(axis, shareAt(from), shareAt(to));
  return {
    move: (to) => onBrush(at, brush(to), false),
    end: (to, isClick) => onBrush(at, isClick ? null : brush(to), true),
    cancel: () => onBrush(at, before, true),
  };
}

/** Drags an axis to another place by its title; a click turns it round. */
export function moveDrag(
  layout: ParallelLayout,
  at: number,
  from: Place,
  { onMove, onFlip }: ParallelActions,
): Drag {
  let to = from;
  const target = () =>
    layout.lefts.reduce(
      (best, left, index) =>
        Math.abs(left - to.left) < Math.abs((layout.lefts[best] ?? 0) - to.left) ? index : best,
      0,
    );
  return {
    move: (place) => {
      to = place;
    },
    end(place, isClick) {
      to = place;
      if (isClick) onFlip(at);
      else if (target() !== at) onMove(at, target());
    },
    cancel: () => {},
    paint(pen, theme) {
      pen.fillStyle = theme.accent;
      pen.globalAlpha = 0.5;
      pen.fillRect(to.left - 1, 0, 2, layout.top + layout.height);
      pen.globalAlpha = 1;
      pen.fillRect((layout.lefts[target()] ?? 0) - 8, layout.top - 3, 16, 3);
    },
  };
}
