import { sql } from 'kysely';
import { createLineage } from '../packages/server/src/domains/lineage/index.ts';
import { createProjects } from '../packages/server/src/domains/projects/index.ts';
import { openRoom } from '../packages/server/src/domains/testing/index.ts';
import { quantile, report, round } from './report.ts';

const NODES = 500_000;
const EDGES = 1_000_000;
const ROOTS = 40;

/** Walks through a graph of a million edges, each node with two on either side on average. */
export async function benchLineage(): Promise<void> {
  const room = await openRoom();
  try {
    const { metadata, accounts } = room;
    const projects = createProjects({ metadata, accounts });
    const ada = await room.user('ada');
    const project = await projects.ensure(ada, 'ada', 'graph');
    const describer = {
      kind: 'step',
      describe: async (keys: readonly string[]) =>
        new Map(
          keys.map((key) => [
            key,
            { projectId: project.id, name: key, type: '', createdAt: 0, path: [] },
          ]),
        ),
    };
    const lineage = createLineage({ metadata, projects, describers: [describer] });
    await sql`insert into lineage_nodes (id, kind, key)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${NODES})
      select i, 'step', cast(i as text) from n`.execute(metadata.db);
    // Data flows to nodes made later, mostly to near ones.
    await sql`insert into lineage_edges (source_id, target_id, relation, created_at)
      with recursive n(i) as (select 0 union all select i + 1 from n where i < ${EDGES - 1})
      select i / 2 + 1, i / 2 + 2 + (i * 7919 + i / 3) % 1000, 'output', 0 from n where true
      on conflict do nothing`.execute(metadata.db);
    const rows = [];
    for (const direction of ['upstream', 'downstream', 'both'] as const) {
      const millis: number[] = [];
      let nodes = 0;
      for (let index = 0; index < ROOTS; index += 1) {
        const key = String(5_000 + index * Math.floor((NODES - 10_000) / ROOTS));
        const startedAt = performance.now();
        const graph = await lineage.walk(
          ada,
          { kind: 'step', key },
          { depth: 5, direction, maxNodes: 5_000 },
        );
        millis.push(performance.now() - startedAt);
        nodes += graph.nodes.length;
      }
      rows.push({
        direction,
        depth: 5,
        'nodes a walk': Math.round(nodes / ROOTS),
        'median ms': round(quantile(millis, 0.5)),
        'p95 ms': round(quantile(millis, 0.95)),
      });
    }
    report({
      name: 'lineage',
      what: `walks to depth 5 in a graph of ${NODES} nodes and ${EDGES} edges, ${ROOTS} roots each, embedded store`,
      rows,
    });
  } finally {
    await room.close();
  }
}
