import { type RunChange, RunDetail } from '@runloom/model';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { applyRun } from './run-cache.ts';

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
