import { LineageGraph } from '@runloom/model';
import { z } from 'zod';
import type { NodeRef } from '../../domains/lineage/index.ts';
import type { Project } from '../../domains/projects/index.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** What was made from what. */
export function lineageRoutes(deps: ApiDeps): ApiRoute[] {
  const { projects, runs, artifacts, lineage } = deps;

  async function findNode(
    project: Project,
    { run, artifact }: { run?: string | undefined; artifact?: string | undefined },
  ): Promise<NodeRef> {
    if (run !== undefined) {
      const found = await runs.findIn(project, run);
      if (found === null) throw notFound(`The run ${run}`);
      return { kind: 'run', key: String(found.id) };
    }
    if (artifact === undefined)
      throw invalid('Say of which run or which artifact: ?run= or ?artifact=');
    const found = await artifacts.findMembership(project, artifact);
    if (found === null) throw notFound(`The artifact ${artifact}`);
    return { kind: 'artifact', key: String(found.version.id) };
  }

  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/lineage',
      summary: 'What a run or an artifact was made from, and what came of it',
      policy: 'checked-by-domain',
      query: z.object({
        run: z.string().max(512).optional(),
        artifact: z.string().max(512).optional(),
        direction: z.enum(['upstream', 'downstream', 'both']).default('both'),
        depth: z.coerce.number().int().min(0).max(20).default(5),
        limit: z.coerce.number().int().min(1).max(5000).default(1000),
        kinds: z.string().max(200).optional(),
      }),
      answer: { json: LineageGraph },
      async handle({ actor, params, query }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const graph = await lineage.walk(actor, await findNode(project, query), {
          depth: query.depth,
          direction: query.direction,
          maxNodes: query.limit,
          kinds: (query.kinds ?? '').split(',').filter((kind) => kind !== ''),
        });
        return {
          root: graph.nodes[0]?.id ?? 0,
          nodes: graph.nodes.map((node) => ({
            id: node.id,
            kind: node.kind,
            name: node.name,
            type: node.type,
            createdAt: node.createdAt,
            entity: node.entityName,
            project: node.projectName,
            path: [...node.path],
            distance: node.distance,
            hasMore: node.hasMore,
            hiddenCount: node.hiddenCount,
          })),
          edges: [...graph.edges],
          truncated: graph.truncated,
        };
      },
    }),
  ];
}
