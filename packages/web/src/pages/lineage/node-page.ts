import { pagePath } from '@runloom/model';
import type { LineageNode } from './graph-model.ts';

/** Address of the page of a node; collections have no lineage of their own. */
export function pageOf(
  { entity, project, path, kind }: Pick<LineageNode, 'entity' | 'project' | 'path' | 'kind'>,
  part: 'page' | 'lineage' = 'page',
): string {
  const segments = [entity, project, ...path];
  if (part === 'lineage' && kind !== 'collection') segments.push('lineage');
  return pagePath(...segments);
}
