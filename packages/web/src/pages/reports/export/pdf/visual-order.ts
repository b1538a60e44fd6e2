import createBidi from 'bidi-js';

/** Letters that are written from right to left, and signs that change the direction. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Stands for what is no text. */
const OBJECT = '\ufffc';

const bidi = createBidi();

const isRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);

/** Whether a paragraph runs from right to left: its first letter that has a direction says so. */
export function startsRightToLeft(text: string): boolean {
  if (!isRightToLeft(text)) return false;
  return bidi.getEmbeddingLevels(text).paragraphs[0]?.level === 1;
}

/**
 * Parts of one line as they stand from left to right (Unicode's bidirectional algorithm, UAX #9). A part
 * that is read from right to left keeps its letters in the order of reading and is marked.
 * @param isRtl whether the paragraph runs from right to left
 */
export function visualOrder<Part extends { readonly kind: string }>(
  parts: readonly Part[],
  textOf: (part: Part) => string | null,
  isRtl: boolean,
): readonly { readonly part: Part; readonly text: string | null; readonly isRtl: boolean }[] {
  const texts = parts.map((part) => textOf(part));
  const whole = texts.map((text) => text ?? OBJECT).join('');
  if (!isRtl && !isRightToLeft(whole)) {
    return parts.map((part, index) => ({ part, text: texts[index] ?? null, isRtl: false }));
  }
  const { levels } = bidi.getEmbeddingLevels(whole, isRtl ? 'rtl' : 'ltr');
  const runs: { part: Part; text: string | null; level: number }[] = [];
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const text = texts[index] ?? null;
    const end = at + (text ?? OBJECT).length;
    let from = at;
    for (let place = at + 1; place <= end; place += 1) {
      if (place < end && levels[place] === levels[from]) continue;
      runs.push({
        part,
        text: text === null ? null : whole.slice(from, place),
        level: levels[from] ?? 0,
      });
      from = place;
    }
    at = end;
  }
  return reordered(runs).map(({ part, text, level }) => ({ part, text, isRtl: level % 2 === 1 }));
}

/** Rule L2: from the highest level down, what stands at it or higher is turned round. */
function reordered<Run extends { readonly level: number }>(runs: readonly Run[]): readonly Run[] {
  const order = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1) {
    for (let start = 0; start < order.length; start += 1) {
      if ((order[start]?.level ?? 0) < level) continue;
      let end = start;
      while (end < order.length && (order[end]?.level ?? 0) >= level) end += 1;
      order.splice(start, end - start, ...order.slice(start, end).reverse());
      start = end;
    }
  }
  return order;
}

/**
 * A text that is read from right to left as its letters stand from left to right, with brackets turned
 * round. Marks then come before their letters: they take no room, and the letter is set below them.
 */
export const mirrored = (text: string): string =>
  [...text]
    .reverse()
    .map((sign) => bidi.getMirroredCharacter(sign) ?? sign)
    .join('');
