import { liteAdaptor } from 'mathjax-full/js/adaptors/liteAdaptor.js';
import { RegisterHTMLHandler } from 'mathjax-full/js/handlers/html.js';
import { TeX } from 'mathjax-full/js/input/tex.js';
import 'mathjax-full/js/input/tex/ams/AmsConfiguration.js';
import { mathjax } from 'mathjax-full/js/mathjax.js';
import { SVG } from 'mathjax-full/js/output/svg.js';

/** A formula drawn as paths. Sizes in parts of the size of the text around it. */
export interface FormulaDrawing {
  readonly svg: string;
  readonly width: number;
  readonly ascent: number;
  readonly descent: number;
}

/** An ex of MathJax's font, in parts of its size. */
const EX = 0.442;

/**
 * Draws formulas by MathJax, without its commands that make macros, load packages or lead elsewhere.
 * Null for a formula that it can't read.
 */
export function createFormulaDrawer(): (
  latex: string,
  isDisplay: boolean,
) => FormulaDrawing | null {
  const adaptor = liteAdaptor();
  RegisterHTMLHandler(adaptor);
  const tex = new TeX({ packages: ['base', 'ams'], maxBuffer: 20_000, formatError });
  const document = mathjax.document('', {
    InputJax: tex,
    OutputJax: new SVG({ fontCache: 'none' }),
  });
  return (latex, display) => {
    let svg: string;
    try {
      svg = adaptor.innerHTML(document.convert(latex, { display, em: 16, ex: 16 * EX }));
    } catch {
      return null;
    }
    const size = (name: string) =>
      Number(new RegExp(`\\b${name}="(-?[\\d.]+)ex"`).exec(svg)?.[1] ?? 0) * EX;
    const shift = Number(/vertical-align: (-?[\d.]+)ex/.exec(svg)?.[1] ?? 0) * EX;
    const [width, height] = [size('width'), size('height')];
    if (width <= 0 || height <= 0) return null;
    return { svg, width, ascent: height + shift, descent: -shift };
  };
}

function formatError(_jax: unknown, error: Error): never {
  throw error;
}
