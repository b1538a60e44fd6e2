import {
  AcceptedInvitation,
  type AcceptInvitationInput,
  type AccessRequestInput,
  AccessRequestList,
  Activity,
  type CreateApiKeyInput,
  CreatedApiKey,
  InvitationOffer,
  Invited,
  type InviteInput,
  NewServiceAccount,
  OwnAccessRequests,
  PersonView,
  TeamPage,
  UserView,
} from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** A team with its members and who was asked. */
export function useTeam(team: string) {
  return useQuery({
    queryKey: queryKeys.team(team),
    queryFn: ({ signal }) => requestApi(TeamPage, apiPath('teams', team), { signal }),
  });
}

/** Makes a team, with its maker as its admin. */
export function useCreateTeam() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly name: string; readonly organization?: string }) =>
      requestApi(TeamPage, apiPath('teams'), { method: 'POST', body }),
    // Lists of teams and organizations stand on many pages.
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

/** Runs one change of a team; it is read again afterwards. */
function useTeamChange<Input, Output>(team: string, change: (input: Input) => Promise<Output>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: queryKeys.team(team) }),
        queryClient.invalidateQueries({ queryKey: queryKeys.session() }),
      ]),
  });
}

export const useSetMemberRole = (team: string) =>
  useTeamChange(team, ({ username, role }: { username: string; role: string }) =>
    commandApi(apiPath('teams', team, 'members', username), { method: 'PUT', body: { role } }),
  );

export const useRemoveMember = (team: string) =>
  useTeamChange(team, (username: string) =>
    commandApi(apiPath('teams', team, 'members', username), { method: 'DELETE' }),
  );

export const useInvite = (team: string) =>
  useTeamChange(team, (body: InviteInput) =>
    requestApi(Invited, apiPath('teams', team, 'invitations'), { method: 'POST', body }),
  );

export const useResendInvitation = (team: string) =>
  useTeamChange(team, (id: number) =>
    requestApi(Invited, apiPath('teams', team, 'invitations', id, 'resend'), { method: 'POST' }),
  );

export const useWithdrawInvitation = (team: string) =>
  useTeamChange(team, (id: number) =>
    commandApi(apiPath('teams', team, 'invitations', id), { method: 'DELETE' }),
  );

export const useCreateServiceAccount = (team: string) =>
  useTeamChange(team, (description: string) =>
    requestApi(NewServiceAccount, apiPath('teams', team, 'service-accounts'), {
      method: 'POST',
      body: { description },
    }),
  );

export const useCreateServiceKey = (team: string) =>
  useTeamChange(team, ({ username, key }: { username: string; key: CreateApiKeyInput }) =>
    requestApi(CreatedApiKey, apiPath('service-accounts', username, 'api-keys'), {
      method: 'POST',
      body: key,
    }),
  );

/** What was made last in a team's or person's projects. */
export function useActivity(of: { entity: string } | { username: string }) {
  const path =
    'entity' in of
      ? apiPath('entities', of.entity, 'activity')
      : apiPath('users', of.username, 'activity');
  return useQuery({
    queryKey: queryKeys.activity(path),
    queryFn: async ({ signal }) => (await requestApi(Activity, path, { signal })).items,
    refetchInterval: 30_000,
  });
}

export function usePerson(username: string, isAsked: boolean) {
  return useQuery({
    queryKey: queryKeys.person(username),
    queryFn: ({ signal }) => requestApi(PersonView, apiPath('users', username), { signal }),
    enabled: isAsked,
    retry: false,
  });
}

export function useSetDisplayName() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (displayName: string) =>
      requestApi(UserView, apiPath('profile'), { method: 'PATCH', body: { displayName } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.session() }),
  });
}

/** What an invitation offers to who holds its link. */
export function useInvitation(token: string) {
  return useQuery({
    queryKey: queryKeys.invitation(token),
    queryFn: ({ signal }) => requestApi(InvitationOffer, apiPath('invitations', token), { signal }),
    retry: false,
  });
}

export function useAcceptInvitation(token: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: AcceptInvitationInput) =>
      requestApi(AcceptedInvitation, apiPath('invitations', token), { method: 'POST', body }),
    // It can't be read again: it was used.
    onSuccess: () =>
      queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'invitation' }),
  });
}

/** Asks for access to an address; nobody is told whether anything is there. */
export function useRequestAccess() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: AccessRequestInput) =>
      commandApi(apiPath('access-requests'), { method: 'POST', body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.ownRequests() }),
  });
}

export function useOwnRequests() {
  return useQuery({
    queryKey: queryKeys.ownRequests(),
    queryFn: async ({ signal }) =>
      (await requestApi(OwnAccessRequests, apiPath('access-requests'), { signal })).requests,
  });
}

/** Who asks for access to a team and its projects. */
export function useAccessRequests(entity: string, isAsked: boolean) {
  return useQuery({
    queryKey: queryKeys.accessRequests(entity),
    queryFn: async ({ signal }) =>
      (
        await requestApi(AccessRequestList, apiPath('entities', entity, 'access-requests'), {
          signal,
        })
      ).requests,
    enabled: isAsked,
  });
}

export function useDecideRequest(entity: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, role }: { id: number; role: string | null }) =>
      commandApi(apiPath('entities', entity, 'access-requests', id), {
        method: 'POST',
        body: { role },
      }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: queryKeys.accessRequests(entity) }),
        queryClient.invalidateQueries({ queryKey: queryKeys.team(entity) }),
      ]),
  });
}
