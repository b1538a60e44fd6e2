import type { ChartLayout } from './layout.ts';
import type { Pen } from './pen.ts';
import type { ChartTheme } from './theme.ts';

const X_GAP = 5;
const Y_GAP = 6;
/** Of the size of the text. */
const LINE_HEIGHT = 13.5 / 11;
const LONGEST_CAPTION = 90;

/** Grid, labels and titles of both axes. */
export function paintAxes(pen: Pen, layout: ChartLayout, theme: ChartTheme): void {
  const { to, xTicks, yTicks, caption, view, textSize } = layout;
  const lineHeight = textSize * LINE_HEIGHT;
  const { left, top, width, height } = to.area;
  const bottom = top + height;
  pen.save();
  pen.strokeStyle = theme.grid;
  pen.lineWidth = 1;
  for (const place of yTicks.places) {
    const y = Math.round(to.y(place)) + 0.5;
    pen.beginPath();
    pen.moveTo(left, y);
    pen.lineTo(left + width, y);
    pen.stroke();
  }
  pen.fillStyle = theme.axis;
  pen.font = `${textSize}px ${theme.fontFamily}`;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  for (const [index, place] of yTicks.places.entries()) {
    pen.fillText(yTicks.labels[index] ?? '', left - Y_GAP, to.y(place));
  }
  pen.textAlign = 'center';
  pen.textBaseline = 'top';
  for (const [index, place] of xTicks.places.entries()) {
    const lines = (xTicks.labels[index] ?? '').split('\n');
    for (const [at, line] of lines.entries()) {
      pen.fillText(line, to.x(place), bottom + X_GAP + at * lineHeight);
    }
  }
  if (caption !== '')
    pen.fillText(shorten(caption), left + width / 2, layout.height - 2 - textSize);
  if (view.yTitle !== '') {
    pen.textAlign = 'left';
    pen.fillText(shorten(view.yTitle), 8, 4);
  }
  pen.restore();
}

function shorten(text: string): string {
  return text.length > LONGEST_CAPTION ? `${text.slice(0, LONGEST_CAPTION - 1)}…` : text;
}
