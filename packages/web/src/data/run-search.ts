import { RunList, type RunView } from '@runloom/model';
import {
  keepPreviousData,
  queryOptions,
  type UseQueryResult,
  useInfiniteQuery,
  useQueries,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

const RUNS_PER_PAGE = 200;

/**
 * Runs of a project that a filter finds, newest first, page by page; nothing is asked while it is
 * null. Until the answer to another filter is here, the last one's stands.
 */
export function useFoundRuns(entity: string, project: string, filter: string | null) {
  const query = useInfiniteQuery({
    queryKey: queryKeys.foundRuns(entity, project, filter ?? ''),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      requestApi(RunList, apiPath('projects', entity, project, 'runs'), {
        query: {
          limit: RUNS_PER_PAGE,
          filter: filter ?? '',
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor,
    enabled: filter !== null,
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const runs = useMemo<readonly RunView[]>(
    () => (filter === null ? [] : (data?.pages.flatMap((page) => page.runs) ?? [])),
    [data, filter],
  );
  return { ...query, runs, totalCount: data?.pages[0]?.totalCount ?? 0 };
}

/** How many runs of the project were made before one: its place, counted from the oldest. */
const olderRunCountQuery = (entity: string, project: string, createdAt: number) =>
  queryOptions({
    queryKey: queryKeys.olderRunCount(entity, project, createdAt),
    queryFn: async ({ signal }) => {
      const filter = JSON.stringify({ createdAt: { $lt: createdAt } });
      const path = apiPath('projects', entity, project, 'runs');
      const list = await requestApi(RunList, path, { query: { limit: 1, filter }, signal });
      return list.totalCount;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The place of each run, counted from the oldest of the project; undefined until it is known. */
export function useRunPlaces(
  entity: string,
  project: string,
  runs: readonly Pick<RunView, 'createdAt'>[],
): { readonly places: readonly (number | undefined)[]; readonly isPending: boolean } {
  return useQueries({
    queries: runs.map(({ createdAt }) => olderRunCountQuery(entity, project, createdAt)),
    combine: combinePlaces,
  });
}

function combinePlaces(results: readonly UseQueryResult<number>[]) {
  return {
    places: results.map(({ data }) => data),
    isPending: results.some(({ isPending }) => isPending),
  };
}
