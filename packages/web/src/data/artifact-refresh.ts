import type { LiveMessage } from '@runloom/model';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { queryKeys } from './query-keys.ts';

/** What is not there any more: one version, or with `null` the whole artifact. */
export type GoneArtifact = Extract<LiveMessage, { kind: 'artifacts' }>['gone'][number];

/**
 * Reads again what is on show of a project's artifacts. What is gone becomes old but is not asked for:
 * who looks at it may be the one who has just deleted it, on the way to another page.
 */
export function refreshArtifactQueries(
  queryClient: QueryClient,
  { entity, project }: { readonly entity: string; readonly project: string },
  gone: readonly GoneArtifact[],
): void {
  const isGone = (queryKey: QueryKey): boolean => gone.some((one) => isOf(queryKey, one));
  for (const queryKey of [
    queryKeys.artifacts(entity, project),
    queryKeys.artifactTypes(entity, project),
    queryKeys.lineage(entity, project),
    queryKeys.registries(),
  ]) {
    void queryClient.invalidateQueries({
      queryKey,
      predicate: (query) => !isGone(query.queryKey),
    });
    if (gone.length === 0) continue;
    void queryClient.invalidateQueries({
      queryKey,
      predicate: (query) => isGone(query.queryKey),
      refetchType: 'none',
    });
  }
}

/** Whether an entry of the cache would ask for it: by its page, by its registry page, or by its lineage. */
function isOf(queryKey: QueryKey, { artifact, version }: GoneArtifact): boolean {
  const [root, , , part, one, name, kind] = queryKey;
  if (root === 'registries') {
    const [, , , , collection, what] = queryKey;
    return (
      part === 'collection' && collection === artifact && (version === null || what === 'version')
    );
  }
  // A walk may begin at what is gone.
  if (part === 'lineage') return true;
  if (part !== 'artifacts' || one !== 'one' || name !== artifact) return false;
  return version === null || kind === 'version';
}
