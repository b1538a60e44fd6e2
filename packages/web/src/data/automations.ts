import {
  type AutomationChange,
  type AutomationInput,
  AutomationList,
  AutomationTrial,
  type AutomationTrialInput,
  AutomationView,
  ExecutionDetail,
  ExecutionList,
  ExecutionView,
} from '@runloom/model';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Whose automations are listed: an owner's with all of its projects, or those of one project. */
export interface AutomationPlace {
  readonly entity: string;
  readonly project: string | null;
}

/** Pages of a project are told at once; those of owners see by looking again. */
const LIST_REFRESH_MS = 15_000;
const HISTORY_REFRESH_MS = 3_000;
const EXECUTIONS_AT_ONCE = 50;

const placePath = ({ entity, project }: AutomationPlace): string =>
  project === null
    ? apiPath('entities', entity, 'automations')
    : apiPath('projects', entity, project, 'automations');

export function useAutomations(place: AutomationPlace | null) {
  return useQuery({
    queryKey: queryKeys.automationsOf(place?.entity ?? '', place?.project ?? null),
    enabled: place !== null,
    queryFn: async ({ signal }) =>
      (await requestApi(AutomationList, place === null ? '' : placePath(place), { signal }))
        .automations,
    refetchInterval: LIST_REFRESH_MS,
  });
}

export function useAutomation(id: number) {
  return useQuery({
    queryKey: queryKeys.automation(id),
    queryFn: ({ signal }) => requestApi(AutomationView, apiPath('automations', id), { signal }),
    refetchInterval: LIST_REFRESH_MS,
  });
}

export function useCreateAutomation(place: AutomationPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: AutomationInput) =>
      requestApi(AutomationView, placePath(place), { method: 'POST', body: input }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.automations() }),
  });
}

export function useChangeAutomation() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { readonly id: number; readonly change: AutomationChange }) =>
      requestApi(AutomationView, apiPath('automations', id), { method: 'PATCH', body: change }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.automations() }),
  });
}

/** @param leave goes to another page, before what is gone would be asked for again */
export function useDeleteAutomation(leave: () => Promise<void>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => commandApi(apiPath('automations', id), { method: 'DELETE' }),
    onSuccess: async (_nothing, id) => {
      await leave();
      queryClient.removeQueries({ queryKey: queryKeys.automation(id) });
      await queryClient.invalidateQueries({ queryKey: queryKeys.automations() });
    },
  });
}

/** Asks what an automation would do; nothing is sent or kept. */
export function useTryAutomation() {
  return useMutation({
    mutationFn: (input: AutomationTrialInput) =>
      requestApi(AutomationTrial, apiPath('automations', 'trial'), { method: 'POST', body: input }),
  });
}

/** What an automation did, last first. */
export function useExecutions(id: number) {
  return useInfiniteQuery({
    queryKey: queryKeys.executions(id),
    initialPageParam: undefined as number | undefined,
    queryFn: ({ signal, pageParam: before }) =>
      requestApi(ExecutionList, apiPath('automations', id, 'executions'), {
        query: { before, limit: EXECUTIONS_AT_ONCE },
        signal,
      }),
    getNextPageParam: ({ nextBefore }) => nextBefore ?? undefined,
    refetchInterval: HISTORY_REFRESH_MS,
  });
}

export function useExecution(automation: number, execution: number) {
  return useQuery({
    queryKey: queryKeys.execution(automation, execution),
    queryFn: ({ signal }) =>
      requestApi(ExecutionDetail, apiPath('automations', automation, 'executions', execution), {
        signal,
      }),
    refetchInterval: HISTORY_REFRESH_MS,
  });
}

export function useResend(automation: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (execution: number) =>
      requestApi(
        ExecutionView,
        apiPath('automations', automation, 'executions', execution, 'resend'),
        { method: 'POST' },
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.automations() }),
  });
}
