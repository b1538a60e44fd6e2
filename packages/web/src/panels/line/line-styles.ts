import type { LineDash } from '@runloom/model';
import { RUN_COLOUR_COUNT, runColour } from '../../components/run-colour.ts';

/** Dashes and gaps, in widths of the line. */
export const DASHES: Readonly<Record<LineDash, readonly number[]>> = {
  solid: [],
  dashed: [5, 4],
  dotted: [1, 3],
  'dash-dot': [6, 3, 1, 3],
};

/** Metrics of one run are told apart by dashes, in this order. */
const METRIC_DASHES: readonly LineDash[] = ['solid', 'dashed', 'dotted', 'dash-dot'];

export function metricDash(index: number): readonly number[] {
  return DASHES[METRIC_DASHES[index % METRIC_DASHES.length] ?? 'solid'];
}

/**
 * A colour for each group, by its label, so that a group keeps its colour when others are hidden; the
 * next free one where two labels ask for the same.
 */
export function groupColours(labels: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<number>();
  const colours = new Map<string, string>();
  for (const label of [...labels].sort()) {
    let at = hash(label) % RUN_COLOUR_COUNT;
    while (taken.has(at) && taken.size < RUN_COLOUR_COUNT) at = (at + 1) % RUN_COLOUR_COUNT;
    taken.add(at);
    colours.set(label, runColour(at));
  }
  return colours;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}
