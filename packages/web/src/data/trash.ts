import { Freed, RunView, TrashList } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

export type DeletedRun = z.infer<typeof TrashList>['runs'][number];

/** Deleted runs that can still be taken back, last deleted first. */
export function useTrash(entity: string, project: string) {
  return useQuery({
    queryKey: queryKeys.trash(entity, project),
    queryFn: async ({ signal }) =>
      (await requestApi(TrashList, apiPath('projects', entity, project, 'trash'), { signal })).runs,
    staleTime: 0,
  });
}

export async function restoreRun(entity: string, project: string, id: number): Promise<void> {
  const path = apiPath('projects', entity, project, 'trash', String(id), 'restore');
  await requestApi(RunView, path, { method: 'POST' });
}

/** Removes it for good. */
export function purgeRun(
  entity: string,
  project: string,
  id: number,
): Promise<z.infer<typeof Freed>> {
  const path = apiPath('projects', entity, project, 'trash', String(id));
  return requestApi(Freed, path, { method: 'DELETE' });
}
