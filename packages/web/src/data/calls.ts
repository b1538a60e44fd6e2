import {
  CallCount,
  CallFields,
  type CallRemoval,
  CallRows,
  type CallRowsRequest,
  type CallSelection,
  CallsRemoved,
  CallTimeline,
  CallUse,
  type CallUseRequest,
  CallView,
  type FeedbackInput,
  FeedbackView,
  ThreadList,
  type ThreadSort,
  TraceOutline,
} from '@runloom/model';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { z } from 'zod';
import { apiAddress, commandApi, type ProjectPlace, projectPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Rows of one page of a list. */
export const CALLS_PER_PAGE = 100;
/** Pages that left the screen are forgotten soon: a long scroll must not fill the memory. */
const PAGE_LIFE_MS = 20_000;

const pathOf = (place: ProjectPlace, ...rest: string[]): string =>
  projectPath(place, 'calls', ...rest);

/** What the server says of a list; everything of lists is asked for by one body. */
function listQuery<Schema extends z.ZodType>(
  place: ProjectPlace,
  part: 'rows' | 'count' | 'stats' | 'use' | 'fields',
  schema: Schema,
  body: object,
) {
  return {
    queryKey: queryKeys.callList(place.entity, place.project, part, JSON.stringify(body)),
    queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
      requestApi(schema, pathOf(place, part), { method: 'POST', body, signal }),
  };
}

/** The pages that begin at `skips`, in their order. */
export function useCallPages(
  place: ProjectPlace,
  request: Omit<CallRowsRequest, 'skip' | 'limit'>,
  skips: readonly number[],
) {
  return useQueries({
    queries: skips.map((skip) => ({
      ...listQuery(place, 'rows', CallRows, { ...request, skip, limit: CALLS_PER_PAGE }),
      gcTime: PAGE_LIFE_MS,
    })),
  });
}

/** How many calls are meant. Until another answer is here, the last one's stands. */
export function useCallCount(place: ProjectPlace, selection: CallSelection) {
  return useQuery({
    ...listQuery(place, 'count', CallCount, selection),
    placeholderData: keepPreviousData,
    // A filter that can't be read is told of at once.
    retry: false,
  });
}

/** What is meant over time. */
export function useCallTimeline(place: ProjectPlace, selection: CallSelection) {
  return useQuery({
    ...listQuery(place, 'stats', CallTimeline, selection),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Tokens and cost by model, user or op, over time. */
export function useCallUse(place: ProjectPlace, request: CallUseRequest) {
  return useQuery({
    ...listQuery(place, 'use', CallUse, request),
    placeholderData: keepPreviousData,
  });
}

const THREADS_PER_PAGE = 100;

/** Conversations, page by page. */
export function useThreads(
  { entity, project }: ProjectPlace,
  order: { readonly sort: ThreadSort; readonly direction: 'asc' | 'desc' },
) {
  return useInfiniteQuery({
    queryKey: queryKeys.callList(entity, project, 'threads', JSON.stringify(order)),
    queryFn: ({ pageParam, signal }) =>
      requestApi(ThreadList, projectPath({ entity, project }, 'threads'), {
        query: { ...order, skip: pageParam, limit: THREADS_PER_PAGE },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.hasMore ? pages.length * THREADS_PER_PAGE : undefined),
    placeholderData: keepPreviousData,
  });
}

/** Says something of a call. */
export function useAddFeedback(place: ProjectPlace, call: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: FeedbackInput) =>
      requestApi(FeedbackView, pathOf(place, call, 'feedback'), { method: 'POST', body }),
    onSuccess: () =>
      queryClient.invalidateQueries({
        queryKey: queryKeys.call(place.entity, place.project, call),
      }),
  });
}

/** Takes back what was said of a call. */
export function useRemoveFeedback({ entity, project }: ProjectPlace, call: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      commandApi(projectPath({ entity, project }, 'feedback', id), { method: 'DELETE' }),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.call(entity, project, call) }),
  });
}

const ALL_CALLS: CallSelection = { rootsOnly: false };

/** Paths that the newest of all calls have. */
export function useCallFields(
  place: ProjectPlace,
  isEnabled = true,
  selection: CallSelection = ALL_CALLS,
) {
  return useQuery({
    ...listQuery(place, 'fields', CallFields, selection),
    enabled: isEnabled,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

const callQuery = (place: ProjectPlace, call: string) => ({
  queryKey: queryKeys.call(place.entity, place.project, call),
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    requestApi(CallView, pathOf(place, call), { signal }),
});

/** Several of them, in the order asked. */
export function useCalls(place: ProjectPlace, calls: readonly string[]) {
  return useQueries({ queries: calls.map((call) => callQuery(place, call)) });
}

/** One call with everything that is known of it. */
export function useCall(place: ProjectPlace, call: string) {
  return useQuery({
    ...callQuery(place, call),
    // The one before stands until the next is here: going through a trace must not flicker.
    placeholderData: keepPreviousData,
  });
}

/** All calls of a trace without their payloads. */
export function useTraceOutline({ entity, project }: ProjectPlace, trace: string | undefined) {
  return useQuery({
    queryKey: queryKeys.traceOutline(entity, project, trace ?? ''),
    queryFn: ({ signal }) =>
      requestApi(TraceOutline, projectPath({ entity, project }, 'traces', trace ?? '', 'outline'), {
        signal,
      }),
    enabled: trace !== undefined,
  });
}

/** Deletes calls with all that they called. */
export function useRemoveCalls(place: ProjectPlace) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CallRemoval) =>
      requestApi(CallsRemoved, pathOf(place, 'remove'), { method: 'POST', body }),
    onSuccess: () => {
      const { entity, project } = place;
      void queryClient.invalidateQueries({ queryKey: queryKeys.callLists(entity, project) });
      void queryClient.invalidateQueries({
        queryKey: queryKeys.calls(entity, project),
        refetchType: 'none',
      });
    },
  });
}

/** Gives a call another name. */
export function useRenameCall(place: ProjectPlace, call: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      requestApi(CallView, pathOf(place, call), { method: 'PATCH', body: { name } }),
    onSuccess: (view) => {
      const { entity, project } = place;
      queryClient.setQueryData(queryKeys.call(entity, project, call), view);
      void queryClient.invalidateQueries({
        queryKey: queryKeys.traceOutline(entity, project, view.traceId),
      });
    },
  });
}

/** The address of a file of all calls that are meant. */
export function callExportAddress(
  place: ProjectPlace,
  format: 'jsonl' | 'csv',
  request: Omit<CallRowsRequest, 'skip' | 'limit'>,
  chosen: { readonly ids?: readonly string[]; readonly except?: readonly string[] },
): string {
  const { sort, columns, ...selection } = request;
  return apiAddress(pathOf(place, 'export'), {
    format,
    selection: JSON.stringify(selection),
    sort: JSON.stringify(sort ?? []),
    columns: JSON.stringify(columns ?? []),
    ids: chosen.ids === undefined ? undefined : JSON.stringify(chosen.ids),
    except: chosen.except === undefined ? undefined : JSON.stringify(chosen.except),
  });
}
