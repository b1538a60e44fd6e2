import { EntityView, MetricKeys, ProjectList, ProjectView } from '@runloom/model';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAlsoText } from './also-from.ts';
import { apiPath, requestApi } from './client.ts';
import { useLiveMessages } from './live.ts';
import { queryKeys } from './query-keys.ts';

/** While a list of projects is on screen it is read again this often: there is no stream over all projects. */
const LIST_REFRESH_MS = 15_000;

/** Projects that the reader may see, most recently active first; of one entity when given. */
const projectsQuery = (entity: string | null) =>
  queryOptions({
    queryKey: queryKeys.projects(entity),
    queryFn: async ({ signal }) => {
      const query = entity === null ? {} : { entity };
      return (await requestApi(ProjectList, apiPath('projects'), { query, signal })).projects;
    },
    refetchInterval: LIST_REFRESH_MS,
  });

export function useProjects(entity: string | null) {
  return useQuery(projectsQuery(entity));
}

/** A user's or team's page. */
export function useEntity(entity: string) {
  return useQuery({
    queryKey: queryKeys.entity(entity),
    queryFn: ({ signal }) => requestApi(EntityView, apiPath('entities', entity), { signal }),
  });
}

export function useProject(entity: string, project: string) {
  return useQuery({
    queryKey: queryKeys.project(entity, project),
    queryFn: ({ signal }) =>
      requestApi(ProjectView, apiPath('projects', entity, project), { signal }),
  });
}

/** Every metric key ever logged in the project. */
export function useMetricKeys(entity: string, project: string) {
  const also = useAlsoText();
  return useQuery({
    queryKey: [...queryKeys.metricKeys(entity, project), also] as const,
    queryFn: ({ signal }) =>
      requestApi(MetricKeys, apiPath('projects', entity, project, 'metric-keys'), {
        query: { also },
        signal,
      }),
  });
}

/** While a run logs, new keys of it are looked for this often. */
const RUN_KEYS_REFRESH_MS = 5000;

/** Every metric key that a run logged. */
export function useRunMetricKeys(entity: string, project: string, run: string) {
  const queryClient = useQueryClient();
  const queryKey = queryKeys.runMetricKeys(entity, project, run);
  useLiveMessages(entity, project, (message) => {
    if (message.kind !== 'points' || message.run !== run) return;
    const readAt = queryClient.getQueryState(queryKey)?.dataUpdatedAt ?? 0;
    if (message.newKeys.length === 0 && Date.now() - readAt < RUN_KEYS_REFRESH_MS) return;
    void queryClient.invalidateQueries({ queryKey });
  });
  return useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      requestApi(MetricKeys, apiPath('runs', entity, project, run, 'metric-keys'), { signal }),
  });
}
