import {
  type IntegrationInput,
  IntegrationList,
  IntegrationTrial,
  IntegrationView,
  SecretList,
  SecretView,
} from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Webhooks and channels of an owner, oldest first. */
export function useIntegrations(entity: string) {
  return useQuery({
    queryKey: queryKeys.integrations(entity),
    enabled: entity !== '',
    queryFn: async ({ signal }) => {
      const path = apiPath('entities', entity, 'integrations');
      return (await requestApi(IntegrationList, path, { signal })).integrations;
    },
  });
}

export function useCreateIntegration(entity: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: IntegrationInput) =>
      requestApi(IntegrationView, apiPath('entities', entity, 'integrations'), {
        method: 'POST',
        body: input,
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.integrations(entity) }),
  });
}

export function useDeleteIntegration(entity: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      commandApi(apiPath('entities', entity, 'integrations', id), { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.integrations(entity) }),
  });
}

/** Sends something harmless and says how it was taken. */
export function useTryIntegration(entity: string) {
  return useMutation({
    mutationFn: (id: number) =>
      requestApi(IntegrationTrial, apiPath('entities', entity, 'integrations', id, 'trial'), {
        method: 'POST',
      }),
  });
}

/** Names of secrets; their values are never told. */
export function useSecrets(entity: string) {
  return useQuery({
    queryKey: queryKeys.secrets(entity),
    enabled: entity !== '',
    queryFn: async ({ signal }) => {
      const path = apiPath('entities', entity, 'secrets');
      return (await requestApi(SecretList, path, { signal })).secrets;
    },
  });
}

export function usePutSecret(entity: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, value }: { readonly name: string; readonly value: string }) =>
      requestApi(SecretView, apiPath('entities', entity, 'secrets', name), {
        method: 'PUT',
        body: { value },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.secrets(entity) }),
  });
}

export function useDeleteSecret(entity: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      commandApi(apiPath('entities', entity, 'secrets', name), { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.secrets(entity) }),
  });
}
