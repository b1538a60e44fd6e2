import { notFound } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Actor } from '../accounts/index.ts';
import type { Project, ProjectId, Projects } from '../projects/index.ts';
import { createLineageStore, type MetEdge } from './store.ts';
import type {
  DescribedNode,
  Graph,
  GraphEdge,
  GraphNode,
  Lineage,
  NodeDescriber,
  NodeFacts,
  NodeRef,
  WalkOptions,
} from './types.ts';

const MAX_DEPTH = 20;
const MAX_NODES = 5_000;
/** Edges read for a level: a node that everything uses must not make the walk read all of them. */
const EDGES_PER_NODE_WANTED = 8;

/** The lineage graph. `describers` tell of the nodes of each kind. `clock` in milliseconds. */
export function createLineage(deps: {
  metadata: MetadataStore;
  projects: Pick<Projects, 'get'>;
  describers: readonly NodeDescriber[];
  clock?: () => number;
}): Lineage {
  const clock = deps.clock ?? Date.now;
  const store = createLineageStore(deps.metadata);
  const describers = new Map(deps.describers.map((describer) => [describer.kind, describer]));

  async function factsOf(
    nodes: readonly (NodeRef & { readonly id: number })[],
  ): Promise<ReadonlyMap<number, NodeFacts>> {
    const found = new Map<number, NodeFacts>();
    for (const [kind, some] of Map.groupBy(nodes, (node) => node.kind)) {
      const facts = await describers.get(kind)?.describe(some.map(({ key }) => key));
      for (const { id, key } of some) {
        const known = facts?.get(key);
        if (known) found.set(id, known);
      }
    }
    return found;
  }

  return {
    link: (edges, transaction) => store.link(edges, clock(), transaction),
    unlink: (edges, transaction) => store.unlink(edges, transaction),
    forget: (nodes) => store.forget(nodes),

    async neighbours(node, query) {
      const id = await store.find(node);
      if (id === null) return { keys: [], totalCount: 0, next: null };
      const { rows, totalCount } = await store.neighbours(id, {
        ...query,
        first: query.first + 1,
        after: query.after ?? 0,
      });
      const page = rows.slice(0, query.first);
      return {
        keys: page.map(({ key }) => key),
        totalCount,
        next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
      };
    },

    async follow(actor, nodes, { direction, kinds, limit }) {
      const seesProject = createSight(actor, deps.projects);
      const ids = await store.findAll(nodes);
      const refs = new Map([...ids].map(([ref, id]) => [id, ref]));
      const met = await store.edgesOf([...refs.keys()], direction, {
        kinds: kinds ?? null,
        limit: limit + 1,
      });
      const shown = met.slice(0, limit);
      const others = new Map(shown.map(({ other }) => [other.id, other]));
      const facts = await factsOf([...others.values()]);
      const described = new Map<number, DescribedNode>();
      let hiddenCount = 0;
      for (const [id, { kind, key }] of others) {
        const known = facts.get(id);
        if (!known) continue;
        const project = await seesProject(known.projectId);
        if (project === null) hiddenCount += 1;
        else {
          const { entityName, name: projectName } = project;
          described.set(id, { ...known, kind, key, entityName, projectName });
        }
      }
      const edges = shown.flatMap(({ sourceId, targetId, relation, label, other }) => {
        const from = refs.get(direction === 'downstream' ? sourceId : targetId);
        const to = described.get(other.id);
        return from && to ? [{ from, to, relation, label }] : [];
      });
      return { edges, hiddenCount, isCut: met.length > limit };
    },

    async walk(actor, root, options) {
      const seesProject = createSight(actor, deps.projects);
      const rootId = (await store.find(root)) ?? 0;
      const rootNode = { ...root, id: rootId };
      const facts = (await factsOf([rootNode])).get(rootId);
      const project = facts && (await seesProject(facts.projectId));
      if (!facts || !project) throw notFound('The thing this lineage is of');
      const walk = createWalk(store, factsOf, seesProject, options);
      return walk({ node: rootNode, facts, project });
    },
  };
}

/** Which projects the actor may read, asked once each. */
function createSight(actor: Actor, projects: Pick<Projects, 'get'>) {
  const seen = new Map<ProjectId, Promise<Project | null>>();
  return (id: ProjectId): Promise<Project | null> => {
    const known = seen.get(id) ?? projects.get(actor, id, 'read').catch(() => null);
    seen.set(id, known);
    return known;
  };
}

interface Placed {
  readonly node: NodeRef & { readonly id: number };
  readonly facts: NodeFacts;
  readonly project: Project;
}

/**
 * Walks level by level, so that the nearest nodes are kept when there are too many. "Both" is what
 * the root came from and what came of it, not everything that shares some ancestor with it.
 */
function createWalk(
  store: ReturnType<typeof createLineageStore>,
  factsOf: (
    nodes: readonly (NodeRef & { readonly id: number })[],
  ) => Promise<ReadonlyMap<number, NodeFacts>>,
  seesProject: (id: ProjectId) => Promise<Project | null>,
  options: WalkOptions,
): (root: Placed) => Promise<Graph> {
  const depth = Math.min(Math.max(options.depth, 0), MAX_DEPTH);
  const maxNodes = Math.min(Math.max(options.maxNodes, 1), MAX_NODES);
  const edgesAtOnce = maxNodes * EDGES_PER_NODE_WANTED;
  const kinds = options.kinds && options.kinds.length > 0 ? options.kinds : null;

  return async (root) => {
    const placed = new Map<number, Placed & { distance: number }>();
    /** Nodes that are not shown, and whether that is because they may not be seen. */
    const hidden = new Map<number, 'gone' | 'forbidden'>();
    const hiddenBeside = new Map<number, Set<number>>();
    const edges = new Map<string, GraphEdge>();
    const open = new Set<number>();
    let truncated = false;
    placed.set(root.node.id, { ...root, distance: 0 });

    /** Places what the edges lead to; answers the nodes that are new. */
    async function place(met: readonly MetEdge[], distance: number): Promise<number[]> {
      const fresh = new Map<number, MetEdge['other']>();
      for (const { other } of met) {
        if (!placed.has(other.id) && !hidden.has(other.id)) fresh.set(other.id, other);
      }
      const facts = await factsOf([...fresh.values()]);
      const added: number[] = [];
      for (const node of fresh.values()) {
        const known = facts.get(node.id);
        const project = known && (await seesProject(known.projectId));
        if (!known || !project) hidden.set(node.id, known ? 'forbidden' : 'gone');
        else if (distance > depth) continue;
        else if (placed.size >= maxNodes) truncated = true;
        else {
          placed.set(node.id, { node, facts: known, project, distance });
          added.push(node.id);
        }
      }
      return added;
    }

    async function walkSide(side: 'upstream' | 'downstream'): Promise<void> {
      let level = [root.node.id];
      // One step more than is shown, to tell which nodes have more behind them.
      for (let distance = 1; level.length > 0 && distance <= depth + 1; distance += 1) {
        const met = await store.edgesOf(level, side, { kinds, limit: edgesAtOnce });
        if (met.length >= edgesAtOnce && distance <= depth) truncated = true;
        level = await place(met, distance);
        for (const { sourceId: source, targetId: target, other, ...edge } of met) {
          const { relation, label, createdAt } = edge;
          if (placed.has(source) && placed.has(target)) {
            const key = `${source} ${target} ${relation}`;
            edges.set(key, { source, target, relation, label, createdAt });
            continue;
          }
          const own = side === 'downstream' ? source : target;
          const reason = hidden.get(other.id);
          if (reason === undefined) open.add(own);
          else if (reason === 'forbidden') {
            const beside = hiddenBeside.get(own) ?? new Set();
            hiddenBeside.set(own, beside.add(other.id));
          }
        }
      }
    }

    if (options.direction !== 'downstream') await walkSide('upstream');
    if (options.direction !== 'upstream') await walkSide('downstream');
    const nodes = [...placed.values()].map(
      ({ node, facts, project, distance }): GraphNode => ({
        ...facts,
        ...node,
        entityName: project.entityName,
        projectName: project.name,
        distance,
        hasMore: open.has(node.id),
        hiddenCount: hiddenBeside.get(node.id)?.size ?? 0,
      }),
    );
    return { nodes, edges: [...edges.values()], truncated };
  };
}
