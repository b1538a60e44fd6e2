import { ArtifactReceipt, ArtifactStorage, ArtifactTrash } from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Room that the artifacts of a project take. */
export function useArtifactStorage(entity: string, project: string) {
  return useQuery({
    queryKey: [...queryKeys.artifacts(entity, project), 'storage'] as const,
    queryFn: ({ signal }) =>
      requestApi(ArtifactStorage, apiPath('projects', entity, project, 'artifact-storage'), {
        signal,
      }),
  });
}

const trashPath = (entity: string, project: string): string =>
  apiPath('projects', entity, project, 'artifact-trash');

/** Deleted versions, and receipts of what was removed for good. */
export function useArtifactTrash(entity: string, project: string) {
  return useQuery({
    queryKey: [...queryKeys.artifacts(entity, project), 'trash'] as const,
    queryFn: ({ signal }) => requestApi(ArtifactTrash, trashPath(entity, project), { signal }),
  });
}

export function useRestoreVersion(entity: string, project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      commandApi(trashPath(entity, project) + apiPath(id, 'restore'), { method: 'POST' }),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.artifacts(entity, project) }),
  });
}

/** Removes a deleted version for good; answers what was freed. */
export function usePurgeVersion(entity: string, project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      requestApi(ArtifactReceipt, trashPath(entity, project) + apiPath(id), { method: 'DELETE' }),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.artifacts(entity, project) }),
  });
}
