import {
  EvaluationEstimate,
  type EvaluationRunInput,
  EvaluationRunList,
  EvaluationRunTrials,
  EvaluationRunView,
  ScorerList,
} from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ProjectPlace, projectPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** How often what is in work is read again: states of single examples tell no event of their own. */
const PROGRESS_MS = 1_500;

const isInWork = ({ endedAt }: EvaluationRunView): boolean => endedAt === null;

/** Evaluations that the server carries out, read again while one of them goes on. */
export function useEvaluationRuns(place: ProjectPlace) {
  return useQuery({
    queryKey: queryKeys.evaluationRuns(place.entity, place.project),
    queryFn: async ({ signal }) =>
      (await requestApi(EvaluationRunList, projectPath(place, 'evaluation-runs'), { signal })).runs,
    refetchInterval: ({ state }) => (state.data?.some(isInWork) ? PROGRESS_MS : false),
  });
}

/** What is in work, waits or failed in one of them. */
export function useEvaluationRunTrials(place: ProjectPlace, run: EvaluationRunView) {
  return useQuery({
    queryKey: [
      ...queryKeys.evaluationRuns(place.entity, place.project),
      run.id,
      'trials',
      run.endedAt,
    ],
    queryFn: async ({ signal }) => {
      const path = projectPath(place, 'evaluation-runs', String(run.id), 'trials');
      return (await requestApi(EvaluationRunTrials, path, { signal })).trials;
    },
    refetchInterval: isInWork(run) ? PROGRESS_MS : false,
  });
}

/**
 * What an evaluation would ask for.
 * @param input an `EvaluationRunInput` as JSON; `null` where the form is not whole yet
 */
export function useEvaluationEstimate(place: ProjectPlace, input: string) {
  return useQuery({
    queryKey: [...queryKeys.evaluationRuns(place.entity, place.project), 'estimate', input],
    queryFn: ({ signal }) =>
      requestApi(EvaluationEstimate, projectPath(place, 'evaluation-runs', 'estimate'), {
        method: 'POST',
        body: JSON.parse(input) as EvaluationRunInput,
        signal,
      }),
    enabled: input !== 'null',
    retry: false,
  });
}

export function useStartEvaluation(place: ProjectPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (body: EvaluationRunInput) =>
      (
        await requestApi(EvaluationRunList, projectPath(place, 'evaluation-runs'), {
          method: 'POST',
          body,
        })
      ).runs,
    onSuccess: () => {
      const { entity, project } = place;
      void queryClient.invalidateQueries({ queryKey: queryKeys.evaluationRuns(entity, project) });
      void queryClient.invalidateQueries({ queryKey: queryKeys.weaveObjects(entity, project) });
    },
  });
}

export function useStopEvaluation(place: ProjectPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      requestApi(EvaluationRunView, projectPath(place, 'evaluation-runs', String(id), 'stop'), {
        method: 'POST',
      }),
    onSettled: () =>
      queryClient.invalidateQueries({
        queryKey: queryKeys.evaluationRuns(place.entity, place.project),
      }),
  });
}

/** Scorers that were published, with what this server can do with them. */
export function useScorers({ entity, project }: ProjectPlace) {
  return useQuery({
    queryKey: [...queryKeys.weaveObjects(entity, project), 'scorers'] as const,
    queryFn: async ({ signal }) =>
      (await requestApi(ScorerList, projectPath({ entity, project }, 'scorers'), { signal }))
        .scorers,
  });
}
