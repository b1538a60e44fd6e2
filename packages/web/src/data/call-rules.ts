import {
  type CallRulesInput,
  CallRulesPreview,
  type CallRulesTrial,
  CallRulesView,
} from '@runloom/model';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

const pathOf = (entity: string, project: string, ...rest: string[]): string =>
  apiPath('projects', entity, project, 'call-rules', ...rest);

/** What a project does to calls before they are stored. */
export function useCallRules(entity: string, project: string) {
  return useQuery({
    queryKey: queryKeys.callRules(entity, project),
    queryFn: ({ signal }) => requestApi(CallRulesView, pathOf(entity, project), { signal }),
    // A form stands on it: what was read stays until it is saved.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export function useSaveCallRules(entity: string, project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CallRulesInput) =>
      requestApi(CallRulesView, pathOf(entity, project), { method: 'PUT', body }),
    onSuccess: (view) => queryClient.setQueryData(queryKeys.callRules(entity, project), view),
  });
}

/** What rules would make of a call. @param trial null where there is no call */
export function useCallRulesPreview(entity: string, project: string, trial: CallRulesTrial | null) {
  return useQuery({
    queryKey: [...queryKeys.callRules(entity, project), 'preview', JSON.stringify(trial)] as const,
    queryFn: ({ signal }) =>
      requestApi(CallRulesPreview, pathOf(entity, project, 'preview'), {
        method: 'POST',
        body: trial,
        signal,
      }),
    enabled: trial !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
}
