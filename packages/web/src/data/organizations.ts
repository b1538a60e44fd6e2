import { CustomRoleView, type OrganizationChange, OrganizationPage } from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** An organization with its teams, people and roles. */
export function useOrganization(name: string) {
  return useQuery({
    queryKey: queryKeys.organization(name),
    queryFn: ({ signal }) =>
      requestApi(OrganizationPage, apiPath('organizations', name), { signal }),
  });
}

function useChange<Input, Output>(name: string, change: (input: Input) => Promise<Output>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.organization(name) }),
  });
}

export const useChangeOrganization = (name: string) =>
  useChange(name, (body: OrganizationChange) =>
    requestApi(OrganizationPage, apiPath('organizations', name), { method: 'PATCH', body }),
  );

export const useSetOrganizationRole = (name: string) =>
  useChange(name, ({ username, role }: { username: string; role: string | null }) =>
    commandApi(
      apiPath('organizations', name, 'members', username),
      role === null ? { method: 'DELETE' } : { method: 'PUT', body: { role } },
    ),
  );

export const usePutRole = (name: string) =>
  useChange(name, ({ name: role, ...body }: CustomRoleView) =>
    requestApi(CustomRoleView, apiPath('organizations', name, 'roles', role), {
      method: 'PUT',
      body,
    }),
  );

export const useDeleteRole = (name: string) =>
  useChange(name, (role: string) =>
    commandApi(apiPath('organizations', name, 'roles', role), { method: 'DELETE' }),
  );
