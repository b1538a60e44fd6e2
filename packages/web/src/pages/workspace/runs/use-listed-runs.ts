import { useEffect, useMemo } from 'react';
import { useRuns } from '../../../data/runs.ts';
import type { ShownRun } from '../../../panels/board/board-context.ts';
import type { RunsView } from '../view/runs-view.ts';
import { type ListedRun, listRuns } from './listed-runs.ts';

/** Lines that one chart can draw and a reader can tell apart in any way. */
export const MOST_DRAWN = 200;

export interface ListedRuns {
  /** What the search finds among the runs loaded so far. */
  readonly listed: readonly ListedRun[];
  /** Runs whose lines are drawn; the same list until one of them changes its name or place. */
  readonly drawn: readonly ShownRun[];
  /** Runs that are shown, drawn or not. */
  readonly shownCount: number;
  readonly totalCount: number;
  readonly loadedCount: number;
  /** Further pages are on their way because the search needs them. */
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
  const listed = useMemo(() => listRuns(runs, totalCount, view), [runs, totalCount, view]);
  const shown = useMemo(() => listed.filter(({ isShown }) => isShown), [listed]);
  const drawn = useStable(toShownRuns(shown.slice(0, MOST_DRAWN)));

  const wantsAll = view.search !== '';
  const wantsMore = useMemo(() => {
    if (wantsAll) return true;
    if (view.base === 'all' && shown.length < MOST_DRAWN) return true;
    const loaded = new Set(runs.map(({ name }) => name));
    return view.shown.some((name) => !loaded.has(name));
  }, [wantsAll, view.base, view.shown, shown.length, runs]);
  const isLoading = wantsMore && hasNextPage && !isError;
  useEffect(() => {
    if (isLoading && !isFetchingNextPage) void fetchNextPage();
  }, [isLoading, isFetchingNextPage, fetchNextPage]);

  const isWhole = view.base === 'all' && view.search === '';
  return {
    listed,
    drawn,
    shownCount: isWhole ? totalCount - view.hidden.length : shown.length,
    totalCount,
    loadedCount: runs.length,
    isSearching: wantsAll && isLoading,
    isPending: query.isPending,
    error: query.data === undefined ? query.error : null,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
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
