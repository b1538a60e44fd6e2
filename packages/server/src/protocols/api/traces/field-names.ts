import { type ExactJson, pathSegment } from '@runloom/model';
import type { Call } from '../../../domains/calls/index.ts';
import { readJson } from './values.ts';

const MOST_FIELDS = 500;
const DEEPEST = 6;
/** Items of lists are alike: the first few are enough to tell what is in them. */
const ITEMS = 2;

/** Paths to plain values in calls, in the order in which they are met; those of inputs first. */
export function fieldsOf(
  calls: readonly Pick<Call, 'inputs' | 'output' | 'attributes' | 'summary'>[],
): string[] {
  const found = new Set<string>();
  const visit = (value: ExactJson, path: string, depth: number): void => {
    if (found.size >= MOST_FIELDS) return;
    const isNested = value instanceof Map || Array.isArray(value);
    if (!isNested || depth >= DEEPEST) {
      if (depth > 0 || value !== null) found.add(path);
      return;
    }
    const members = value instanceof Map ? [...value] : [...value.slice(0, ITEMS).entries()];
    for (const [key, member] of members) {
      visit(member, `${path}.${pathSegment(String(key))}`, depth + 1);
    }
  };
  for (const part of ['inputs', 'output', 'attributes', 'summary'] as const) {
    for (const call of calls) visit(readJson(call[part]), part, 0);
  }
  return [...found];
}
