import { SessionView, type SignInInput, SignOutView } from '@runloom/model';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** `GET /session`, for loaders and hooks alike. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: queryKeys.session(),
    queryFn: ({ signal }) => requestApi(SessionView, apiPath('session'), { signal }),
    staleTime: 5 * 60_000,
  });

/** Who is signed in, where they may create projects, and the server's address. */
export function useSession() {
  return useQuery(sessionQuery());
}

/** Signs in by password or one-time link; everything cached for someone else is dropped. */
export function useSignIn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: SignInInput) =>
      requestApi(SessionView, apiPath('session'), { method: 'POST', body: input }),
    onSuccess: (session) => {
      queryClient.clear();
      queryClient.setQueryData(queryKeys.session(), session);
    },
  });
}

/** Ends the browser session; the answer says where to go on to sign out of a provider, too. */
export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => requestApi(SignOutView, apiPath('session'), { method: 'DELETE' }),
    onSuccess: () => queryClient.clear(),
  });
}

/** Sets a password; `current` is null when there was none. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (input: { current: string | null; next: string }) =>
      commandApi(apiPath('password'), { method: 'POST', body: input }),
  });
}
