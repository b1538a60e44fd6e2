import { itemTexts, memberTexts, objectText, stringOf, WEAVE_SCHEME } from '@runloom/model';
import type { Trial } from './types.ts';

/** Scores nested deeper stay as they are. */
const MAX_DEPTH = 8;

/**
 * Scores that a scorer took from its row are references to cells of the dataset (Python client 0.54):
 * what they name is put in their place, so that it counts as the value that it is.
 * @param read values aligned with the references, null for what leads nowhere
 */
export async function followScores(
  trials: readonly Trial[],
  read: (refs: readonly string[]) => Promise<readonly (string | null)[]>,
): Promise<readonly Trial[]> {
  const refs = new Set<string>();
  const collect = (ref: string): null => {
    refs.add(ref);
    return null;
  };
  for (const { scores } of trials) for (const score of scores.values()) replaced(score, collect, 0);
  if (refs.size === 0) return trials;
  const list = [...refs];
  const values = await read(list);
  const byRef = new Map(list.map((ref, at) => [ref, values[at] ?? null]));
  const find = (ref: string): string | null => byRef.get(ref) ?? null;
  return trials.map((trial) => ({
    ...trial,
    scores: new Map([...trial.scores].map(([name, score]) => [name, replaced(score, find, 0)])),
  }));
}

function replaced(text: string, find: (ref: string) => string | null, depth: number): string {
  if (depth > MAX_DEPTH || !text.includes(WEAVE_SCHEME)) return text;
  const ref = stringOf(text);
  if (ref !== null) return ref.startsWith(WEAVE_SCHEME) ? (find(ref) ?? text) : text;
  if (text.charCodeAt(0) === 91) {
    return `[${[...itemTexts(text)].map((item) => replaced(item, find, depth + 1)).join(',')}]`;
  }
  return objectText(
    [...memberTexts(text)].map(
      ([name, value]) => [name, replaced(value, find, depth + 1)] as const,
    ),
  );
}
