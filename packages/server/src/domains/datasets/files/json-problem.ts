import { canonicalJson, MAX_JSON_DEPTH } from '@runloom/model';
import { FileProblem } from './record.ts';

/** @param placeOf the place of a character of the text, in words @throws FileProblem */
export function checkJson(text: string, placeOf: (at: number) => string): void {
  // The engine's own parser is several times as fast, and tells no place; nor does it mind any depth.
  if (opened(text) <= MAX_JSON_DEPTH && isParsed(text)) return;
  try {
    canonicalJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = /at character (\d+)/.exec(error.message)?.[1];
    const problem = error.message.replace(/ at character \d+/, '');
    throw new FileProblem(`${placeOf(Number(at ?? 0))}: ${problem}.`);
  }
}

/** How many objects and lists begin, counting those within texts: no fewer than are nested in each other. */
function opened(text: string): number {
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) count += 1;
  }
  return count;
}

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
