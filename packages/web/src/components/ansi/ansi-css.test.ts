import { describe, expect, it } from 'vitest';
import { parseAnsi } from './ansi.ts';
import { ansiCss } from './ansi-css.ts';

const css = (codes: string) => {
  const [part] = parseAnsi(`\u001b[${codes}mx`);
  return part && ansiCss(part.style);
};

describe('ansiCss', () => {
  it('needs nothing for plain text', () => {
    expect(css('0')).toBeUndefined();
  });

  it('takes the 16 colours from the theme and keeps exact ones readable', () => {
    expect(css('31')).toEqual({ color: 'var(--ansi-red)' });
    expect(css('94')).toEqual({ color: 'var(--ansi-bright-blue)' });
    expect(css('38;2;255;255;0')).toEqual({
      color: 'oklch(from rgb(255 255 0) var(--exact-lightness) c h)',
    });
  });

  it('gives text on a ground a colour that stands out from it', () => {
    expect(css('41')).toEqual({ background: 'var(--ansi-red)', color: 'var(--surface)' });
    expect(css('48;5;231')).toEqual({ background: 'rgb(255 255 255)', color: '#000' });
    expect(css('48;5;17')).toEqual({ background: 'rgb(0 0 95)', color: '#fff' });
  });

  it('turns colours around, also the default ones', () => {
    expect(css('7')).toEqual({ background: 'var(--text)', color: 'var(--surface)' });
    expect(css('7;32')).toEqual({ background: 'var(--ansi-green)', color: 'var(--surface)' });
  });

  it('draws weight, slant and lines', () => {
    expect(css('1;3;4;9')).toEqual({
      fontWeight: 600,
      fontStyle: 'italic',
      textDecorationLine: 'underline line-through',
    });
  });
});
