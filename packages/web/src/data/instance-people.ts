import { EndedSessions, PeopleOfInstance, SignInLinkView } from '@runloom/model';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** People of the instance, for its admins. */
export function usePeopleOfInstance(text: string) {
  return useQuery({
    queryKey: queryKeys.peopleOfInstance(text),
    queryFn: ({ signal }) =>
      requestApi(PeopleOfInstance, apiPath('admin', 'users'), { query: { q: text }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** A link by which somebody gets in once; it is told this once. */
export function useCreateSignInLink() {
  return useMutation({
    mutationFn: (username: string) =>
      requestApi(SignInLinkView, apiPath('admin', 'users', username, 'sign-in-link'), {
        method: 'POST',
      }),
  });
}

/** Ends all sessions of somebody; how many there were. */
export function useEndSessionsOf() {
  return useMutation({
    mutationFn: async (username: string) =>
      (
        await requestApi(EndedSessions, apiPath('admin', 'users', username, 'sessions'), {
          method: 'DELETE',
        })
      ).ended,
  });
}
