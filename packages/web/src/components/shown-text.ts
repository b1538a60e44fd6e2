/**
 * A name as it is shown: control characters become visible signs, and overrides of direction, which
 * let `txt.exe` pass for `exe.txt`, lose their effect. Every character keeps its place.
 */
export function shownText(text: string): string {
  return text
    .replace(CONTROL, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replace(/[\u007f\u202d\u202e]/g, '\ufffd');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f]/g;
