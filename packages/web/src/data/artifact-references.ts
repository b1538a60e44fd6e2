import { ArtifactReferenceView } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { apiPath, requestApi } from './client.ts';

/** The version that a reference means. A reference means the same for ever, so it is asked for once. */
export function useArtifactReference(reference: string | null) {
  return useQuery({
    queryKey: ['artifact-reference', reference] as const,
    queryFn: ({ signal }) =>
      requestApi(ArtifactReferenceView, apiPath('artifact-references'), {
        query: { reference: reference ?? '' },
        signal,
      }),
    enabled: reference !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
