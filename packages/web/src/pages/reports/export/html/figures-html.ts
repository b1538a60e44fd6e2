import { toBase64 } from '../base64.ts';
import type { Figure, Picture } from '../export-source.ts';
import { element, joined, type Markup, trusted } from './markup.ts';

/** Figures two by two, wide ones alone. */
export const figuresHtml = (figures: readonly Figure[], nextName: () => string): Markup =>
  element(
    'div',
    { class: 'figures' },
    figures.map((figure) =>
      element(
        'figure',
        { class: figure.isWide ? 'wide' : null },
        figure.kind === 'drawing' ? null : element('figcaption', { class: 'title' }, figure.title),
        figureHtml(figure, nextName),
      ),
    ),
  );

function figureHtml(figure: Figure, nextName: () => string): Markup {
  switch (figure.kind) {
    case 'drawing':
      return trusted(inlineSvg(figure.svg(), nextName()));
    case 'picture':
      return joined(
        pictureHtml(figure.picture, figure.title, null),
        figure.caption === '' ? null : element('figcaption', {}, figure.caption),
      );
    case 'text':
      return joined(...figure.lines.map((line) => element('p', {}, line)));
    case 'table':
      return tableHtml(figure);
  }
}

function tableHtml(figure: Extract<Figure, { kind: 'table' }>): Markup {
  return element(
    'div',
    { class: 'scroll' },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          figure.columns.map((name) => element('th', {}, name)),
        ),
      ),
      element(
        'tbody',
        {},
        figure.rows.map((row) =>
          element(
            'tr',
            {},
            row.map((cell) => element('td', {}, cell)),
          ),
        ),
      ),
    ),
    figure.leftOutCount > 0
      ? element('p', { class: 'note' }, `and ${figure.leftOutCount} more rows`)
      : null,
  );
}

/** @param width percent of the text, or as large as it is */
export const pictureHtml = (
  { bytes, type, width, height }: Picture,
  alt: string,
  percent: number | null,
): Markup =>
  element('img', {
    src: `data:${type};base64,${toBase64(bytes)}`,
    alt,
    width: percent === null ? Math.round(width) : `${percent}%`,
    height: percent === null ? Math.round(height) : null,
  });

/** A drawing of our charts within a page: names in it must be its own. */
function inlineSvg(svg: string, name: string): string {
  return svg
    .replace(/^<\?xml[^>]*\?>\s*/, '')
    .replace(/ id="(\w+)"/g, ` id="${name}-$1"`)
    .replace(/url\(#(\w+)\)/g, `url(#${name}-$1)`);
}
