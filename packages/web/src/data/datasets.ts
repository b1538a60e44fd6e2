import {
  DatasetCallsPreview,
  type DatasetCallsPreviewRequest,
  type DatasetChangeKind,
  DatasetChanges,
  type DatasetEdit,
  type DatasetFormat,
  type DatasetImportColumn,
  type DatasetImportMode,
  type DatasetOfCalls,
  DatasetPreview,
  DatasetPublished,
  type DatasetSplit,
  DatasetSplitDone,
  WeaveTableRows,
} from '@runloom/model';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { apiAddress, type ProjectPlace, projectPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Rows of one page. */
export const DATASET_PAGE = 100;
const PAGE_LIFE_MS = 60_000;
const CHANGES_AT_ONCE = 100;

const pathOf = (place: ProjectPlace, ...rest: string[]): string =>
  projectPath(place, 'datasets', ...rest);

/** The pages of a table that begin at `skips`, in their order. */
export function useTablePages(place: ProjectPlace, digest: string, skips: readonly number[]) {
  const { entity, project } = place;
  return useQueries({
    queries: skips.map((offset) => ({
      queryKey: [...queryKeys.weaveObjects(entity, project), 'table-page', digest, offset] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        requestApi(WeaveTableRows, projectPath(place, 'weave-tables', digest), {
          query: { offset, limit: DATASET_PAGE },
          signal,
        }),
      gcTime: PAGE_LIFE_MS,
      // A digest names the same rows for ever.
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
}

/** Rows that differ between two versions, read as they are scrolled to. */
export function useDatasetChanges(
  place: ProjectPlace,
  name: string,
  from: string | null,
  to: string,
  kind: DatasetChangeKind | null,
) {
  return useInfiniteQuery({
    queryKey: [
      ...queryKeys.weaveObjects(place.entity, place.project),
      'changes',
      name,
      from,
      to,
      kind,
    ] as const,
    queryFn: ({ signal, pageParam: skip }) =>
      requestApi(DatasetChanges, pathOf(place, name, 'changes'), {
        query: { from: from ?? to, to, skip, limit: CHANGES_AT_ONCE, ...(kind ? { kind } : {}) },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ rows }, pages) =>
      rows.length < CHANGES_AT_ONCE ? null : pages.length * CHANGES_AT_ONCE,
    enabled: from !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** After any change of a dataset all that is told of objects is asked for again. */
function usePublishing<Input, Output>(
  place: ProjectPlace,
  send: (input: Input) => Promise<Output>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: send,
    // Not waited for: the page may be another one once the answer is here.
    onSuccess: () => {
      void queryClient.invalidateQueries({
        queryKey: queryKeys.weaveObjects(place.entity, place.project),
      });
    },
  });
}

export const useEditDataset = (place: ProjectPlace, name: string) =>
  usePublishing(place, (body: DatasetEdit) =>
    requestApi(DatasetPublished, pathOf(place, name, 'versions'), { method: 'POST', body }),
  );

export const useSplitDataset = (place: ProjectPlace, name: string) =>
  usePublishing(place, (body: DatasetSplit) =>
    requestApi(DatasetSplitDone, pathOf(place, name, 'splits'), { method: 'POST', body }),
  );

export const useDatasetOfCalls = (place: ProjectPlace) =>
  usePublishing(place, ({ name, ...body }: DatasetOfCalls & { readonly name: string }) =>
    requestApi(DatasetPublished, pathOf(place, name, 'calls'), { method: 'POST', body }),
  );

/** What a file holds. */
export function usePreviewFile(place: ProjectPlace) {
  return useMutation({
    mutationFn: ({ file, format }: { readonly file: Blob; readonly format: DatasetFormat }) =>
      requestApi(DatasetPreview, pathOf(place, 'preview'), {
        method: 'POST',
        query: { format },
        body: file,
      }),
  });
}

export const useImportFile = (place: ProjectPlace) =>
  usePublishing(
    place,
    (input: {
      readonly name: string;
      readonly file: Blob;
      readonly format: DatasetFormat;
      readonly mode: DatasetImportMode;
      readonly columns: readonly DatasetImportColumn[];
    }) =>
      requestApi(DatasetPublished, pathOf(place, input.name, 'import'), {
        method: 'POST',
        query: {
          format: input.format,
          mode: input.mode,
          columns: JSON.stringify(input.columns),
        },
        body: input.file,
      }),
  );

/** The first rows that calls would make. */
export function useDatasetCallsPreview(
  place: ProjectPlace,
  request: DatasetCallsPreviewRequest | null,
) {
  return useQuery({
    queryKey: queryKeys.callList(
      place.entity,
      place.project,
      'dataset-preview',
      JSON.stringify(request),
    ),
    queryFn: ({ signal }) =>
      requestApi(DatasetCallsPreview, pathOf(place, 'calls-preview'), {
        method: 'POST',
        body: request,
        signal,
      }),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** The address of all rows of a version as a file. */
export const datasetExportAddress = (
  place: ProjectPlace,
  name: string,
  version: string,
  format: DatasetFormat,
): string => apiAddress(pathOf(place, name, 'versions', version, 'export'), { format });
