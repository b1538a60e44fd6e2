import { type RunChange, RunDetail, RunList, type RunView } from '@runloom/model';
import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { applyRun } from './run-cache.ts';

const RUNS_PER_PAGE = 200;

/** Runs of a project, newest first, page by page. */
const runsQuery = (entity: string, project: string) =>
  infiniteQueryOptions({
    queryKey: queryKeys.runs(entity, project),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      requestApi(RunList, apiPath('projects', entity, project, 'runs'), {
        query: { limit: RUNS_PER_PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor,
  });

/** All pages read so far as one list; live events keep it fresh. */
export function useRuns(
  entity: string,
  project: string,
  options: { readonly isEnabled?: boolean } = {},
) {
  const query = useInfiniteQuery({
    ...runsQuery(entity, project),
    enabled: options.isEnabled ?? true,
  });
  const { data } = query;
  const runs = useMemo<readonly RunView[]>(
    () => data?.pages.flatMap((page) => page.runs) ?? [],
    [data],
  );
  return { ...query, runs, totalCount: data?.pages[0]?.totalCount ?? 0 };
}

export const runQuery = (entity: string, project: string, run: string) =>
  queryOptions({
    queryKey: queryKeys.runDetail(entity, project, run),
    queryFn: ({ signal }) =>
      requestApi(RunDetail, apiPath('runs', entity, project, run), { signal }),
  });

/** One run with all that is known of it. */
export function useRun(entity: string, project: string, run: string) {
  return useQuery(runQuery(entity, project, run));
}

/** Changes name, notes or tags: shown at once, taken back when the server refuses. */
export function useChangeRun(entity: string, project: string, run: string) {
  const queryClient = useQueryClient();
  const key = queryKeys.runDetail(entity, project, run);
  return useMutation({
    mutationFn: (change: RunChange) =>
      requestApi(RunDetail, apiPath('runs', entity, project, run), {
        method: 'PATCH',
        body: change,
      }),
    onMutate: async (change) => {
      await queryClient.cancelQueries({ queryKey: key });
      const before = queryClient.getQueryData<RunDetail>(key);
      // Checked here too, so that `undefined` members never overwrite what is shown.
      if (before) queryClient.setQueryData(key, { ...before, ...definedMembers(change) });
      return { before };
    },
    onError: (_error, _change, context) => queryClient.setQueryData(key, context?.before),
    onSuccess: (detail) => {
      queryClient.setQueryData(key, detail);
      applyRun(queryClient, entity, project, detail);
    },
  });
}

/** Asks the training script to stop; it does so at its next heartbeat. */
export function useStopRun(entity: string, project: string, run: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      requestApi(RunDetail, apiPath('runs', entity, project, run, 'stop'), { method: 'POST' }),
    onSuccess: (detail) => {
      queryClient.setQueryData(queryKeys.runDetail(entity, project, run), detail);
      applyRun(queryClient, entity, project, detail);
    },
  });
}

function definedMembers(change: RunChange): Partial<Pick<RunDetail, keyof RunChange>> {
  const { displayName, notes, tags } = change;
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(notes === undefined ? {} : { notes }),
    ...(tags === undefined ? {} : { tags }),
  };
}
