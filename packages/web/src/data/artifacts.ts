import {
  type ArtifactCollectionChange,
  ArtifactCollectionDetail,
  ArtifactCollectionList,
  ArtifactConsequences,
  type ArtifactSort,
  ArtifactTypeList,
  type ArtifactVersionChange,
  ArtifactVersionDetail,
  ArtifactVersionList,
  ArtifactVersionsRemoved,
} from '@runloom/model';
import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Where a collection of artifacts is. */
export interface ArtifactAddress {
  readonly entity: string;
  readonly project: string;
  readonly artifact: string;
}

/** Where one version is: by `v3`, alias or digest. */
export interface VersionAddress extends ArtifactAddress {
  readonly version: string;
}

/** What a list of collections is narrowed to, and its order. */
export interface CollectionRequest {
  readonly type?: string | undefined;
  /** Whether what clients made by themselves is listed. */
  readonly machineMade?: 'with' | 'without' | undefined;
  readonly search?: string | undefined;
  readonly sort?: ArtifactSort | undefined;
  readonly direction?: 'ascending' | 'descending' | undefined;
}

const COLLECTIONS_AT_ONCE = 500;
const VERSIONS_AT_ONCE = 200;

export const artifactPath = ({ entity, project, artifact }: ArtifactAddress): string =>
  apiPath('projects', entity, project, 'artifacts', artifact);

export const versionPath = (address: VersionAddress): string =>
  artifactPath(address) + apiPath('versions', address.version);

export function useArtifactTypes(entity: string, project: string) {
  return useQuery({
    queryKey: queryKeys.artifactTypes(entity, project),
    queryFn: async ({ signal }) => {
      const path = apiPath('projects', entity, project, 'artifact-types');
      return (await requestApi(ArtifactTypeList, path, { signal })).types;
    },
  });
}

/** Collections of a project, page by page. */
export function useCollections(
  entity: string,
  project: string,
  request: CollectionRequest,
  options: { readonly enabled?: boolean; readonly limit?: number } = {},
) {
  const { enabled = true, limit = COLLECTIONS_AT_ONCE } = options;
  return useInfiniteQuery({
    queryKey: [...queryKeys.artifacts(entity, project), 'list', { ...request, limit }] as const,
    queryFn: ({ signal, pageParam }) =>
      requestApi(ArtifactCollectionList, apiPath('projects', entity, project, 'artifacts'), {
        query: { ...request, limit, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useCollection(address: ArtifactAddress) {
  const { entity, project, artifact } = address;
  return useQuery({
    queryKey: queryKeys.artifact(entity, project, artifact),
    queryFn: ({ signal }) =>
      requestApi(ArtifactCollectionDetail, artifactPath(address), { signal }),
  });
}

/** Versions of a collection, newest first, page by page. */
export function useVersions(address: ArtifactAddress) {
  const { entity, project, artifact } = address;
  return useInfiniteQuery({
    queryKey: [...queryKeys.artifact(entity, project, artifact), 'versions'] as const,
    queryFn: ({ signal, pageParam }) =>
      requestApi(ArtifactVersionList, `${artifactPath(address)}/versions`, {
        query: { limit: VERSIONS_AT_ONCE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

export const versionQuery = (address: VersionAddress) => {
  const { entity, project, artifact, version } = address;
  return queryOptions({
    queryKey: [...queryKeys.artifact(entity, project, artifact), 'version', version] as const,
    queryFn: ({ signal }) => requestApi(ArtifactVersionDetail, versionPath(address), { signal }),
  });
};

export function useVersion(address: VersionAddress) {
  return useQuery(versionQuery(address));
}

/** Reads everything of the project's artifacts again: aliases move between versions, counts change. */
function useRefresh({ entity, project }: { readonly entity: string; readonly project: string }) {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: queryKeys.artifacts(entity, project) }),
      queryClient.invalidateQueries({ queryKey: queryKeys.artifactTypes(entity, project) }),
    ]);
}

/** Changes name, type, description or tags of a collection. */
export function useChangeCollection(address: ArtifactAddress) {
  const refresh = useRefresh(address);
  return useMutation({
    mutationFn: (change: ArtifactCollectionChange) =>
      commandApi(artifactPath(address), { method: 'PATCH', body: change }),
    // A collection of another name has another page, which reads for itself.
    onSuccess: (_answer, { name }) => (name === undefined ? refresh() : undefined),
  });
}

export function useRemoveCollection(address: ArtifactAddress) {
  return useMutation({
    mutationFn: () => commandApi(artifactPath(address), { method: 'DELETE' }),
  });
}

/** Changes description, metadata, tags or time to live of a version. */
export function useChangeVersion(address: VersionAddress) {
  const refresh = useRefresh(address);
  return useMutation({
    mutationFn: (change: ArtifactVersionChange) =>
      requestApi(ArtifactVersionDetail, versionPath(address), { method: 'PATCH', body: change }),
    onSuccess: () => refresh(),
  });
}

/** Gives a version an alias, or takes one off. */
export function useChangeAlias(address: VersionAddress) {
  const refresh = useRefresh(address);
  return useMutation({
    mutationFn: ({ alias, method }: { alias: string; method: 'PUT' | 'DELETE' }) =>
      commandApi(versionPath(address) + apiPath('aliases', alias), { method }),
    onSuccess: () => refresh(),
  });
}

/** What would come of removing versions, all of them when none are named. */
export function useConsequences(
  address: ArtifactAddress,
  versions: readonly string[] | null,
  enabled: boolean,
) {
  const { entity, project, artifact } = address;
  return useQuery({
    // Apart from what is read again after a change: what was removed can't be asked about.
    queryKey: ['artifact-consequences', entity, project, artifact, versions] as const,
    queryFn: ({ signal }) =>
      requestApi(ArtifactConsequences, `${artifactPath(address)}/removal-preview`, {
        method: 'POST',
        body: versions === null ? {} : { versions },
        signal,
      }),
    enabled,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Moves versions to the trash with their aliases; out of a portfolio they are only taken. */
export function useRemoveVersions(address: ArtifactAddress) {
  return useMutation({
    mutationFn: (versions: readonly string[]) =>
      requestApi(ArtifactVersionsRemoved, `${artifactPath(address)}/remove-versions`, {
        method: 'POST',
        body: { versions, aliases: 'delete' },
      }),
  });
}

/** For pages that are left once something is removed: they would ask for what is gone. */
export const useRefreshArtifacts = useRefresh;
