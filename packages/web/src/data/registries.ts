import {
  AliasHistory,
  ArtifactLink,
  type ArtifactLinkInput,
  MemberView,
  OrganizationList,
  OrganizationView,
  type ProjectRole,
  RegistryCollectionList,
  type RegistryInput,
  RegistryList,
  RegistryMember,
  RegistryMemberList,
  RegistryVersionList,
  RegistryView,
} from '@runloom/model';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Where a registry is. */
export interface RegistryAddress {
  readonly organization: string;
  readonly registry: string;
}

export interface RegistryCollectionAddress extends RegistryAddress {
  readonly collection: string;
}

const COLLECTIONS_AT_ONCE = 200;
const VERSIONS_AT_ONCE = 100;
const MOVES_AT_ONCE = 50;

const registryPath = ({ organization, registry }: RegistryAddress): string =>
  apiPath('organizations', organization, 'registries', registry);

const collectionPath = (address: RegistryCollectionAddress): string =>
  registryPath(address) + apiPath('collections', address.collection);

/** Organizations that the reader belongs to. */
export function useOrganizations() {
  return useQuery({
    queryKey: queryKeys.organizations(),
    queryFn: async ({ signal }) =>
      (await requestApi(OrganizationList, apiPath('organizations'), { signal })).organizations,
  });
}

/** Makes an organization, with its maker as its admin; for admins of the instance. */
export function useCreateOrganization() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({
      name,
      username,
    }: {
      readonly name: string;
      readonly username: string;
    }) => {
      const path = apiPath('admin', 'organizations', name);
      await requestApi(OrganizationView, path, { method: 'PUT' });
      await requestApi(MemberView, path + apiPath('members', username), {
        method: 'PUT',
        body: { role: 'admin' },
      });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.organizations() });
      await queryClient.invalidateQueries({ queryKey: queryKeys.registries() });
    },
  });
}

/** Registries of all organizations that the reader belongs to. */
export function useRegistries() {
  return useQuery({
    queryKey: queryKeys.registries(),
    queryFn: async ({ signal }) =>
      (await requestApi(RegistryList, apiPath('registries'), { signal })).registries,
  });
}

export function useRegistry(address: RegistryAddress) {
  const { organization, registry } = address;
  return useQuery({
    queryKey: queryKeys.registry(organization, registry),
    queryFn: ({ signal }) => requestApi(RegistryView, registryPath(address), { signal }),
  });
}

/** Makes a registry or changes one. */
export function usePutRegistry() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ input, ...address }: RegistryAddress & { readonly input: RegistryInput }) =>
      requestApi(RegistryView, registryPath(address), { method: 'PUT', body: input }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.registries() }),
  });
}

/** @param leave goes to another page, before what is gone would be asked for again */
export function useDeleteRegistry(leave: () => Promise<void>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (address: RegistryAddress) =>
      commandApi(registryPath(address), { method: 'DELETE' }),
    onSuccess: async (_nothing, { organization, registry }) => {
      await leave();
      queryClient.removeQueries({ queryKey: queryKeys.registry(organization, registry) });
      await queryClient.invalidateQueries({ queryKey: queryKeys.registries() });
    },
  });
}

export function useRegistryMembers(address: RegistryAddress) {
  const { organization, registry } = address;
  return useQuery({
    queryKey: queryKeys.registryMembers(organization, registry),
    queryFn: async ({ signal }) => {
      const path = registryPath(address) + apiPath('members');
      return (await requestApi(RegistryMemberList, path, { signal })).members;
    },
  });
}

/** Gives somebody a role, or with `null` takes it away. */
export function usePutRegistryMember(address: RegistryAddress) {
  const { organization, registry } = address;
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({
      kind,
      name,
      role,
    }: {
      readonly kind: RegistryMember['kind'];
      readonly name: string;
      readonly role: ProjectRole | null;
    }) => {
      const path = registryPath(address) + apiPath('members', `${kind}s`, name);
      if (role === null) await commandApi(path, { method: 'DELETE' });
      else await requestApi(RegistryMember, path, { method: 'PUT', body: { role } });
    },
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.registry(organization, registry) }),
  });
}

/** Collections of a registry with a text somewhere in them, last changed first. */
export function useRegistryCollections(
  address: RegistryAddress,
  narrowed: { readonly search: string; readonly type: string | undefined },
) {
  const { organization, registry } = address;
  const { search, type } = narrowed;
  return useInfiniteQuery({
    queryKey: queryKeys.registryCollections(organization, registry, search, type ?? null),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam: cursor }) =>
      requestApi(RegistryCollectionList, registryPath(address) + apiPath('collections'), {
        query: { search: search || undefined, type, cursor, limit: COLLECTIONS_AT_ONCE },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Versions that are linked into a collection, newest first. */
export function useRegistryVersions(address: RegistryCollectionAddress) {
  const { organization, registry, collection } = address;
  return useInfiniteQuery({
    queryKey: queryKeys.registryVersions(organization, registry, collection),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam: cursor }) =>
      requestApi(RegistryVersionList, collectionPath(address) + apiPath('versions'), {
        query: { cursor, limit: VERSIONS_AT_ONCE },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** Who moved which alias of a collection, last first. */
export function useAliasHistory(address: RegistryCollectionAddress) {
  const { organization, registry, collection } = address;
  return useInfiniteQuery({
    queryKey: queryKeys.aliasHistory(organization, registry, collection),
    initialPageParam: undefined as number | undefined,
    queryFn: ({ signal, pageParam: before }) =>
      requestApi(AliasHistory, collectionPath(address) + apiPath('alias-history'), {
        query: { before, limit: MOVES_AT_ONCE },
        signal,
      }),
    getNextPageParam: ({ nextBefore }) => nextBefore ?? undefined,
  });
}

/** A version of a project. */
export interface SourceVersion {
  readonly entity: string;
  readonly project: string;
  readonly artifact: string;
  readonly version: string;
}

/** A version to link, with the type that decides where it may go. */
export interface LinkSource extends SourceVersion {
  readonly type: string;
}

/** Links a version of a project into a collection. */
export function useLinkVersion() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({
      source,
      to,
    }: {
      readonly source: SourceVersion;
      readonly to: ArtifactLinkInput;
    }) =>
      requestApi(
        ArtifactLink,
        apiPath(
          'projects',
          source.entity,
          source.project,
          'artifacts',
          source.artifact,
          'versions',
          source.version,
          'links',
        ),
        { method: 'POST', body: to },
      ),
    onSuccess: async (_made, { source }) => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.registries() });
      await queryClient.invalidateQueries({
        queryKey: queryKeys.project(source.entity, source.project),
      });
    },
  });
}
