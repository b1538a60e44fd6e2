import { canvasText, strokeLine } from '../../charts/frame.ts';
import type { Pen } from '../../charts/pen.ts';
import { shareOf } from '../../charts/scale.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { brushStretches, type DrawnAxis } from './parallel-data.ts';
import type { ParallelLayout } from './parallel-layout.ts';

/** About the width of a sign of a label. */
const SIGN = 6.2;

/** An axis with its title, its labels and its brush. */
export function paintAxis(
  pen: Pen,
  layout: ParallelLayout,
  theme: ChartTheme,
  drawn: DrawnAxis,
  at: number,
): void {
  const { axis, scale, title } = drawn;
  const { top, height, lefts, ticks, width } = layout;
  const left = lefts[at] ?? 0;
  const room = lefts.length > 1 ? width / (lefts.length - 1) : width;
  pen.strokeStyle = theme.axis;
  pen.lineWidth = 1;
  strokeLine(pen, Math.round(left) + 0.5, top, Math.round(left) + 0.5, top + height);
  for (const [from, to] of brushStretches(drawn)) {
    pen.fillStyle = theme.accent;
    pen.globalAlpha = 0.28;
    pen.fillRect(left - 6, top + (1 - to) * height, 12, Math.max(2, (to - from) * height));
    pen.globalAlpha = 1;
    pen.fillRect(left - 6, top + (1 - to) * height - 1, 12, 2);
    pen.fillRect(left - 6, top + (1 - from) * height - 1, 12, 2);
  }
  pen.font = theme.font;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  const most = Math.max(3, Math.floor((room - 14) / SIGN));
  for (const [index, place] of (ticks[at]?.places ?? []).entries()) {
    const share = shareOf(scale, place);
    const label = ticks[at]?.labels[index]?.replace('\n', ' ') ?? '';
    const text = canvasText(label, Math.min(most, 24));
    const y = top + (1 - (axis.isFlipped ? 1 - share : share)) * height;
    pen.fillStyle = theme.surface;
    pen.globalAlpha = 0.72;
    pen.fillRect(left + 3, y - 7, text.length * SIGN + 4, 14);
    pen.globalAlpha = 1;
    pen.fillStyle = theme.axis;
    pen.fillText(text, left + 5, y);
  }
  pen.fillStyle = theme.text;
  pen.font = `500 11px ${theme.fontFamily}`;
  const arrow = axis.isFlipped ? ' ↓' : '';
  const heading = `${canvasText(title, Math.max(4, Math.floor(room / 6.6) - 2))}${arrow}`;
  const isFirst = at === 0 && lefts.length > 1;
  pen.textAlign = isFirst ? 'left' : at === lefts.length - 1 && at > 0 ? 'right' : 'center';
  const x = isFirst ? 6 : pen.textAlign === 'right' ? left + 46 : left;
  pen.fillText(heading, x, 11);
}
