import {
  ClientScores,
  type MonitorChange,
  type MonitorInput,
  MonitorList,
  type MonitorScoreState,
  MonitorScores,
  MonitorSeries,
  type MonitorSpecInput,
  MonitorTrial,
  MonitorVersions,
  MonitorView,
} from '@runloom/model';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { commandApi, type ProjectPlace, projectPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

const SCORES_AT_ONCE = 50;

const pathOf = (place: ProjectPlace, ...rest: string[]): string =>
  projectPath(place, 'monitors', ...rest);

/** Below the lists of calls: they are read again while calls and feedback come in. */
const keyOf = ({ entity, project }: ProjectPlace, part: string, request = '') =>
  queryKeys.callList(entity, project, `monitors ${part}`, request);

export function useMonitors(place: ProjectPlace) {
  return useQuery({
    queryKey: keyOf(place, 'list'),
    queryFn: async ({ signal }) =>
      (await requestApi(MonitorList, pathOf(place), { signal })).monitors,
  });
}

export function useMonitor(place: ProjectPlace, id: string) {
  return useQuery({
    queryKey: keyOf(place, 'one', id),
    queryFn: ({ signal }) => requestApi(MonitorView, pathOf(place, id), { signal }),
  });
}

export function useMonitorVersions(place: ProjectPlace, id: string, version: number) {
  return useQuery({
    queryKey: keyOf(place, 'versions', `${id} ${version}`),
    queryFn: async ({ signal }) =>
      (await requestApi(MonitorVersions, pathOf(place, id, 'versions'), { signal })).versions,
  });
}

/** Scores over the time up to now. */
export function useMonitorSeries(place: ProjectPlace, id: string, spanMs: number) {
  return useQuery({
    queryKey: keyOf(place, 'series', `${id} ${spanMs}`),
    queryFn: ({ signal }) => {
      const to = Date.now() + 1_000;
      return requestApi(MonitorSeries, pathOf(place, id, 'series'), {
        query: { from: to - spanMs, to, buckets: 60 },
        signal,
      });
    },
    placeholderData: keepPreviousData,
  });
}

export interface ScoreChoice {
  readonly state: MonitorScoreState | null;
  readonly scorer: string | null;
  readonly from: number | null;
  readonly to: number | null;
}

/** What was said of single calls, read as it is scrolled to. */
export function useMonitorScores(place: ProjectPlace, id: string, choice: ScoreChoice) {
  const { state, scorer, from, to } = choice;
  return useInfiniteQuery({
    queryKey: keyOf(place, 'scores', JSON.stringify([id, choice])),
    queryFn: ({ signal, pageParam: before }) =>
      requestApi(MonitorScores, pathOf(place, id, 'scores'), {
        query: {
          state: state ?? undefined,
          scorer: scorer ?? undefined,
          from: from ?? undefined,
          to: to ?? undefined,
          before: before ?? undefined,
          limit: SCORES_AT_ONCE,
        },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ nextBefore }) => nextBefore,
    placeholderData: keepPreviousData,
  });
}

/** What clients' own scorers and guardrails said. */
export function useClientScores(place: ProjectPlace) {
  return useQuery({
    queryKey: keyOf(place, 'client-scores'),
    queryFn: async ({ signal }) =>
      requestApi(ClientScores, projectPath(place, 'client-scores'), { signal }),
  });
}

function useMonitorMutation<Input, Output>(
  place: ProjectPlace,
  send: (input: Input) => Promise<Output>,
) {
  const queryClient = useQueryClient();
  const { entity, project } = place;
  return useMutation({
    mutationFn: send,
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.callLists(entity, project) }),
  });
}

export const useMakeMonitor = (place: ProjectPlace) =>
  useMonitorMutation(place, (body: MonitorInput) =>
    requestApi(MonitorView, pathOf(place), { method: 'POST', body }),
  );

export const useChangeMonitor = (place: ProjectPlace, id: number) =>
  useMonitorMutation(place, (body: MonitorChange) =>
    requestApi(MonitorView, pathOf(place, String(id)), { method: 'PATCH', body }),
  );

export const useRemoveMonitor = (place: ProjectPlace, id: number) =>
  useMonitorMutation(place, (_: null) =>
    commandApi(pathOf(place, String(id)), { method: 'DELETE' }),
  );

/** Says that an alarm is known, or watches anew. */
export const useAnswerAlarm = (place: ProjectPlace, id: number) =>
  useMonitorMutation(
    place,
    ({ key, answer }: { readonly key: string; readonly answer: 'acknowledge' | 'watch' }) =>
      requestApi(MonitorView, pathOf(place, String(id), 'alarms', key, answer), { method: 'POST' }),
  );

/** What a monitor would say of the newest calls. */
export function useTryMonitor(place: ProjectPlace) {
  return useMutation({
    mutationFn: (body: { readonly name: string; readonly spec: MonitorSpecInput }) =>
      requestApi(MonitorTrial, pathOf(place, 'try'), { method: 'POST', body }),
  });
}
