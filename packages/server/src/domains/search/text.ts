/** Words longer than this are cut, in the index and in what is asked. */
const MAX_WORD = 40;
/** Languages written without spaces are cut into overlapping pieces of this many characters. */
const PIECE = 4;
/** A name is looked at up to here. */
const MAX_NAME = 256;

/** Letters, digits, marks and pictures make words; all else stands between them. */
const WORD = /[\p{L}\p{N}\p{M}\p{Extended_Pictographic}]+/gu;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
const LATIN_MARKS = /[\u0300-\u036f]/g;
/** Direction marks, joiners, soft hyphens: seen by nobody. */
const UNSEEN = /\p{Cf}|\p{Variation_Selector}/gu;
const CONTROL = /\p{Cc}|\p{Cs}/gu;

/**
 * The text as it is compared: without case, accents, width and unseen characters, with single spaces.
 */
export function fold(text: string): string {
  return foldCharacters(text).replace(/\s+/g, ' ').trim();
}

/** As `fold`, but white space stays where it is. */
export function foldCharacters(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKD')
    .replace(LATIN_MARKS, '')
    .normalize('NFKC')
    .replace(CONTROL, ' ')
    .replace(UNSEEN, '')
    .toLowerCase();
}

/** A name as it is compared with another. */
export const foldName = (name: string): string =>
  fold(first(name, 4 * MAX_NAME)).slice(0, MAX_NAME);

/**
 * The different words of a folded text, in order; of a piece without spaces, all pieces of it that are
 * as long as one, and the shorter ones at its end.
 */
export function indexWords(folded: string, most: number): readonly string[] {
  const words = new Set<string>();
  for (const [word] of folded.matchAll(WORD)) {
    words.add(cut(word));
    for (const [run] of word.matchAll(UNSPACED)) {
      const characters = [...run];
      for (let at = 0; at < characters.length; at += 1) {
        words.add(characters.slice(at, at + PIECE).join(''));
        if (words.size >= most) break;
      }
    }
    if (words.size >= most) break;
  }
  return [...words];
}

/** The words that something must hold the beginnings of to be found by the folded text. */
export function askedWords(folded: string, most: number): readonly string[] {
  const words = new Set<string>();
  for (const [word] of folded.matchAll(WORD)) {
    const isUnspaced = word.replace(UNSPACED, '') === '';
    const characters = [...word];
    if (isUnspaced && characters.length > PIECE) {
      for (let at = 0; at + PIECE <= characters.length; at += PIECE) {
        words.add(characters.slice(at, at + PIECE).join(''));
      }
      words.add(characters.slice(-PIECE).join(''));
    } else words.add(cut(word));
    if (words.size >= most) break;
  }
  return [...words].slice(0, most);
}

/** The different pieces of three characters of a folded name. */
export function piecesOf(folded: string): readonly string[] {
  const characters = [...folded];
  const pieces = new Set<string>();
  for (let at = 0; at + 3 <= characters.length; at += 1) {
    pieces.add(characters.slice(at, at + 3).join(''));
  }
  return [...pieces];
}

const cut = (word: string): string => first(word, MAX_WORD);

/** The first UTF-16 units, without half a character at the end. */
export function first(text: string, units: number): string {
  if (text.length <= units) return text;
  const end = text.charCodeAt(units - 1);
  return text.slice(0, end >= 0xd800 && end < 0xdc00 ? units - 1 : units);
}
