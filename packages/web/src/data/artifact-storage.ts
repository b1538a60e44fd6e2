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

/** Something in the trash: one version, or an artifact with all of its versions. */
export interface TrashItem {
  readonly kind: 'version' | 'artifact';
  readonly id: number;
}

const itemPath = ({ kind, id }: TrashItem): string =>
  kind === 'version' ? apiPath(id) : apiPath('artifacts', id);

function useRefreshed(entity: string, project: string) {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: queryKeys.artifacts(entity, project) }),
      queryClient.invalidateQueries({ queryKey: queryKeys.artifactTypes(entity, project) }),
    ]);
}

/** Takes something back from the trash. */
export function useRestore(entity: string, project: string) {
  const refresh = useRefreshed(entity, project);
  return useMutation({
    mutationFn: (item: TrashItem) =>
      commandApi(trashPath(entity, project) + itemPath(item) + apiPath('restore'), {
        method: 'POST',
      }),
    onSuccess: refresh,
  });
}

/** Removes something from the trash for good; answers what was freed. */
export function usePurge(entity: string, project: string) {
  const refresh = useRefreshed(entity, project);
  return useMutation({
    mutationFn: (item: TrashItem) =>
      requestApi(ArtifactReceipt, trashPath(entity, project) + itemPath(item), {
        method: 'DELETE',
      }),
    onSuccess: refresh,
  });
}
