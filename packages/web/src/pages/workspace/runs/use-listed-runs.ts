import { useEffect, useMemo, useState } from 'react';
import { useFoundRuns, useRunPlaces } from '../../../data/run-search.ts';
import { useRuns } from '../../../data/runs.ts';
import type { ShownRun } from '../../../panels/board/board-context.ts';
import type { RunsView } from '../view/runs-view.ts';
import { type ListedRun, listRuns, NEWEST_COUNT } from './listed-runs.ts';
import { searchFilter } from './search-filter.ts';

/** Lines that one chart can draw and a reader can tell apart in any way. */
export const MOST_DRAWN = 200;

export interface ListedRuns {
  /** What the search finds among the runs loaded so far, and beyond them. */
  readonly listed: readonly ListedRun[];
  /** How many runs the search finds in all, as far as it is known. */
  readonly foundCount: number;
  /** Runs whose lines are drawn; the same list until one of them changes its name or place. */
  readonly drawn: readonly ShownRun[];
  /** Runs that are shown, drawn or not. */
  readonly shownCount: number;
  readonly totalCount: number;
  /** Runs that were searched so far; null when the server searches all. */
  readonly loadedCount: number | null;
  /** Not everything that the search finds is here yet. */
  readonly isSearching: boolean;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly loadMore: () => void;
  readonly retry: () => void;
}

/** The runs of a project as the view lists them. Loads as many pages as the view needs. */
export function useListedRuns(entity: string, project: string, view: RunsView): ListedRuns {
  const query = useRuns(entity, project);
  const { runs, totalCount, hasNextPage, isFetchingNextPage, fetchNextPage, isError } = query;
  const filter = searchFilter(view);
  const asked = useSettled(hasNextPage ? filter : null);
  const found = useFoundRuns(entity, project, asked);
  // Where the server doesn't take the search, all pages are loaded and searched here.
  const asksServer = hasNextPage && filter !== null && !found.isError;
  const older = useMemo(() => {
    const loaded = new Set(runs.map(({ name }) => name));
    return asksServer ? found.runs.filter(({ name }) => !loaded.has(name)) : [];
  }, [asksServer, found.runs, runs]);
  const { places } = useRunPlaces(entity, project, older.slice(0, NEWEST_COUNT));
  const listed = useMemo(() => {
    const beyond = older.map((run, index) => ({ run, place: places[index] }));
    return listRuns(runs, totalCount, view, beyond);
  }, [runs, totalCount, view, older, places]);
  const shown = useMemo(() => listed.filter(({ isShown }) => isShown), [listed]);
  const drawn = useStable(toShownRuns(shown.slice(0, MOST_DRAWN)));

  const wantsMore = useMemo(() => {
    if (asksServer) return false;
    if (view.search !== '') return true;
    if (view.base === 'all' && shown.length < MOST_DRAWN) return true;
    const loaded = new Set(runs.map(({ name }) => name));
    return view.shown.some((name) => !loaded.has(name));
  }, [asksServer, view.search, view.base, view.shown, shown.length, runs]);
  const isLoading = wantsMore && hasNextPage && !isError;
  useEffect(() => {
    if (isLoading && !isFetchingNextPage) void fetchNextPage({ cancelRefetch: false });
  }, [isLoading, isFetchingNextPage, fetchNextPage]);

  const isAsking = asksServer && (asked !== filter || found.isPending || found.isPlaceholderData);
  const next = asksServer ? found : query;
  const isWhole = view.base === 'all' && view.search === '';
  return {
    listed,
    foundCount: asksServer && !isAsking ? Math.max(found.totalCount, listed.length) : listed.length,
    drawn,
    shownCount: isWhole ? totalCount - view.hidden.length : shown.length,
    totalCount,
    loadedCount: asksServer ? null : runs.length,
    isSearching: isAsking || (view.search !== '' && isLoading),
    isPending: query.isPending,
    error: query.data === undefined ? query.error : null,
    loadMore: () => {
      if (next.hasNextPage && !next.isFetchingNextPage)
        void next.fetchNextPage({ cancelRefetch: false });
    },
    retry: () => void query.refetch(),
  };
}

/** What a run logs is asked only where some run has x axes of its own: summaries change often. */
function toShownRuns(listed: readonly ListedRun[]): readonly ShownRun[] {
  const hasOwnAxes = listed.some(({ definitions }) =>
    definitions.some(({ stepMetric }) => stepMetric !== null),
  );
  return listed.map(({ run, name, label, colour, definitions }) => ({
    name,
    label,
    colour,
    definitions,
    summaryKeys: hasOwnAxes ? Object.keys(run.summary).sort() : [],
  }));
}

/** The same object as before while it says the same: heartbeats of runs must not draw charts anew. */
function useStable(runs: readonly ShownRun[]): readonly ShownRun[] {
  const signature = JSON.stringify(runs);
  return useMemo(() => runs, [signature]);
}

/** A reader who types is asked for once the typing rests. */
const REST_MS = 200;

/** The value once it has stayed the same for a moment; null at once. */
function useSettled(value: string | null): string | null {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return value === null ? null : settled;
}
