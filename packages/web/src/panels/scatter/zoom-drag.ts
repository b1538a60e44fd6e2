import type { Drag, Place } from '../../charts/figure-model.ts';
import { type Frame, valuesAt } from '../../charts/frame.ts';

/** What the reader looks into. */
export interface ScatterZoom {
  readonly x: [number, number];
  readonly y: [number, number];
}

/** Drags a rectangle to look into. */
export function zoomDrag(frame: Frame, from: Place, onZoom: (zoom: ScatterZoom) => void): Drag {
  let to = from;
  const within = ({ left, top }: Place): Place => ({
    left: Math.min(frame.left + frame.width, Math.max(frame.left, left)),
    top: Math.min(frame.top + frame.height, Math.max(frame.top, top)),
  });
  return {
    move: (place) => {
      to = within(place);
    },
    end(place, isClick) {
      to = within(place);
      if (isClick || Math.abs(to.left - from.left) < 4 || Math.abs(to.top - from.top) < 4) return;
      const [a, b] = [valuesAt(frame, from), valuesAt(frame, to)];
      onZoom({
        x: [Math.min(a.x, b.x), Math.max(a.x, b.x)],
        y: [Math.min(a.y, b.y), Math.max(a.y, b.y)],
      });
    },
    cancel: () => {},
    paint(pen, theme) {
      const [left, top] = [Math.min(from.left, to.left), Math.min(from.top, to.top)];
      const [width, height] = [Math.abs(to.left - from.left), Math.abs(to.top - from.top)];
      pen.fillStyle = theme.selection;
      pen.fillRect(left, top, width, height);
      pen.strokeStyle = theme.accent;
      pen.lineWidth = 1;
      pen.beginPath();
      pen.rect(left + 0.5, top + 0.5, width, height);
      pen.stroke();
    },
  };
}
