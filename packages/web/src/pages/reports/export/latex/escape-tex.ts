import { SYMBOLS } from './symbols.ts';

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '"': '\\textquotedbl{}',
  "'": '\\textquotesingle{}',
  '`': '\\textasciigrave{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  // Two of them would be one longer stroke, and begin a ligature.
  '-': '{-}',
  '\u00a0': '~',
  '\u00ad': '\\-',
};

/**
 * A text as TeX prints it: nothing in it is a command. Signs beyond what every TeX engine has become
 * `\rlsign{code}`, which the preamble defines.
 */
export function escapeTex(text: string): string {
  let out = '';
  for (const sign of text.toWellFormed()) out += signTex(sign);
  return out;
}

function signTex(sign: string): string {
  const special = SPECIAL[sign];
  if (special !== undefined) return special;
  const code = sign.codePointAt(0) ?? 0;
  if (sign === '\n' || sign === '\t' || sign === '\r') return ' ';
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return '\\rlsign{FFFD}';
  if (code < 0x7f) return sign;
  // T1 has letters of Western and Central Europe.
  if (code >= 0xc0 && code < 0x180 && !MISSING.has(sign)) return sign;
  return SYMBOLS[sign] ?? `\\rlsign{${code.toString(16).toUpperCase()}}`;
}

/** Letters of these blocks that LaTeX has no way to put together. */
const MISSING: ReadonlySet<string> = new Set('×÷ĦħĸĿŀŉŦŧſ');

/** Code keeps its spaces and its lines. */
export function escapeCode(text: string): string {
  return text
    .replaceAll('\t', '    ')
    .split('\n')
    .map((line) => {
      const escaped = [...line].map((sign) => (sign === ' ' ? '~' : escapeTex(sign))).join('');
      // So that a long line may be broken somewhere.
      return escaped === '' ? '\\mbox{}' : `\\mbox{}${escaped}`;
    })
    .join('\\\\\n');
}

/** An address within `\href`: what would end or change it is written in percent. */
export function escapeAddress(address: string): string {
  return address
    .replace(/[^\w:/?=.~!*'()@+,;$&#%-]/gu, (sign) => encodeURIComponent(sign.toWellFormed()))
    .replace(/[$~'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/[&#%_]/g, (sign) => `\\${sign}`);
}
