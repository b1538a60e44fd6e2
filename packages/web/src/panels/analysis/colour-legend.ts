import type { Gradient } from '@runloom/model';
import { canvasText, type Frame } from '../../charts/frame.ts';
import { gradientColours, gradientStep } from '../../charts/gradient.ts';
import type { Pen } from '../../charts/pen.ts';
import { formatOn, type Scale, shareOf } from '../../charts/scale.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { runColour } from '../../components/run-colour.ts';

/** Colours of values, and what they are told by. */
export interface ColourScale {
  readonly scale: Scale;
  /** From the least to the most; of categories one each. */
  readonly colours: readonly string[];
  /** @param value as the scale takes it; NaN: no value */
  readonly colourOf: (value: number) => string;
}

/** Of what has no value. */
export const NO_COLOUR = 'var(--text-faint)';

/** Numbers by the gradient, texts by the colours of runs. */
export function colourScale(scale: Scale, gradient: Gradient, themeName: string): ColourScale {
  if (scale.kind === 'category') {
    return {
      scale,
      colours: scale.texts.map((_, at) => runColour(at)),
      colourOf: (value) => (Number.isNaN(value) ? NO_COLOUR : runColour(value)),
    };
  }
  const colours = gradientColours(gradient, themeName);
  return {
    scale,
    colours,
    colourOf: (value) => {
      const share = shareOf(scale, value);
      return Number.isNaN(share) ? NO_COLOUR : (colours[gradientStep(share)] ?? NO_COLOUR);
    },
  };
}

export const LEGEND_HEIGHT = 20;

const BAR = { width: 120, height: 8 };
const SIGN = 6.2;

/** Below the axes: the gradient with its ends, or the texts with their colours. */
export function paintColourLegend(
  pen: Pen,
  area: Pick<Frame, 'left' | 'width' | 'end'>,
  theme: ChartTheme,
  { scale, colours }: ColourScale,
  title: string,
): void {
  const top = area.end + 4;
  const middle = top + BAR.height / 2;
  pen.save();
  pen.font = theme.font;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  const end = area.left + area.width;
  let { left } = area;
  const write = (text: string) => {
    pen.fillStyle = theme.axis;
    pen.fillText(text, left, middle);
    left += text.length * SIGN + 8;
  };
  write(canvasText(title, 24));
  if (scale.kind === 'category') {
    for (const [at, text] of scale.texts.entries()) {
      const label = canvasText(text, 16);
      const needed = 14 + label.length * SIGN;
      if (left + needed > end - 30 && at < scale.texts.length - 1) {
        write(`+${scale.texts.length - at}`);
        break;
      }
      pen.fillStyle = theme.colour(colours[at] ?? NO_COLOUR);
      pen.fillRect(left, top, BAR.height, BAR.height);
      left += 12;
      write(label);
    }
  } else {
    write(formatOn(scale, scale.range.min));
    const width = Math.max(20, Math.min(BAR.width, end - left - 60));
    for (const [at, colour] of colours.entries()) {
      pen.fillStyle = colour;
      pen.fillRect(
        left + (at * width) / colours.length,
        top,
        width / colours.length + 0.5,
        BAR.height,
      );
    }
    left += width + 6;
    write(formatOn(scale, scale.range.max));
  }
  pen.restore();
}
