import { LineageGraph } from '@runloom/model';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Where a walk through the lineage begins, and how far it goes. */
export interface LineageRequest {
  readonly entity: string;
  readonly project: string;
  /** `name:v3`, or a run's id. */
  readonly root: { readonly artifact: string } | { readonly run: string };
  readonly direction: 'upstream' | 'downstream' | 'both';
  readonly depth: number;
}

const MOST_NODES = 5_000;

/** What something was made from, and what came of it. */
export function useLineage({ entity, project, root, direction, depth }: LineageRequest) {
  return useQuery({
    queryKey: [...queryKeys.lineage(entity, project), root, direction, depth] as const,
    queryFn: ({ signal }) =>
      requestApi(LineageGraph, apiPath('projects', entity, project, 'lineage'), {
        query: { ...root, direction, depth, limit: MOST_NODES },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}
