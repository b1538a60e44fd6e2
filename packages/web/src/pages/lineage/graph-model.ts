import type { LineageGraph } from '@runloom/model';
import type { DrawnGraph } from '../../components/graph/drawn-graph.ts';

export type LineageNode = LineageGraph['nodes'][number];

/** What is drawn as one: a thing, or many of a kind folded into one. */
export interface ShownNode {
  /** Stays the same when the graph is read again. */
  readonly id: string;
  readonly members: readonly LineageNode[];
  readonly isRoot: boolean;
}

export interface ShownEdge {
  readonly source: string;
  readonly target: string;
  readonly relations: readonly string[];
}

export interface ShownGraph {
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly ShownEdge[];
}

/** Fewer than this are drawn one by one. */
const FOLD_FROM = 5;

interface Neighbours {
  readonly sources: Map<number, Set<number>>;
  readonly targets: Map<number, Set<number>>;
}

/** Who is beside whom, by ids. */
export function neighboursOf(edges: LineageGraph['edges']): Neighbours {
  const sources = new Map<number, Set<number>>();
  const targets = new Map<number, Set<number>>();
  for (const { source, target } of edges) {
    sources.set(target, (sources.get(target) ?? new Set()).add(source));
    targets.set(source, (targets.get(source) ?? new Set()).add(target));
  }
  return { sources, targets };
}

/** What a node is called in choices of types: `run`, `run: train`, `artifact: dataset`. */
export const kindOf = ({ kind, type }: Pick<LineageNode, 'kind' | 'type'>): string =>
  type === '' ? kind : `${kind}: ${type}`;

/**
 * Takes nodes out and ties together what they stood between, so that "what came of it" can be
 * followed without them. Edges that come about so are called `through`.
 */
export function withoutKinds(graph: LineageGraph, hidden: ReadonlySet<string>): LineageGraph {
  const gone = new Set(
    graph.nodes
      .filter((node) => node.id !== graph.root && hidden.has(kindOf(node)))
      .map(({ id }) => id),
  );
  if (gone.size === 0) return graph;
  const { targets } = neighboursOf(graph.edges);
  const edges = graph.edges.filter(({ source, target }) => !gone.has(source) && !gone.has(target));
  const known = new Set(edges.map(({ source, target }) => `${source} ${target}`));
  const bridged = [...edges];
  for (const { id } of graph.nodes) {
    if (gone.has(id)) continue;
    for (const target of behind(id, targets, gone)) {
      if (target === id || known.has(`${id} ${target}`)) continue;
      known.add(`${id} ${target}`);
      bridged.push({ source: id, target, relation: 'through', label: '', createdAt: 0 });
    }
  }
  return { ...graph, nodes: graph.nodes.filter(({ id }) => !gone.has(id)), edges: bridged };
}

/** The first nodes that are left behind those that are gone. */
function behind(
  from: number,
  targets: ReadonlyMap<number, ReadonlySet<number>>,
  gone: ReadonlySet<number>,
): ReadonlySet<number> {
  const found = new Set<number>();
  const seen = new Set<number>();
  const open = [...(targets.get(from) ?? [])].filter((id) => gone.has(id));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const next of targets.get(id) ?? []) {
      if (gone.has(next)) open.push(next);
      else found.add(next);
    }
  }
  return found;
}

/**
 * Folds things of a kind that stand at the same place into one. From the root outward: what hangs on
 * the same (folded) nodes and is of the same type, and of the same artifact, is folded when there
 * are many.
 * @param unfolded ids of folded nodes that are to be drawn one by one
 */
export function foldGraph(graph: LineageGraph, unfolded: ReadonlySet<string>): ShownGraph {
  const { sources, targets } = neighboursOf(graph.edges);
  const sides = sidesOf(graph, sources, targets);
  const shownOf = new Map<number, string>();
  const nodes: ShownNode[] = [];
  const levels = Map.groupBy(graph.nodes, ({ distance }) => distance);
  for (const distance of [...levels.keys()].sort((a, b) => a - b)) {
    const groups = Map.groupBy(levels.get(distance) ?? [], (node) => {
      if (node.id === graph.root) return 'root';
      const side = sides.get(node.id) ?? '';
      const nearer = [...(sources.get(node.id) ?? []), ...(targets.get(node.id) ?? [])]
        .map((id) => shownOf.get(id))
        .filter((id) => id !== undefined)
        .sort();
      return JSON.stringify([side, kindOf(node), familyOf(node), [...new Set(nearer)]]);
    });
    for (const [signature, members] of groups) {
      const id = `fold ${signature}`;
      const isFolded = members.length >= FOLD_FROM && !unfolded.has(id);
      if (isFolded) nodes.push({ id, members, isRoot: false });
      for (const node of members) {
        const own = `${node.kind} ${node.id}`;
        shownOf.set(node.id, isFolded ? id : own);
        if (!isFolded) nodes.push({ id: own, members: [node], isRoot: node.id === graph.root });
      }
    }
  }
  const edges = new Map<string, { source: string; target: string; relations: Set<string> }>();
  for (const { source, target, relation } of graph.edges) {
    const [from, to] = [shownOf.get(source), shownOf.get(target)];
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from}\n${to}`;
    const edge = edges.get(key) ?? { source: from, target: to, relations: new Set() };
    edge.relations.add(relation);
    edges.set(key, edge);
  }
  return {
    nodes,
    edges: [...edges.values()].map(({ relations, ...edge }) => ({
      ...edge,
      relations: [...relations],
    })),
  };
}

/** Folded nodes that a group of nodes would make when they were folded again. */
export const isFoldable = (id: string): boolean => id.startsWith('fold ');

/** Versions belong to their artifact, runs to their job type alone. */
function familyOf({ kind, name }: LineageNode): string {
  return kind === 'artifact' ? name.slice(0, name.lastIndexOf(':')) : '';
}

/** Whether a node is something the root was made from, or something that came of it. */
function sidesOf(
  graph: LineageGraph,
  sources: ReadonlyMap<number, ReadonlySet<number>>,
  targets: ReadonlyMap<number, ReadonlySet<number>>,
): ReadonlyMap<number, 'before' | 'after'> {
  const sides = new Map<number, 'before' | 'after'>();
  for (const [side, beside] of [
    ['before', sources],
    ['after', targets],
  ] as const) {
    for (const id of reach([graph.root], beside)) if (!sides.has(id)) sides.set(id, side);
  }
  return sides;
}

/** All that can be reached, without the start. */
function reach<Id>(from: readonly Id[], beside: ReadonlyMap<Id, ReadonlySet<Id>>): ReadonlySet<Id> {
  const found = new Set<Id>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of beside.get(id) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  for (const id of from) found.delete(id);
  return found;
}

/** The node and all that it was made from, or all that came of it. */
export function highlighted(
  graph: ShownGraph,
  id: string,
  direction: 'upstream' | 'downstream',
): ReadonlySet<string> {
  const beside = new Map<string, Set<string>>();
  for (const { source, target } of graph.edges) {
    const [from, to] = direction === 'upstream' ? [target, source] : [source, target];
    beside.set(from, (beside.get(from) ?? new Set()).add(to));
  }
  return new Set([id, ...reach([id], beside)]);
}

/** What a node is called where it is drawn. */
export function titleOf({ members }: ShownNode): string {
  const [first] = members;
  if (first === undefined) return '';
  if (members.length === 1) return first.name || (first.path.at(-1) ?? '');
  const many = members.length.toLocaleString('en');
  if (first.kind === 'run') return `${many} runs`;
  if (first.kind === 'artifact') return `${many} versions of ${familyOf(first)}`;
  return `${many} of ${first.kind}`;
}

/** The graph as it is drawn. */
export function drawn({ nodes, edges }: ShownGraph): DrawnGraph {
  return {
    nodes: nodes.flatMap((node) => {
      const [first] = node.members;
      if (first === undefined) return [];
      const hidden = node.members.reduce((sum, { hiddenCount }) => sum + hiddenCount, 0);
      const more = node.members.some(({ hasMore }) => hasMore) ? ' · more behind' : '';
      return {
        id: node.id,
        kind: first.kind,
        title: titleOf(node),
        detail: kindOf(first) + (hidden > 0 ? ` · ${hidden} hidden` : more),
        isRoot: node.isRoot,
        isFold: isFoldable(node.id),
      };
    }),
    edges: edges.map(({ source, target, relations }) => ({
      source,
      target,
      ...(relations.includes('link')
        ? { look: 'dashed' as const }
        : relations.every((relation) => relation === 'through')
          ? { look: 'dotted' as const }
          : {}),
    })),
  };
}
