import { ArtifactCollectionList, ArtifactVersionList } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';
import { queryKeys } from './query-keys.ts';

const MOST = 500;

/** Artifacts of a project whose versions could be linked; null asks for none. */
export function useLinkableArtifacts(place: { entity: string; project: string } | null) {
  const { entity = '', project = '' } = place ?? {};
  return useQuery({
    queryKey: queryKeys.linkSources(entity, project, null),
    enabled: place !== null,
    queryFn: async ({ signal }) => {
      const path = apiPath('projects', entity, project, 'artifacts');
      const query = { limit: MOST };
      const { collections } = await requestApi(ArtifactCollectionList, path, { query, signal });
      return collections.filter(({ kind }) => kind === 'sequence');
    },
  });
}

/** Versions of one of them, newest first. */
export function useLinkableVersions(
  place: { entity: string; project: string; artifact: string } | null,
) {
  const { entity = '', project = '', artifact = '' } = place ?? {};
  return useQuery({
    queryKey: queryKeys.linkSources(entity, project, artifact),
    enabled: place !== null,
    queryFn: async ({ signal }) => {
      const path = apiPath('projects', entity, project, 'artifacts', artifact, 'versions');
      const query = { limit: MOST };
      return (await requestApi(ArtifactVersionList, path, { query, signal })).versions;
    },
  });
}
