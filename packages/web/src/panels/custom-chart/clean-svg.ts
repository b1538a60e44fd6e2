import { escapeXml } from '../../charts/svg-pen.ts';

/** A drawing of which every element, attribute and value is known to be harmless. */
interface CleanDrawing {
  /** Elements of SVG, without the root around them. */
  readonly content: string;
  readonly width: number;
  readonly height: number;
}

/** A longer drawing makes no document that anybody could open. */
export const MOST_SVG_CHARACTERS = 30_000_000;

const ELEMENTS = new Set(
  'g path rect circle ellipse line polyline polygon text tspan image defs clipPath linearGradient radialGradient stop'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'd x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height points offset transform id clip-path fill fill-opacity stroke stroke-opacity stroke-width stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit opacity stop-color stop-opacity font-family font-size font-style font-weight text-anchor display preserveAspectRatio'.split(
    ' ',
  ),
);
/** As documents write them, which know numbers alone. */
const WEIGHTS: Readonly<Record<string, string>> = { normal: '400', bold: '700' };
const PICTURE = /^data:image\/(?:png|jpeg);base64,[\w+/=]+$/;
const TOKENS = /<(\/?)([A-Za-z]+)((?:\s+[\w:-]+="[^"<>]*")*)\s*(\/?)>|([^<]+)/g;

/**
 * Writes the SVG of a chart that anybody may have specified anew, of what is known alone: shapes, texts,
 * clips, gradients and pictures that it holds itself. Nothing in it leads anywhere or runs.
 * @throws Error for what is no drawing
 */
export function cleanSvg(svg: string): CleanDrawing {
  if (svg.length > MOST_SVG_CHARACTERS) {
    throw new Error('the drawing has too many marks for a document');
  }
  const parts: string[] = [];
  /** Elements that are open: those that were left out leave out what is in them. */
  const open: { readonly name: string; readonly isKept: boolean }[] = [];
  let size: { readonly width: number; readonly height: number } | null = null;
  const isKept = () => open.at(-1)?.isKept === true;
  for (const [, slash, name = '', attributes = '', isEmpty, text] of svg.matchAll(TOKENS)) {
    if (text !== undefined) {
      if (isKept()) parts.push(escapeXml(decode(text)));
    } else if (slash === '/') {
      const last = open.pop();
      if (last?.isKept && last.name !== 'svg') parts.push(`</${last.name}>`);
    } else if (size === null) {
      if (name !== 'svg') break;
      size = sizeOf(attributes);
      open.push({ name, isKept: true });
    } else {
      const keeps = isKept() && ELEMENTS.has(name);
      if (keeps) parts.push(`<${name}${cleanAttributes(attributes)}${isEmpty}>`);
      if (isEmpty !== '/') open.push({ name, isKept: keeps });
    }
  }
  if (size === null || open.length > 0) throw new Error('what came back is no drawing');
  return { content: parts.join(''), ...size };
}

function cleanAttributes(text: string): string {
  let clean = '';
  for (const [, name = '', value = ''] of text.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    const own = decode(value);
    if (name === 'href' || name === 'xlink:href') {
      if (PICTURE.test(own)) clean += ` href="${own}"`;
    } else if (ATTRIBUTES.has(name) && isHarmless(name, own)) {
      const written = name === 'font-weight' ? (WEIGHTS[own] ?? own) : own;
      clean += ` ${name}="${escapeXml(written)}"`;
    }
  }
  return clean;
}

/** An address may only name a part of the drawing itself. */
function isHarmless(name: string, value: string): boolean {
  if (name === 'id') return /^\w+$/.test(value);
  return !/url|[@\\;{}]|:\/\//i.test(value.replace(/^url\(#\w+\)$/, ''));
}

function sizeOf(attributes: string): { readonly width: number; readonly height: number } {
  const side = (name: string): number => {
    const pixels = Number(new RegExp(`\\s${name}="([\\d.]+)"`).exec(attributes)?.[1]);
    if (!(pixels > 0) || pixels > 20_000) throw new Error('the drawing has no size');
    return pixels;
  };
  return { width: side('width'), height: side('height') };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#160;': ' ',
  '&nbsp;': ' ',
};

const decode = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|nbsp|#39|#160);/g, (entity) => ENTITIES[entity] ?? entity);
