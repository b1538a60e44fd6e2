import type { CSSProperties } from 'react';
import type { AnsiColour, AnsiStyle } from './ansi.ts';

const THEME_COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/**
 * How a part of a line is drawn. Colours of the theme are readable on the page as they are; exact
 * ones are moved towards readable lightness by the theme (`--exact-lightness`), and text on a
 * coloured ground is given a colour that stands out from it when the program named none.
 */
export function ansiCss(style: AnsiStyle): CSSProperties | undefined {
  const { foreground, background, isReversed } = style;
  const front = isReversed ? background : foreground;
  const back = isReversed ? (foreground ?? 'text') : background;
  const lines = [style.isUnderlined && 'underline', style.isStruck && 'line-through']
    .filter(Boolean)
    .join(' ');
  const css: CSSProperties = {
    ...colours(front, back),
    ...(style.isBold && { fontWeight: 600 }),
    ...(style.isItalic && { fontStyle: 'italic' }),
    ...(lines !== '' && { textDecorationLine: lines }),
    ...(style.isDim && { opacity: 0.8 }),
    ...(style.isHidden && { color: 'transparent' }),
  };
  return Object.keys(css).length === 0 ? undefined : css;
}

function colours(front: AnsiColour | null, back: AnsiColour | 'text' | null): CSSProperties {
  if (back === null) return front === null ? {} : { color: readable(front) };
  if (back === 'text') {
    // Reversed default colours.
    return { background: 'var(--text)', color: 'var(--surface)' };
  }
  return { background: exact(back), color: onGround(front, back) };
}

function readable(colour: AnsiColour): string {
  if (colour.kind === 'theme') return exact(colour);
  return `oklch(from ${exact(colour)} var(--exact-lightness) c h)`;
}

function exact(colour: AnsiColour): string {
  if (colour.kind === 'exact') return `rgb(${colour.rgb.join(' ')})`;
  const name = THEME_COLOURS[colour.index % 8] ?? 'white';
  return `var(--ansi-${colour.index < 8 ? '' : 'bright-'}${name})`;
}

function onGround(front: AnsiColour | null, ground: AnsiColour): string {
  if (ground.kind === 'theme') {
    // The theme's colours stand out from the page, so the page's colour stands out from them.
    return front?.kind === 'exact' ? exact(front) : 'var(--surface)';
  }
  if (front !== null) return exact(front);
  return luminance(ground.rgb) > 0.179 ? '#000' : '#fff';
}

/** Relative luminance by WCAG 2.2; from 0.179 on black stands out more than white. */
function luminance(rgb: readonly [number, number, number]): number {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
