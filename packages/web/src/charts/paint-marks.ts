import type { ChartLine, LineMark } from './chart-line.ts';
import type { Pen } from './pen.ts';
import type { PlotArea, Projection } from './projection.ts';

const MARK_SIZE = 3;

/** A cross at the bottom for NaN, a triangle at the edge that an infinity lies beyond. */
export function paintMarks(pen: Pen, to: Projection, line: ChartLine): void {
  const { area } = to;
  pen.lineWidth = 1.25;
  let lastX = Number.NEGATIVE_INFINITY;
  for (const mark of line.marks) {
    if (mark.x < area.x.min || mark.x > area.x.max) continue;
    const x = to.x(mark.x);
    // Thousands of NaN in a row are one line of crosses.
    if (!Number.isFinite(x) || x - lastX < MARK_SIZE * 2) continue;
    lastX = x;
    pen.beginPath();
    traceMark(pen, area, mark, x);
  }
}

function traceMark(pen: Pen, { top, height }: PlotArea, { kind }: LineMark, x: number): void {
  const size = MARK_SIZE;
  if (kind === 'nan') {
    const y = top + height - size * 1.8;
    pen.moveTo(x - size, y - size);
    pen.lineTo(x + size, y + size);
    pen.moveTo(x + size, y - size);
    pen.lineTo(x - size, y + size);
    pen.stroke();
    return;
  }
  const direction = kind === 'infinity' ? -1 : 1;
  const tip = kind === 'infinity' ? top + 1 : top + height - 1;
  pen.moveTo(x, tip);
  pen.lineTo(x - size, tip - direction * size * 1.7);
  pen.lineTo(x + size, tip - direction * size * 1.7);
  pen.closePath();
  pen.fill();
}
