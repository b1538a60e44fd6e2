import type { ProjectId } from '../../projects/index.ts';
import type { Objects, TableDifference } from '../types.ts';
import type { RowStore } from './row-store.ts';
import { createSizedCache } from './sized-cache.ts';
import { digestAt, readSpanDigests } from './span-digests.ts';
import type { Span } from './spans.ts';
import type { Table, TableStore } from './table-store.ts';

/** Of what was compared last; pages of one difference are asked for one by one. */
const CACHE_BYTES = 32 * 1024 * 1024;

/** A row that is not in a stretch that both tables have, or such a stretch. */
interface Piece {
  /** The row's digest, or a name of the stretch. */
  readonly key: string;
  readonly place: number;
  readonly count: number;
}

/** Tells what differs between tables by the digests of their rows. */
export function createComparing(
  rows: RowStore,
  tables: TableStore,
): Pick<Objects, 'compareTables'> {
  const cache = createSizedCache<TableDifference>(CACHE_BYTES);

  async function piecesOf(
    project: ProjectId,
    table: Table,
    shared: ReadonlyMap<string, number>,
  ): Promise<readonly Piece[]> {
    const left = new Map(shared);
    const isShared = table.spans.map((span) => {
      const count = left.get(keyOf(span)) ?? 0;
      if (count > 0) left.set(keyOf(span), count - 1);
      return count > 0;
    });
    const own = table.spans.filter((_, index) => !isShared[index]);
    const digestsOf = await readSpanDigests(rows, project, own, table.chunks);
    const pieces: Piece[] = [];
    let place = 0;
    for (const [index, span] of table.spans.entries()) {
      if (isShared[index]) pieces.push({ key: keyOf(span), place, count: span.count });
      else {
        const digests = digestsOf(span);
        for (let at = 0; at < span.count; at += 1) {
          pieces.push({ key: digestAt(digests, at), place: place + at, count: 1 });
        }
      }
      place += span.count;
    }
    return pieces;
  }

  return {
    async compareTables(project, from, to) {
      const id = `${project} ${from} ${to}`;
      const known = cache.get(id);
      if (known !== undefined) return known;
      const [first, second] = [await tables.get(project, from), await tables.get(project, to)];
      const shared = sharedCounts(first.spans.map(keyOf), second.spans.map(keyOf));
      const difference = compare(
        await piecesOf(project, first, shared),
        await piecesOf(project, second, shared),
      );
      const { removed, added, changed } = difference;
      cache.set(id, difference, 1_000 + 16 * (removed.length + added.length + 4 * changed.length));
      return difference;
    },
  };
}

/** Never a row's digest, which has letters and digits only. */
const keyOf = ({ chunk, from, count }: Span): string => `${chunk}/${from}/${count}`;

/** How often each key stands in both. */
function sharedCounts(
  first: readonly string[],
  second: readonly string[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of first) counts.set(key, (counts.get(key) ?? 0) + 1);
  const shared = new Map<string, number>();
  for (const key of second) {
    const count = counts.get(key) ?? 0;
    if (count === 0) continue;
    counts.set(key, count - 1);
    shared.set(key, (shared.get(key) ?? 0) + 1);
  }
  return shared;
}

/**
 * What both begin and end with is left aside first: of rows that stand in a table more than once, those that
 * stayed where they were are the ones that both have.
 */
export function compare(first: readonly Piece[], second: readonly Piece[]): TableDifference {
  const most = Math.min(first.length, second.length);
  let begin = 0;
  while (begin < most && first[begin]?.key === second[begin]?.key) begin += 1;
  let end = 0;
  while (end < most - begin && first.at(-1 - end)?.key === second.at(-1 - end)?.key) end += 1;
  const between = (pieces: readonly Piece[]) => pieces.slice(begin, pieces.length - end);
  const difference = compareBetween(between(first), between(second));
  const aside = [...first.slice(0, begin), ...first.slice(first.length - end)];
  const asideCount = aside.reduce((sum, { count }) => sum + count, 0);
  return { ...difference, unchangedCount: difference.unchangedCount + asideCount };
}

/**
 * Rows that both have are matched, as often as both have them. What is left of the two stands in the
 * gaps between matched rows: of the gap with the same number on both sides, the first became the
 * first, and so on; what one side has more was removed or added.
 */
function compareBetween(first: readonly Piece[], second: readonly Piece[]): TableDifference {
  const shared = sharedCounts(
    first.map(({ key }) => key),
    second.map(({ key }) => key),
  );
  const [left, right] = [splitByMatch(first, shared), splitByMatch(second, shared)];
  const removed: number[] = [];
  const added: number[] = [];
  const changed: { from: number; to: number }[] = [];
  for (const [gap, places] of left.gaps) {
    const others = right.gaps.get(gap) ?? [];
    places.forEach((from, index) => {
      const to = others[index];
      if (to === undefined) removed.push(from);
      else changed.push({ from, to });
    });
    added.push(...others.slice(places.length));
  }
  for (const [gap, places] of right.gaps) {
    if (!left.gaps.has(gap)) for (const place of places) added.push(place);
  }
  return {
    removed,
    added: added.toSorted((a, b) => a - b),
    changed,
    unchangedCount: left.matchedRows,
    isReordered: left.matched.some((key, index) => key !== right.matched[index]),
  };
}

function splitByMatch(pieces: readonly Piece[], shared: ReadonlyMap<string, number>) {
  const left = new Map(shared);
  const gaps = new Map<number, number[]>();
  const matched: string[] = [];
  let matchedRows = 0;
  for (const { key, place, count } of pieces) {
    const remaining = left.get(key) ?? 0;
    if (remaining > 0) {
      left.set(key, remaining - 1);
      matched.push(key);
      matchedRows += count;
      continue;
    }
    const gap = gaps.get(matchedRows);
    if (gap === undefined) gaps.set(matchedRows, [place]);
    else gap.push(place);
  }
  return { gaps, matched, matchedRows };
}
