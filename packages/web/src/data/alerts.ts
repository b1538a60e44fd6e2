import { AlertList } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** More than a person reads; `totalCount` says how many there are. */
const MOST_ALERTS = 200;

/** Alerts of a run, newest first; live events keep them fresh. */
export function useAlerts(entity: string, project: string, run: string) {
  return useQuery({
    queryKey: queryKeys.alerts(entity, project, run),
    queryFn: ({ signal }) =>
      requestApi(AlertList, apiPath('runs', entity, project, run, 'alerts'), {
        query: { limit: MOST_ALERTS },
        signal,
      }),
  });
}
