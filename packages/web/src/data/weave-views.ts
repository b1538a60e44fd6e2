import { WeaveViewDetail, WeaveViewList } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Views of traces that clients of Weave published. */
export function useWeaveViews(entity: string, project: string) {
  const path = apiPath('projects', entity, project, 'weave-views');
  return useQuery({
    queryKey: queryKeys.weaveViews(entity, project),
    queryFn: async ({ signal }) => (await requestApi(WeaveViewList, path, { signal })).views,
  });
}

/** One of them, as the list of traces can show it. */
export function useWeaveView(entity: string, project: string, name: string | null) {
  const path = apiPath('projects', entity, project, 'weave-views', name ?? '');
  return useQuery({
    queryKey: [...queryKeys.weaveViews(entity, project), name] as const,
    queryFn: ({ signal }) => requestApi(WeaveViewDetail, path, { signal }),
    enabled: name !== null,
    // What is on screen must not change below the reader.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
}
