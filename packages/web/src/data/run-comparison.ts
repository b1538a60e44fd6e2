import { HistoryRows, MOST_COMPARED_RUNS, WholeRuns } from '@runloom/model';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Whole runs, in the order asked, the first fifty; read again when the project's runs change. */
export function useWholeRuns(entity: string, project: string, names: readonly string[]) {
  const runs = names.slice(0, MOST_COMPARED_RUNS);
  return useQuery({
    queryKey: [...queryKeys.runTable(entity, project), 'whole', ...runs] as const,
    queryFn: ({ signal }) =>
      requestApi(WholeRuns, apiPath('projects', entity, project, 'runs', 'whole'), {
        method: 'POST',
        body: { runs },
        signal,
      }),
    enabled: runs.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** Rows of histories that have all of the keys, of the first fifty runs. */
export function useHistoryRows(
  entity: string,
  project: string,
  names: readonly string[],
  keys: readonly string[],
) {
  const runs = names.slice(0, MOST_COMPARED_RUNS);
  return useQuery({
    queryKey: [...queryKeys.runTable(entity, project), 'history-rows', runs, keys] as const,
    queryFn: ({ signal }) =>
      requestApi(HistoryRows, apiPath('projects', entity, project, 'runs', 'history-rows'), {
        method: 'POST',
        body: { runs, keys },
        signal,
      }),
    enabled: runs.length > 0 && keys.length > 0,
    placeholderData: keepPreviousData,
  });
}
