import { type WeaveObjectKind, WeaveVersionDetail } from '@runloom/model';
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { apiAddress, apiPath, type ProjectPlace, projectPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** What a reference (`weave:///entity/project/op/name:version`) names. */
export interface WeaveVersionAddress {
  readonly entity: string;
  readonly project: string;
  readonly kind: WeaveObjectKind;
  readonly name: string;
  readonly version: string;
}

/** As clients write it. */
export const referenceOf = ({
  entity,
  project,
  kind,
  name,
  version,
}: WeaveVersionAddress): string => `weave:///${entity}/${project}/${kind}/${name}:${version}`;

/** A version of an object or an op with the one before it. Digests never change. */
export function useWeaveVersion(address: WeaveVersionAddress | null) {
  return useQuery(versionQuery(address));
}

/** The same of many, each once, in their order. */
export function useManyWeaveVersions(addresses: readonly (WeaveVersionAddress | null)[]) {
  return useQueries({ queries: addresses.map(versionQuery) });
}

function versionQuery(address: WeaveVersionAddress | null) {
  const { entity, project, kind, name, version } = address ?? NONE;
  return queryOptions({
    queryKey: queryKeys.weaveVersion(entity, project, kind, name, version),
    queryFn: ({ signal }) =>
      requestApi(
        WeaveVersionDetail,
        apiPath('projects', entity, project, 'weave-objects', kind, name, 'versions', version),
        { signal },
      ),
    enabled: address !== null,
    staleTime: 60_000,
    retry: false,
  });
}

const NONE = { entity: '', project: '', kind: 'op', name: '', version: '' } as const;

/** The address of a file that values name by its digest. */
export const weaveFileAddress = (place: ProjectPlace, digest: string, name: string): string =>
  apiAddress(projectPath(place, 'weave-files', digest), { name });
