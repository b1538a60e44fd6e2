import { DeadLetters } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/**
 * Lines of a run that could not be read.
 * @param count how many the run says it has: none are asked for when it is 0, all again when it grows
 */
export function useDeadLetters(entity: string, project: string, run: string, count: number) {
  return useQuery({
    queryKey: [...queryKeys.deadLetters(entity, project, run), count] as const,
    queryFn: async ({ signal }) =>
      (
        await requestApi(DeadLetters, apiPath('runs', entity, project, run, 'dead-letters'), {
          signal,
        })
      ).deadLetters,
    enabled: count > 0,
  });
}
