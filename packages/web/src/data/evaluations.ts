import {
  EvaluationComparison,
  EvaluationView,
  ExampleDetail,
  ExampleOutline,
  type LeaderboardInput,
  LeaderboardView,
} from '@runloom/model';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { z } from 'zod';
import { apiPath, requestApi } from './client.ts';
import { useLiveMessages } from './live.ts';
import { queryKeys } from './query-keys.ts';

interface Place {
  readonly entity: string;
  readonly project: string;
}

const EvaluationList = z.object({ evaluations: z.array(EvaluationView) });

/** The evaluations of a project, read again while calls come in. */
export function useEvaluations({ entity, project }: Place) {
  return useQuery({
    queryKey: queryKeys.callList(entity, project, 'evaluations', ''),
    queryFn: ({ signal }) =>
      requestApi(EvaluationList, apiPath('projects', entity, project, 'evaluations'), { signal }),
  });
}

/** Evaluations side by side; the first is what the others are compared with. */
export function useComparison({ entity, project }: Place, ids: readonly string[]) {
  return useQuery({
    queryKey: [...queryKeys.evaluations(entity, project), 'comparison', ids],
    queryFn: ({ signal }) =>
      requestApi(
        EvaluationComparison,
        apiPath('projects', entity, project, 'evaluations', 'compare'),
        { method: 'POST', body: { ids }, signal },
      ),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** One example with all its trials. */
export function useExample({ entity, project }: Place, ids: readonly string[], digest: string) {
  return useQuery({
    queryKey: [...queryKeys.evaluations(entity, project), 'example', ids, digest],
    queryFn: ({ signal }) =>
      requestApi(ExampleDetail, apiPath('projects', entity, project, 'evaluations', 'example'), {
        method: 'POST',
        body: { ids, digest },
        signal,
      }),
  });
}

/** All examples of evaluations, in columns. */
export function useExamples({ entity, project }: Place, ids: readonly string[]) {
  return useQuery({
    queryKey: [...queryKeys.evaluations(entity, project), 'examples', ids],
    queryFn: ({ signal }) =>
      requestApi(ExampleOutline, apiPath('projects', entity, project, 'evaluations', 'examples'), {
        method: 'POST',
        body: { ids },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** One evaluation. */
export function useEvaluation({ entity, project }: Place, id: string) {
  return useQuery({
    queryKey: queryKeys.callList(entity, project, 'evaluation', id),
    queryFn: ({ signal }) =>
      requestApi(EvaluationView, apiPath('projects', entity, project, 'evaluations', id), {
        signal,
      }),
  });
}

const LeaderboardList = z.object({ leaderboards: z.array(LeaderboardView) });

/** The leaderboards of a project with their ranks. */
export function useLeaderboards({ entity, project }: Place) {
  return useQuery({
    queryKey: queryKeys.callList(entity, project, 'leaderboards', ''),
    queryFn: ({ signal }) =>
      requestApi(LeaderboardList, apiPath('projects', entity, project, 'leaderboards'), { signal }),
  });
}

export function useLeaderboard({ entity, project }: Place, name: string) {
  return useQuery({
    queryKey: queryKeys.callList(entity, project, 'leaderboard', name),
    queryFn: ({ signal }) =>
      requestApi(LeaderboardView, apiPath('projects', entity, project, 'leaderboards', name), {
        signal,
      }),
  });
}

/** Makes a leaderboard. */
export function useMakeLeaderboard({ entity, project }: Place) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: LeaderboardInput) =>
      requestApi(LeaderboardView, apiPath('projects', entity, project, 'leaderboards'), {
        method: 'POST',
        body,
      }),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.callLists(entity, project) }),
  });
}

/** What is compared is read again at most this often. */
const FOLLOW_MS = 2_500;

/** Reads what is compared again when calls come in, as long as one of the evaluations goes on. */
export function useFollowedEvaluations({ entity, project }: Place, isRunning: boolean): void {
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useLiveMessages(entity, project, ({ kind }) => {
    if (!isRunning || kind !== 'calls' || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void queryClient.invalidateQueries({ queryKey: queryKeys.evaluations(entity, project) });
    }, FOLLOW_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
