/** A colour as the terminal was told it. */
export type AnsiColour =
  /** One of the 16 colours that a theme chooses: 0 to 7, bright ones 8 to 15. */
  | { readonly kind: 'theme'; readonly index: number }
  | { readonly kind: 'exact'; readonly rgb: readonly [number, number, number] };

/** How a part of a line looks. */
export interface AnsiStyle {
  readonly foreground: AnsiColour | null;
  readonly background: AnsiColour | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isItalic: boolean;
  readonly isUnderlined: boolean;
  readonly isStruck: boolean;
  readonly isHidden: boolean;
  /** Foreground and background change places. */
  readonly isReversed: boolean;
}

export interface AnsiSegment {
  readonly text: string;
  readonly style: AnsiStyle;
}

export const PLAIN: AnsiStyle = {
  foreground: null,
  background: null,
  isBold: false,
  isDim: false,
  isItalic: false,
  isUnderlined: false,
  isStruck: false,
  isHidden: false,
  isReversed: false,
};

/**
 * Control sequences of terminals (ECMA-48): CSI with its parameters and final byte, OSC up to BEL or
 * ST (titles, links), other strings, two-character escapes; then single control characters but tab.
 */
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /\u001b\[([0-?]*)[ -/]*([@-~])|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]?|[\u0000-\u0008\u000a-\u001f\u007f]/g;

/**
 * Reads one line of terminal output. Colours and styles are kept; every other control sequence is
 * left out: a line of a log has no screen to move on, and a link in it is never followed. Of a line
 * that a progress bar rewrote only the last text is shown.
 */
export function parseAnsi(sent: string): readonly AnsiSegment[] {
  const line = lastWritten(sent);
  const segments: AnsiSegment[] = [];
  let style = PLAIN;
  let textFrom = 0;
  const take = (end: number) => {
    const text = line.slice(textFrom, end);
    const last = segments.at(-1);
    if (text === '') return;
    if (last?.style === style) segments[segments.length - 1] = { text: last.text + text, style };
    else segments.push({ text, style });
  };
  for (const match of line.matchAll(CONTROL)) {
    take(match.index);
    textFrom = match.index + match[0].length;
    if (match[2] === 'm') style = restyle(style, match[1] ?? '');
  }
  take(line.length);
  return segments;
}

/** What a reader sees of a line, without any control sequence. */
export function plainText(line: string): string {
  return lastWritten(line).replace(CONTROL, '');
}

/** What follows the last carriage return that text comes after. */
function lastWritten(line: string): string {
  if (!line.includes('\r')) return line;
  let end = line.length;
  while (line[end - 1] === '\r') end -= 1;
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}

/** Applies "select graphic rendition": parameters in order, an empty one is 0. */
function restyle(style: AnsiStyle, parameters: string): AnsiStyle {
  // Private sequences such as `CSI > 4 m` speak of the keyboard.
  if (/[<=>?]/.test(parameters)) return style;
  const codes = parameters.split(';');
  let next = style;
  for (let at = 0; at < codes.length; at += 1) {
    const [code = '', ...parts] = (codes[at] ?? '').split(':');
    const number = code === '' ? 0 : Number(code);
    if (number === 38 || number === 48) {
      const { colour, taken } =
        parts.length > 0 ? colonColour(parts) : extendedColour(codes.slice(at + 1));
      at += taken;
      if (colour) next = { ...next, [number === 38 ? 'foreground' : 'background']: colour };
    } else next = applyCode(next, number, parts);
  }
  return next;
}

function applyCode(style: AnsiStyle, code: number, parts: readonly string[]): AnsiStyle {
  if (code >= 30 && code <= 37) return { ...style, foreground: themeColour(code - 30) };
  if (code >= 40 && code <= 47) return { ...style, background: themeColour(code - 40) };
  if (code >= 90 && code <= 97) return { ...style, foreground: themeColour(code - 82) };
  if (code >= 100 && code <= 107) return { ...style, background: themeColour(code - 92) };
  // `4:0` is "no underline", `4:3` a wavy one.
  if (code === 4) return { ...style, isUnderlined: parts[0] !== '0' };
  const change = CHANGES.get(code);
  return change ? { ...style, ...change } : style;
}

const CHANGES: ReadonlyMap<number, Partial<AnsiStyle>> = new Map<number, Partial<AnsiStyle>>([
  [0, PLAIN],
  [1, { isBold: true }],
  [2, { isDim: true }],
  [3, { isItalic: true }],
  [7, { isReversed: true }],
  [8, { isHidden: true }],
  [9, { isStruck: true }],
  [21, { isUnderlined: true }],
  [22, { isBold: false, isDim: false }],
  [23, { isItalic: false }],
  [24, { isUnderlined: false }],
  [27, { isReversed: false }],
  [28, { isHidden: false }],
  [29, { isStruck: false }],
  [39, { foreground: null }],
  [49, { background: null }],
]);

/** `5;n` or `2;r;g;b` after 38 or 48; tells how many parameters it took. */
function extendedColour(codes: readonly string[]): { colour: AnsiColour | null; taken: number } {
  const [mode, ...values] = codes;
  if (mode === '5') return { colour: indexedColour(Number(values[0] || 0)), taken: 2 };
  if (mode === '2') return { colour: exactColour(values.slice(0, 3)), taken: 4 };
  return { colour: null, taken: codes.length };
}

/** `38:5:n`, `38:2:r:g:b` or, with the colour space that is mostly left empty, `38:2::r:g:b`. */
function colonColour(parts: readonly string[]): { colour: AnsiColour | null; taken: number } {
  const [mode, ...values] = parts;
  if (mode === '5') return { colour: indexedColour(Number(values[0] || 0)), taken: 0 };
  if (mode === '2') return { colour: exactColour(values.slice(-3)), taken: 0 };
  return { colour: null, taken: 0 };
}

function themeColour(index: number): AnsiColour {
  return { kind: 'theme', index };
}

function exactColour(values: readonly string[]): AnsiColour | null {
  const [red = 0, green = 0, blue = 0] = values.map((value) => Number(value || 0));
  const isByte = [red, green, blue].every((value) => value >= 0 && value <= 255);
  return isByte ? { kind: 'exact', rgb: [red, green, blue] } : null;
}

/** The 256 colours of xterm: 16 of the theme, a cube of 6 × 6 × 6, 24 greys. */
function indexedColour(index: number): AnsiColour | null {
  if (!Number.isInteger(index) || index < 0 || index > 255) return null;
  if (index < 16) return themeColour(index);
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return { kind: 'exact', rgb: [grey, grey, grey] };
  }
  const cube = index - 16;
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  return {
    kind: 'exact',
    rgb: [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)],
  };
}
