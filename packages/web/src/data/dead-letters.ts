import { DeadLetters } from '@runloom/model';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/**
 * Lines of a run that could not be read, page by page.
 * @param count how many the run says it has: none are asked for when it is 0, all again when it grows
 */
export function useDeadLetters(entity: string, project: string, run: string, count: number) {
  const query = useInfiniteQuery({
    queryKey: [...queryKeys.deadLetters(entity, project, run), count] as const,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      requestApi(DeadLetters, apiPath('runs', entity, project, run, 'dead-letters'), {
        query: pageParam === null ? {} : { cursor: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor,
    enabled: count > 0,
  });
  const { data } = query;
  const letters = useMemo(() => data?.pages.flatMap((page) => page.deadLetters), [data]);
  return { ...query, letters };
}
