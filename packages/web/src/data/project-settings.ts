import { ProjectMemberList, type ProjectMemberView, ProjectView } from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { commandApi, type ProjectPlace, projectPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Who has a role in the project; for who may say so. */
export function useProjectMembers(place: ProjectPlace) {
  return useQuery({
    queryKey: queryKeys.projectMembers(place.entity, place.project),
    queryFn: ({ signal }) =>
      requestApi(ProjectMemberList, projectPath(place, 'members'), { signal }),
  });
}

/** Gives a role; takes it away when it is null. */
export function usePutProjectMember(place: ProjectPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({
      kind,
      name,
      role,
    }: Pick<ProjectMemberView, 'kind' | 'name'> & { role: string | null }) =>
      commandApi(
        projectPath(place, 'members', kind, name),
        role === null ? { method: 'DELETE' } : { method: 'PUT', body: { role } },
      ),
    onSettled: () =>
      queryClient.invalidateQueries({
        queryKey: queryKeys.projectMembers(place.entity, place.project),
      }),
  });
}

export function useChangeProject(place: ProjectPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { visibility?: ProjectView['visibility']; description?: string }) =>
      requestApi(ProjectView, projectPath(place), { method: 'PUT', body }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({
          queryKey: queryKeys.project(place.entity, place.project),
          exact: true,
        }),
        queryClient.invalidateQueries({ queryKey: queryKeys.allProjects() }),
      ]),
  });
}

export function useTransferProject(place: ProjectPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (entity: string) =>
      requestApi(ProjectView, projectPath(place, 'transfer'), { method: 'POST', body: { entity } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.allProjects() }),
  });
}
