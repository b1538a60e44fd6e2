import {
  type ArtifactCollectionChange,
  ArtifactCollectionDetail,
  ArtifactVersionDetail,
} from '@runloom/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiPath, commandApi, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** A collection by the project that a registry is: under it stand the routes of artifacts. */
export interface LinkedCollection {
  readonly organization: string;
  readonly registry: string;
  readonly entity: string;
  readonly project: string;
  readonly collection: string;
}

const pathOf = ({ entity, project, collection }: LinkedCollection): string =>
  apiPath('projects', entity, project, 'artifacts', collection);

export function useLinkedCollection(place: LinkedCollection | null) {
  const { organization = '', registry = '', collection = '' } = place ?? {};
  return useQuery({
    queryKey: queryKeys.registryCollection(organization, registry, collection),
    enabled: place !== null,
    queryFn: ({ signal }) =>
      requestApi(ArtifactCollectionDetail, place === null ? '' : pathOf(place), { signal }),
  });
}

/** One version as it stands in the collection, by `v3` or an alias. */
export function useLinkedVersion(place: LinkedCollection | null, version: string) {
  const { organization = '', registry = '', collection = '' } = place ?? {};
  return useQuery({
    queryKey: queryKeys.registryVersion(organization, registry, collection, version),
    enabled: place !== null,
    queryFn: ({ signal }) =>
      requestApi(
        ArtifactVersionDetail,
        place === null ? '' : pathOf(place) + apiPath('versions', version),
        { signal },
      ),
  });
}

/**
 * Changes of a collection of a registry: what it says of itself, its aliases, what stands in it.
 * @param leave goes to another page when what this one shows has gone or is called otherwise, before it
 *   would be asked for again
 */
export function useCollectionChanges(
  place: LinkedCollection,
  leave: (name?: string) => Promise<void> = () => Promise.resolve(),
) {
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: queryKeys.registries() });
  const onGone = async () => {
    await leave();
    await onSuccess();
  };
  const change = useMutation({
    mutationFn: (input: ArtifactCollectionChange) =>
      commandApi(pathOf(place), { method: 'PATCH', body: input }),
    onSuccess: async (_nothing, { name }) => {
      if (name !== undefined) await leave(name);
      await onSuccess();
    },
  });
  const setAlias = useMutation({
    mutationFn: ({
      version,
      alias,
      isGiven,
    }: {
      readonly version: string;
      readonly alias: string;
      readonly isGiven: boolean;
    }) =>
      commandApi(pathOf(place) + apiPath('versions', version, 'aliases', alias), {
        method: isGiven ? 'PUT' : 'DELETE',
      }),
    onSuccess,
  });
  const unlink = useMutation({
    mutationFn: (version: string) =>
      commandApi(pathOf(place) + apiPath('versions', version), { method: 'DELETE' }),
    onSuccess: onGone,
  });
  const remove = useMutation({
    mutationFn: () => commandApi(pathOf(place), { method: 'DELETE' }),
    onSuccess: onGone,
  });
  return { change, setAlias, unlink, remove };
}
