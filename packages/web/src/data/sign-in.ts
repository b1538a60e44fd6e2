import { BrowserSessionList, EndedSessions, SignInOptions } from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** By what people may sign in here. */
export function useSignInOptions() {
  return useQuery({
    queryKey: queryKeys.signInOptions(),
    queryFn: ({ signal }) => requestApi(SignInOptions, apiPath('sign-in'), { signal }),
    staleTime: 5 * 60_000,
  });
}

/** Where a link to a provider leads: out of the app, so no route of it. */
export function providerAddress(name: string, next: string): string {
  const query = next === '/' ? '' : `?${new URLSearchParams({ next })}`;
  return `/oidc/${encodeURIComponent(name)}/start${query}`;
}

/** The browsers that the reader is signed in with. */
export function useBrowserSessions() {
  return useQuery({
    queryKey: queryKeys.browserSessions(),
    queryFn: async ({ signal }) =>
      (await requestApi(BrowserSessionList, apiPath('sessions'), { signal })).sessions,
  });
}

/** Ends one session at once. */
export function useEndSession() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => commandApi(apiPath('sessions', id), { method: 'DELETE' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.browserSessions() }),
  });
}

/** Ends all sessions but this one. */
export function useEndOtherSessions() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () =>
      (await requestApi(EndedSessions, apiPath('sessions'), { method: 'DELETE' })).ended,
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.browserSessions() }),
  });
}
