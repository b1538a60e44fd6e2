import {
  type WeaveObjectKind,
  WeaveObjectList,
  WeaveTableRows,
  WeaveVersionDetail,
  WeaveVersionList,
} from '@runloom/model';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Where an object or an op is. */
export interface WeaveObjectAddress {
  readonly entity: string;
  readonly project: string;
  readonly kind: WeaveObjectKind;
  readonly name: string;
}

const ROWS_AT_ONCE = 100;

const pathOf = ({ entity, project, kind, name }: WeaveObjectAddress): string =>
  apiPath('projects', entity, project, 'weave-objects', kind, name);

/** Objects or ops of a project. */
export function useWeaveObjects(entity: string, project: string, kind: WeaveObjectKind) {
  return useQuery({
    queryKey: [...queryKeys.weaveObjects(entity, project), 'list', kind] as const,
    queryFn: async ({ signal }) => {
      const path = apiPath('projects', entity, project, 'weave-objects');
      return (await requestApi(WeaveObjectList, path, { query: { kind }, signal })).objects;
    },
  });
}

export function useWeaveVersions(address: WeaveObjectAddress) {
  const { entity, project, kind, name } = address;
  return useQuery({
    queryKey: [...queryKeys.weaveObjects(entity, project), 'versions', kind, name] as const,
    queryFn: async ({ signal }) =>
      (await requestApi(WeaveVersionList, pathOf(address), { signal })).versions,
  });
}

/** @param version a digest, `latest`, `v3` or an alias */
export function useWeaveVersion(address: WeaveObjectAddress, version: string) {
  const { entity, project, kind, name } = address;
  return useQuery({
    queryKey: [...queryKeys.weaveObjects(entity, project), 'version', kind, name, version] as const,
    queryFn: ({ signal }) =>
      requestApi(WeaveVersionDetail, pathOf(address) + apiPath('versions', version), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Rows of a table, read as they are scrolled to. */
export function useWeaveTable(
  entity: string,
  project: string,
  digest: string,
  sort: { readonly field: string; readonly direction: 'asc' | 'desc' } | null,
) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.weaveObjects(entity, project), 'table', digest, sort] as const,
    queryFn: ({ signal, pageParam: offset }) =>
      requestApi(WeaveTableRows, apiPath('projects', entity, project, 'weave-tables', digest), {
        query: {
          offset,
          limit: ROWS_AT_ONCE,
          ...(sort === null ? {} : { sort: sort.field, direction: sort.direction }),
        },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ rowCount }, pages) => {
      const read = pages.reduce((sum, { rows }) => sum + rows.length, 0);
      return read < rowCount ? read : null;
    },
    placeholderData: keepPreviousData,
    // A digest names the same rows for ever.
    staleTime: Number.POSITIVE_INFINITY,
  });
}
