import { canonicalJson } from '@runloom/model';
import { FileProblem } from './record.ts';

/** @param placeOf the place of a character of the text, in words @throws FileProblem */
export function checkJson(text: string, placeOf: (at: number) => string): void {
  try {
    canonicalJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = /at character (\d+)/.exec(error.message)?.[1];
    const problem = error.message.replace(/ at character \d+/, '');
    throw new FileProblem(`${placeOf(Number(at ?? 0))}: ${problem}.`);
  }
}
