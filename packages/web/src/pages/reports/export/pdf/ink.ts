/** A colour as PDF takes it: parts from 0 to 1. */
interface Ink {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

const HEX = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})([\da-f]{2})?$/i;
const RGB = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+))?\s*\)$/;

/** What a colour of CSS is in ink; what only a browser can read is asked of its canvas. */
export function inkOf(colour: string): Ink {
  const text = colour.trim().replace(/^#([\da-f])([\da-f])([\da-f])$/i, '#$1$1$2$2$3$3');
  const hex = HEX.exec(text);
  if (hex !== null) {
    const part = (index: number) => Number.parseInt(hex[index] ?? 'ff', 16) / 255;
    return ink(part(1), part(2), part(3), part(4));
  }
  const rgb = RGB.exec(text);
  if (rgb !== null) {
    const part = (index: number) => Number(rgb[index]) / 255;
    return ink(part(1), part(2), part(3), Number(rgb[4] ?? 1));
  }
  return drawnInk(text);
}

function drawnInk(text: string): Ink {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const pen = canvas.getContext('2d');
  if (pen === null) return ink(0, 0, 0, 1);
  pen.fillStyle = text;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = pen.getImageData(0, 0, 1, 1).data;
  return ink(red / 255, green / 255, blue / 255, alpha / 255);
}

const round = (part: number): number => Math.round(part * 10_000) / 10_000;
const ink = (red: number, green: number, blue: number, alpha: number): Ink => ({
  red: round(red),
  green: round(green),
  blue: round(blue),
  alpha: round(alpha),
});
