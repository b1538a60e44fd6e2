import {
  RunFields,
  RunGroups,
  type RunGroupsRequest,
  RunRows,
  type RunRowsRequest,
  RunTexts,
} from '@runloom/model';
import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useAlsoFrom, useAlsoText } from './also-from.ts';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Rows of one page of the table. */
export const ROWS_PER_PAGE = 100;
/** Pages that left the screen are forgotten soon: a long scroll must not fill the memory. */
const PAGE_LIFE_MS = 20_000;

/** Runs as rows; live events have it read again. */
export const runRowsQuery = (entity: string, project: string, request: RunRowsRequest) =>
  queryOptions({
    queryKey: queryKeys.runRows(entity, project, JSON.stringify(request)),
    queryFn: ({ signal }) =>
      requestApi(RunRows, apiPath('projects', entity, project, 'runs', 'rows'), {
        method: 'POST',
        body: request,
        signal,
      }),
    gcTime: PAGE_LIFE_MS,
  });

/** Until the answer to another request is here, the last one's stands. */
export function useRunRows(
  entity: string,
  project: string,
  request: RunRowsRequest,
  isEnabled = true,
) {
  const also = useAlsoFrom();
  return useQuery({
    ...runRowsQuery(entity, project, { ...request, ...also }),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
  });
}

/** One part of the table: from `skip` on, of what a filter means. */
export interface PageRequest {
  readonly filter: Readonly<Record<string, unknown>> | undefined;
  readonly skip: number;
}

/** Pages of the table that are in sight, in the order asked. */
export function useRunPages(
  entity: string,
  project: string,
  shared: Pick<RunRowsRequest, 'order' | 'columns'>,
  pages: readonly PageRequest[],
) {
  const also = useAlsoFrom();
  return useQueries({
    queries: pages.map(({ filter, skip }) =>
      runRowsQuery(entity, project, {
        ...shared,
        ...also,
        ...(filter === undefined ? {} : { filter }),
        skip,
        limit: ROWS_PER_PAGE,
      }),
    ),
  });
}

const runGroupsQuery = (entity: string, project: string, request: RunGroupsRequest) =>
  queryOptions({
    queryKey: queryKeys.runGroups(entity, project, JSON.stringify(request)),
    queryFn: ({ signal }) =>
      requestApi(RunGroups, apiPath('projects', entity, project, 'runs', 'groups'), {
        method: 'POST',
        body: request,
        signal,
      }),
    gcTime: PAGE_LIFE_MS,
    placeholderData: keepPreviousData,
  });

export function useRunGroups(
  entity: string,
  project: string,
  requests: readonly RunGroupsRequest[],
) {
  const also = useAlsoFrom();
  return useQueries({
    queries: requests.map((request) => runGroupsQuery(entity, project, { ...request, ...also })),
  });
}

/** A field without the part of the run that it is in: `config.lr` is `lr`. */
export const bareField = (field: string): string => field.replace(/^(?:config|summary)\./, '');

/** Keys of configs and summaries, for choosing columns and conditions. */
export function useRunFields(
  entity: string,
  project: string,
  {
    search: typed = '',
    source,
    limit = 100,
  }: { search?: string; source?: 'config' | 'summary'; limit?: number },
  isEnabled = true,
) {
  const also = useAlsoText();
  const search = bareField(typed);
  return useQuery({
    queryKey: [
      ...queryKeys.runFields(entity, project, `${search} ${limit}`, source ?? ''),
      also,
    ] as const,
    queryFn: ({ signal }) =>
      requestApi(RunFields, apiPath('projects', entity, project, 'run-fields'), {
        query: { search, source, limit, also },
        signal,
      }),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
  });
}

/** Texts that runs have in a field, for suggestions. */
export function useRunTexts(
  entity: string,
  project: string,
  field: string,
  search: string,
  isEnabled: boolean,
) {
  const also = useAlsoText();
  return useQuery({
    queryKey: [...queryKeys.runTexts(entity, project, field, search), also] as const,
    queryFn: ({ signal }) =>
      requestApi(RunTexts, apiPath('projects', entity, project, 'run-values'), {
        query: { field, search, also },
        signal,
      }),
    enabled: isEnabled && field !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
}
