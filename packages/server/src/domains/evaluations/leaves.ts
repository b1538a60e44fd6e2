import { memberTexts } from '@runloom/model';
import type { JsonText } from '../calls/index.ts';

/** Scores nested deeper are taken as they are. */
const MAX_DEPTH = 8;

/** One leaf of a score: what a scorer said at a path of its output. */
export interface ScoreLeaf {
  readonly scorer: string;
  /** '' for the output itself. */
  readonly path: string;
  readonly value: unknown;
}

/** What a leaf is called: `correctness.passed`, or the scorer alone. */
export const leafKey = ({ scorer, path }: Pick<ScoreLeaf, 'scorer' | 'path'>): string =>
  path === '' ? scorer : `${scorer}.${path}`;

/** Every leaf of every score, in the order in which they stand. Bare NaN and infinities are numbers. */
export const leavesOf = (scores: ReadonlyMap<string, JsonText>): readonly ScoreLeaf[] =>
  [...scores].flatMap(([scorer, value]) => leavesOfScore(scorer, value));

/** The leaves of one scorer's score. */
export function leavesOfScore(scorer: string, value: JsonText): readonly ScoreLeaf[] {
  const found: ScoreLeaf[] = [];
  walk(found, scorer, value, '', 0);
  return found;
}

function walk(
  found: ScoreLeaf[],
  scorer: string,
  text: JsonText,
  path: string,
  depth: number,
): void {
  if (text.charCodeAt(0) !== 123 || depth >= MAX_DEPTH) {
    found.push({ scorer, path, value: readLeaf(text) });
    return;
  }
  for (const [name, inner] of memberTexts(text)) {
    walk(found, scorer, inner, path === '' ? name : `${path}.${name}`, depth + 1);
  }
}

/** Squares and sums of larger numbers leave the range of numbers, and what is said of them with them. */
const LARGEST = 1e100;

/** Whether means can be made of what a leaf says: a number that is neither NaN, infinite nor beyond 1e100. */
export const isCountable = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= LARGEST;

/** As Python writes it: JSON, and numbers that JSON does not have. What can't be read is a text. */
function readLeaf(text: JsonText): unknown {
  const first = text.charCodeAt(0);
  // Most are numbers, and `Number` reads those of JSON as `JSON.parse` does.
  if (first === 45 || (first >= 48 && first <= 57)) {
    const number = Number(text);
    if (Number.isFinite(number)) return number;
  }
  if (/^-?(?:NaN|Infinity)$/.test(text)) return Number(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
