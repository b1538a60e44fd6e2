import type { RunOrder } from '@runloom/model';
import type { RunId } from '../lineage.ts';
import type { GroupKey, RunGroup, RunPath, RunPathPage } from '../types.ts';
import { joinMoments } from './moments.ts';
import { placeOfOrder } from './resolve.ts';

/** A run with what its list is ordered by; the id counts last. */
export interface OrderedRun {
  readonly id: RunId;
  /** Numbers compare with numbers and texts with texts, by code point; null only stands beside null. */
  readonly keys: readonly (string | number | null)[];
}

/** Which way each key of an {@link OrderedRun} goes, and the id: 1 or −1. */
export interface Directions {
  readonly keys: readonly number[];
  readonly id: number;
}

/** Of keys in which a value of configs or summaries stands by its kind, its number and its text. */
export function directionsOf(orders: readonly RunOrder[]): Directions {
  const signOf = ({ ascending }: RunOrder) => (ascending ? 1 : -1);
  return {
    keys: orders.flatMap((order) =>
      placeOfOrder(order).kind === 'path' ? [1, signOf(order), signOf(order)] : [signOf(order)],
    ),
    id: orders.at(-1)?.ascending ? 1 : -1,
  };
}

/** The first of several lists that all are in this order: few lists, so each is looked at every time. */
export function mergeOrdered(
  lists: readonly (readonly OrderedRun[])[],
  directions: Directions,
  limit: number,
): readonly RunId[] {
  const merged: RunId[] = [];
  const places = lists.map(() => 0);
  while (merged.length < limit) {
    let first: { readonly list: number; readonly run: OrderedRun } | null = null;
    for (const [list, runs] of lists.entries()) {
      const run = runs[places[list] ?? 0];
      if (run === undefined) continue;
      if (first === null || compare(run, first.run, directions) < 0) first = { list, run };
    }
    if (first === null) break;
    merged.push(first.run.id);
    places[first.list] = (places[first.list] ?? 0) + 1;
  }
  return merged;
}

function compare(a: OrderedRun, b: OrderedRun, { keys, id }: Directions): number {
  for (const [at, direction] of keys.entries()) {
    const difference = compareKeys(a.keys[at] ?? null, b.keys[at] ?? null);
    if (difference !== 0) return difference * direction;
  }
  return (a.id - b.id) * id;
}

function compareKeys(a: string | number | null, b: string | number | null): number {
  if (a === b || a === null || b === null) return 0;
  if (typeof a === 'string' && typeof b === 'string') {
    // As the stores compare them.
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return a < b ? -1 : 1;
}

/** Groups of the same key are one, with exact statistics over the runs of all. */
export function joinGroups(lists: readonly (readonly RunGroup[])[]): readonly RunGroup[] {
  const [only, ...others] = lists;
  if (others.length === 0) return only ?? [];
  const byKey = new Map<GroupKey, RunGroup>();
  for (const group of lists.flat()) {
    const known = byKey.get(group.key);
    byKey.set(group.key, known === undefined ? group : joined(known, group));
  }
  return [...byKey.values()];
}

const joined = (a: RunGroup, b: RunGroup): RunGroup => ({
  key: a.key,
  count: a.count + b.count,
  moments: a.moments.map((own, index) => {
    const other = b.moments[index] ?? null;
    return other === null ? own : joinMoments(own, other);
  }),
});

/** Paths by name, each once: some run of any project has a number or a text there. */
export function joinPaths(pages: readonly RunPathPage[], limit: number): RunPathPage {
  const [only, ...others] = pages;
  if (others.length === 0) return only ?? { paths: [], hasMore: false };
  const byName = new Map<string, RunPath>();
  for (const path of pages.flatMap(({ paths }) => paths)) {
    const name = `${path.source} ${path.path}`;
    const known = byName.get(name);
    byName.set(name, {
      ...path,
      hasNumbers: path.hasNumbers || known?.hasNumbers === true,
      hasTexts: path.hasTexts || known?.hasTexts === true,
    });
  }
  const sorted = [...byName.values()].sort(
    (a, b) => compareKeys(a.path, b.path) || compareKeys(a.source, b.source),
  );
  return {
    paths: sorted.slice(0, limit),
    hasMore: sorted.length > limit || pages.some(({ hasMore }) => hasMore),
  };
}

/** Texts in order, each once. */
export const joinTexts = (
  lists: readonly (readonly string[])[],
  limit: number,
): readonly string[] => [...new Set(lists.flat())].sort(compareKeys).slice(0, limit);
