import { EntityView, MetricKeys, ProjectList, ProjectView } from '@runloom/model';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
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
  return useQuery({
    queryKey: queryKeys.metricKeys(entity, project),
    queryFn: ({ signal }) =>
      requestApi(MetricKeys, apiPath('projects', entity, project, 'metric-keys'), { signal }),
  });
}
