import {
  EvaluationComparison,
  EvaluationList,
  EvaluationView,
  ExampleDetail,
  ExampleOutline,
  type LeaderboardInput,
  LeaderboardList,
  LeaderboardView,
} from '@runloom/model';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type ProjectPlace, projectPath, requestApi } from './client.ts';
import { useLiveMessages } from './live.ts';
import { queryKeys } from './query-keys.ts';

/** As many as the server works out at once. */
const EVALUATIONS_PER_PAGE = 50;

/** The evaluations of a project, page by page from the newest on, read again while calls come in. */
export function useEvaluations({ entity, project }: ProjectPlace) {
  return useInfiniteQuery({
    queryKey: queryKeys.callList(entity, project, 'evaluations', ''),
    queryFn: async ({ pageParam: offset, signal }) => {
      const path = projectPath({ entity, project }, 'evaluations');
      const query = { offset, limit: EVALUATIONS_PER_PAGE };
      return (await requestApi(EvaluationList, path, { query, signal })).evaluations;
    },
    initialPageParam: 0,
    getNextPageParam: (last, pages) =>
      last.length < EVALUATIONS_PER_PAGE ? undefined : pages.length * EVALUATIONS_PER_PAGE,
  });
}

/** Evaluations side by side; the first is what the others are compared with. */
export function useComparison({ entity, project }: ProjectPlace, ids: readonly string[]) {
  return useQuery({
    queryKey: [...queryKeys.evaluations(entity, project), 'comparison', ids],
    queryFn: ({ signal }) =>
      requestApi(EvaluationComparison, projectPath({ entity, project }, 'evaluations', 'compare'), {
        method: 'POST',
        body: { ids },
        signal,
      }),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** One example with all its trials. */
export function useExample(
  { entity, project }: ProjectPlace,
  ids: readonly string[],
  digest: string,
) {
  return useQuery({
    queryKey: [...queryKeys.evaluations(entity, project), 'example', ids, digest],
    queryFn: ({ signal }) =>
      requestApi(ExampleDetail, projectPath({ entity, project }, 'evaluations', 'example'), {
        method: 'POST',
        body: { ids, digest },
        signal,
      }),
  });
}

/** All examples of evaluations, in columns: scores first, since the texts are most of it and come after them. */
export function useExamples(place: ProjectPlace, ids: readonly string[]) {
  const scores = useOutline(place, ids, false, true);
  const whole = useOutline(place, ids, true, scores.isSuccess && !scores.isPlaceholderData);
  const isWhole = whole.data !== undefined && !whole.isPlaceholderData;
  return { ...(isWhole ? whole : scores), isWhole, textsError: isWhole ? null : whole.error };
}

/** Has the scores of all examples read for who shows them, once it knows what is compared. */
export function useScoresAhead({ entity, project }: ProjectPlace, ids: readonly string[]): void {
  const queryClient = useQueryClient();
  const asked = useRef(ids);
  useEffect(() => {
    void queryClient.prefetchQuery(outlineQuery({ entity, project }, asked.current, false));
  }, [queryClient, entity, project]);
}

const outlineQuery = (place: ProjectPlace, ids: readonly string[], texts: boolean) => ({
  queryKey: [
    ...queryKeys.evaluations(place.entity, place.project),
    'examples',
    texts,
    ids,
  ] as const,
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    requestApi(ExampleOutline, projectPath(place, 'evaluations', 'examples'), {
      method: 'POST',
      body: { ids, texts },
      signal,
    }),
});

function useOutline(place: ProjectPlace, ids: readonly string[], texts: boolean, enabled: boolean) {
  return useQuery({
    ...outlineQuery(place, ids, texts),
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** One evaluation. */
export function useEvaluation({ entity, project }: ProjectPlace, id: string) {
  return useQuery({
    queryKey: queryKeys.callList(entity, project, 'evaluation', id),
    queryFn: ({ signal }) =>
      requestApi(EvaluationView, projectPath({ entity, project }, 'evaluations', id), {
        signal,
      }),
  });
}

/** The leaderboards of a project with their ranks. */
export function useLeaderboards({ entity, project }: ProjectPlace) {
  return useQuery({
    queryKey: queryKeys.callList(entity, project, 'leaderboards', ''),
    queryFn: ({ signal }) =>
      requestApi(LeaderboardList, projectPath({ entity, project }, 'leaderboards'), { signal }),
  });
}

export function useLeaderboard({ entity, project }: ProjectPlace, name: string) {
  return useQuery({
    queryKey: queryKeys.callList(entity, project, 'leaderboard', name),
    queryFn: ({ signal }) =>
      requestApi(LeaderboardView, projectPath({ entity, project }, 'leaderboards', name), {
        signal,
      }),
  });
}

/** Makes a leaderboard. */
export function useMakeLeaderboard({ entity, project }: ProjectPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: LeaderboardInput) =>
      requestApi(LeaderboardView, projectPath({ entity, project }, 'leaderboards'), {
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
export function useFollowedEvaluations(
  { entity, project }: ProjectPlace,
  isRunning: boolean,
): void {
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
