import type { Pen } from './pen.ts';
import { FIRST_PEN_STATE, type PenState, type StyleName, withStyles } from './pen-state.ts';

/** A pen that writes SVG: every stroke is a path, every label a text. */
export interface SvgPen extends Pen {
  /** The picture so far, as a document of its own. */
  document(title: string): string;
}

interface SvgPenState extends PenState {
  /** Groups opened since the state was saved. */
  groups: number;
}

const FIRST: SvgPenState = { ...FIRST_PEN_STATE, groups: 0 };

/** @param width of the picture, as its height in CSS pixels */
export function createSvgPen(width: number, height: number): SvgPen {
  const parts: string[] = [];
  const saved: SvgPenState[] = [];
  let state: SvgPenState = { ...FIRST };
  let path: string[] = [];
  let clips = 0;

  const alpha = (name: string) =>
    state.globalAlpha < 1 ? ` ${name}="${round(state.globalAlpha)}"` : '';

  const pen: Omit<SvgPen, StyleName> = {
    save() {
      saved.push(state);
      state = { ...state, groups: 0 };
    },
    restore() {
      parts.push('</g>'.repeat(state.groups));
      state = saved.pop() ?? { ...FIRST };
    },
    beginPath() {
      path = [];
    },
    moveTo(x, y) {
      path.push(`M${round(x)} ${round(y)}`);
    },
    lineTo(x, y) {
      path.push(`${path.length === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`);
    },
    closePath() {
      path.push('Z');
    },
    rect(x, y, w, h) {
      path.push(`M${round(x)} ${round(y)}h${round(w)}v${round(h)}h${round(-w)}Z`);
    },
    arc(x, y, radius) {
      // Only whole circles are drawn.
      const r = round(radius);
      path.push(
        `M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 0 ${round(2 * radius)} 0a${r} ${r} 0 1 0 ${round(-2 * radius)} 0Z`,
      );
    },
    clip() {
      clips += 1;
      state.groups += 1;
      parts.push(
        `<clipPath id="clip${clips}"><path d="${path.join('')}"/></clipPath><g clip-path="url(#clip${clips})">`,
      );
    },
    stroke() {
      if (path.length < 2) return;
      const dash = state.dash.length > 0 ? ` stroke-dasharray="${state.dash.join(' ')}"` : '';
      parts.push(
        `<path d="${path.join('')}" fill="none" stroke="${escapeXml(String(state.strokeStyle))}" stroke-width="${round(state.lineWidth)}" stroke-linejoin="${state.lineJoin}" stroke-linecap="${state.lineCap}"${dash}${alpha('stroke-opacity')}/>`,
      );
    },
    fill() {
      if (path.length === 0) return;
      parts.push(
        `<path d="${path.join('')}" fill="${escapeXml(String(state.fillStyle))}"${alpha('fill-opacity')}/>`,
      );
    },
    fillRect(x, y, w, h) {
      parts.push(
        `<rect x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}" fill="${escapeXml(String(state.fillStyle))}"${alpha('fill-opacity')}/>`,
      );
    },
    fillText(text, x, y) {
      const anchor = { right: 'end', end: 'end', center: 'middle' }[String(state.textAlign)];
      const baseline = { middle: 'central', top: 'hanging' }[String(state.textBaseline)];
      const [, weight = '400', size = '11', family = 'sans-serif'] =
        /^(?:(\d+)\s+)?([\d.]+)px\s+(.+)$/.exec(state.font) ?? [];
      parts.push(
        `<text x="${round(x)}" y="${round(y)}" font-family="${escapeXml(family)}" font-size="${size}" font-weight="${weight}" fill="${escapeXml(String(state.fillStyle))}"${anchor ? ` text-anchor="${anchor}"` : ''}${baseline ? ` dominant-baseline="${baseline}"` : ''}${alpha('fill-opacity')}>${escapeXml(text)}</text>`,
      );
    },
    setLineDash(segments) {
      state.dash = [...segments];
    },
    document(title) {
      return `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" role="img"><title>${escapeXml(title)}</title>${parts.join('\n')}</svg>\n`;
    },
  };
  return withStyles(pen, () => state);
}

/** A text as XML can hold it: what XML has no place for (NUL, lone surrogates) becomes `�`. */
export function escapeXml(text: string): string {
  const places: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, (sign) => (/[\t\n\r]/.test(sign) ? ' ' : '\uFFFD'))
    .replace(/[&<>"']/g, (sign) => places[sign] ?? sign);
}

const round = (value: number): string => String(Math.round(value * 100) / 100);
