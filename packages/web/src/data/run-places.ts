import { RunAddress, RunForks } from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Runs that were forked from this one. */
export function useForks(entity: string, project: string, run: string) {
  return useQuery({
    queryKey: queryKeys.forks(entity, project, run),
    queryFn: ({ signal }) =>
      requestApi(RunForks, apiPath('runs', entity, project, run, 'forks'), { signal }),
  });
}

/** Moves the run to the trash. */
export function useDeleteRun(entity: string, project: string, run: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => commandApi(apiPath('runs', entity, project, run), { method: 'DELETE' }),
    // The page of the run is left first: it would ask for what is gone.
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.runs(entity, project) }),
  });
}

/** Moves a run that is over to another project; answers where it is then. */
export function useMoveRun(entity: string, project: string, run: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (target: { readonly entity: string; readonly project: string }) =>
      requestApi(RunAddress, apiPath('runs', entity, project, run, 'move'), {
        method: 'POST',
        body: target,
      }),
    onSuccess: (moved) =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: queryKeys.runs(entity, project) }),
        queryClient.invalidateQueries({ queryKey: queryKeys.runs(moved.entity, moved.project) }),
        queryClient.invalidateQueries({ queryKey: queryKeys.allProjects() }),
      ]),
  });
}
