import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnsiStyle, PLAIN, parseAnsi, plainText } from './ansi.ts';

const ESC = '\u001b';
/** The parts of a line with only what differs from plain text. */
const styles = (line: string) =>
  parseAnsi(line).map(({ text, style }) => [
    text,
    Object.fromEntries(
      Object.entries(style).filter(([name, value]) => PLAIN[name as keyof AnsiStyle] !== value),
    ),
  ]);

describe('parseAnsi', () => {
  it('leaves plain text as it is', () => {
    expect(styles('epoch 1/10\tloss: 0.5')).toEqual([['epoch 1/10\tloss: 0.5', {}]]);
    expect(parseAnsi('')).toEqual([]);
  });

  it('reads the 16 colours of the theme', () => {
    expect(styles(`${ESC}[31mred${ESC}[0m ${ESC}[92;44mbright on blue`)).toEqual([
      ['red', { foreground: { kind: 'theme', index: 1 } }],
      [' ', {}],
      [
        'bright on blue',
        { foreground: { kind: 'theme', index: 10 }, background: { kind: 'theme', index: 4 } },
      ],
    ]);
  });

  it('reads 256 colours and true colours, with semicolons and with colons', () => {
    const colours = [
      '38;5;196',
      '38:5:196',
      '38;2;1;2;3',
      '38:2:1:2:3',
      '38:2::1:2:3',
      '38;5;9',
      '38;5;244',
    ].map((code) => parseAnsi(`${ESC}[${code}mx`)[0]?.style.foreground);
    expect(colours).toEqual([
      { kind: 'exact', rgb: [255, 0, 0] },
      { kind: 'exact', rgb: [255, 0, 0] },
      { kind: 'exact', rgb: [1, 2, 3] },
      { kind: 'exact', rgb: [1, 2, 3] },
      { kind: 'exact', rgb: [1, 2, 3] },
      { kind: 'theme', index: 9 },
      { kind: 'exact', rgb: [128, 128, 128] },
    ]);
  });

  it('takes what follows a colour for a style of its own', () => {
    expect(styles(`${ESC}[38;5;0;1mx`)).toEqual([
      ['x', { foreground: { kind: 'theme', index: 0 }, isBold: true }],
    ]);
    expect(styles(`${ESC}[38;2;0;0;0;4mx`)).toEqual([
      ['x', { foreground: { kind: 'exact', rgb: [0, 0, 0] }, isUnderlined: true }],
    ]);
  });

  it('applies codes in order: a reset in the middle counts', () => {
    expect(styles(`${ESC}[1;31;0;3mx`)).toEqual([['x', { isItalic: true }]]);
    expect(styles(`${ESC}[1mA${ESC}[4mB${ESC}[22mC${ESC}[mD`)).toEqual([
      ['A', { isBold: true }],
      ['B', { isBold: true, isUnderlined: true }],
      ['C', { isUnderlined: true }],
      ['D', {}],
    ]);
  });

  it('keeps the style over sequences that only move the cursor', () => {
    expect(styles(`${ESC}[32ma${ESC}[K${ESC}[2Ab`)).toEqual([
      ['ab', { foreground: { kind: 'theme', index: 2 } }],
    ]);
  });

  it('shows the last text of a line that was rewritten', () => {
    expect(plainText('10%\r 50%\r100% done\r')).toBe('100% done');
    expect(styles(`${ESC}[31m 50%\r${ESC}[32m100%`)).toEqual([
      ['100%', { foreground: { kind: 'theme', index: 2 } }],
    ]);
    expect([plainText('\r'), plainText('\r\rx'), plainText('x\r\r')]).toEqual(['', 'x', 'x']);
  });

  it('leaves out titles, links and other control characters', () => {
    expect(
      plainText(`${ESC}]0;title\u0007a${ESC}]8;;javascript:alert(1)${ESC}\\b${ESC}]8;;${ESC}\\c`),
    ).toBe('abc');
    expect(plainText(`a\u0000\u0008\u0007b${ESC}(Bc${ESC}7d${ESC}[?25le${ESC}`)).toBe('abcde');
  });

  it('does not mind nonsense', () => {
    expect(styles(`${ESC}[999;38;5;999;;mx`)).toEqual([['x', {}]]);
    expect(styles(`${ESC}[38;2;300;0;0mx`)).toEqual([['x', {}]]);
    expect(styles(`${ESC}[>4;1mx`)).toEqual([['x', {}]]);
  });

  it('shows the same text as without styles, whatever the line, and no control character', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(`${ESC}[`, `${ESC}]`, 'm', ';', '38', '5', ESC, '\u0007', ':', '0'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const line = pieces.join('');
        const text = parseAnsi(line)
          .map((segment) => segment.text)
          .join('');
        expect(text).toBe(plainText(line));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
        expect(text).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f]/);
      }),
    );
  });

  it('reads a megabyte of unfinished sequences in no time', () => {
    const startedAt = performance.now();
    parseAnsi(`${ESC}[`.repeat(250_000));
    parseAnsi(`${ESC}]`.repeat(250_000));
    parseAnsi(`${ESC}[${'1;'.repeat(250_000)}`);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});
