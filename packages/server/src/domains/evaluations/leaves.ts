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
export function* leavesOf(scores: ReadonlyMap<string, JsonText>): Generator<ScoreLeaf> {
  for (const [scorer, value] of scores) yield* walk(scorer, value, '', 0);
}

function* walk(scorer: string, text: JsonText, path: string, depth: number): Generator<ScoreLeaf> {
  if (text.charCodeAt(0) !== 123 || depth >= MAX_DEPTH) {
    yield { scorer, path, value: readLeaf(text) };
    return;
  }
  for (const [name, inner] of memberTexts(text)) {
    yield* walk(scorer, inner, path === '' ? name : `${path}.${name}`, depth + 1);
  }
}

/** As Python writes it: JSON, and numbers that JSON does not have. What can't be read is a text. */
function readLeaf(text: JsonText): unknown {
  if (/^-?(?:NaN|Infinity)$/.test(text)) return Number(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
