import type { XAxis } from '@runloom/model';

/** What the lines of one set of panels have in common. */
export interface SeriesScope {
  readonly entity: string;
  readonly project: string;
  readonly stream: 'history' | 'system';
  readonly x: XAxis;
  /** The metric whose values are x, in place of `x`. */
  readonly xKey: string | null;
  /** In units of x; null is everything. */
  readonly range: { readonly min: number; readonly max: number } | null;
  /** Width of the chart. */
  readonly buckets: number;
}

/** One line to be read. */
export interface WantedSeries {
  readonly run: string;
  readonly key: string;
  /**
   * The server cuts all wide lines of a request into buckets of one width. A line whose neighbours
   * in the request reach much further must therefore be asked for apart from other keys.
   */
  readonly isApart: boolean;
}

export interface SeriesBatch {
  readonly runs: readonly string[];
  readonly keys: readonly string[];
}

/** Lines a request, so that the first panels are drawn while the others are still being read. */
const SERIES_PER_REQUEST = 64;

/**
 * Puts lines together to few requests, each for all pairs of some runs and some keys and for no
 * others. Keys keep their order: what was wanted first is asked for first.
 */
export function planRequests(wanted: readonly WantedSeries[]): readonly SeriesBatch[] {
  const byKey = Map.groupBy(wanted, ({ key }) => key);
  const byRuns = new Map<string, { runs: readonly string[]; keys: string[] }>();
  for (const [key, lines] of byKey) {
    const runs = [...new Set(lines.map(({ run }) => run))].sort();
    const apart = lines.some(({ isApart }) => isApart);
    const name = JSON.stringify(apart ? [key, runs] : runs);
    const group = byRuns.get(name) ?? { runs, keys: [] };
    group.keys.push(key);
    byRuns.set(name, group);
  }
  return [...byRuns.values()].flatMap(({ runs, keys }) =>
    chunks(runs, SERIES_PER_REQUEST).flatMap((someRuns) =>
      chunks(keys, Math.max(1, Math.floor(SERIES_PER_REQUEST / someRuns.length))).map(
        (someKeys) => ({ runs: someRuns, keys: someKeys }),
      ),
    ),
  );
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}
