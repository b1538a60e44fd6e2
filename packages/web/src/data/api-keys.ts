import { ApiKeyList, type CreateApiKeyInput, CreatedApiKey } from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** The user's keys; never the secrets themselves. */
export function useApiKeys() {
  return useQuery({
    queryKey: queryKeys.apiKeys(),
    queryFn: async ({ signal }) =>
      (await requestApi(ApiKeyList, apiPath('api-keys'), { signal })).apiKeys,
  });
}

/** Creates a key. The answer is the only place where it can be read. */
export function useCreateApiKey() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateApiKeyInput) =>
      requestApi(CreatedApiKey, apiPath('api-keys'), { method: 'POST', body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.apiKeys() }),
  });
}

/** Revokes a key at once: clients that use it are refused from then on. */
export function useRevokeApiKey() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => commandApi(apiPath('api-keys', id), { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.apiKeys() }),
  });
}
