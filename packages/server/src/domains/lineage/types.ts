import type { AnyDatabase } from '../../stores/metadata/index.ts';
import type { Actor } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';

/** What a node stands for. Any room may bring kinds of its own. */
export type NodeKind = 'run' | 'artifact' | 'collection' | (string & {});

/** A thing that others are made from: its kind, and the id that its room knows it by. */
export interface NodeRef {
  readonly kind: NodeKind;
  readonly key: string;
}

/**
 * How data went from source to target: `output` (a run made a version), `input` (a run used one),
 * `reference` (a version holds files of another), `link` (a version stands in a collection), …
 */
export type Relation = 'output' | 'input' | 'reference' | 'link' | (string & {});

export interface NewEdge {
  readonly source: NodeRef;
  readonly target: NodeRef;
  readonly relation: Relation;
  /** What the target calls it, such as the `use_as` of an artifact. */
  readonly label?: string;
}

/** What a room tells about one of its nodes, as it is now. */
export interface NodeFacts {
  readonly projectId: ProjectId;
  /** What people call it. */
  readonly name: string;
  /** What it is more exactly, such as the type of an artifact or the job type of a run. */
  readonly type: string;
  readonly createdAt: number;
  /** Segments of its address below its project, as pages name it. */
  readonly path: readonly string[];
}

/** A room's part: tells which of its nodes still exist. Those it leaves out are shown to nobody. */
export interface NodeDescriber {
  readonly kind: NodeKind;
  describe(keys: readonly string[]): Promise<ReadonlyMap<string, NodeFacts>>;
}

export type Direction = 'upstream' | 'downstream' | 'both';

export interface GraphNode extends NodeRef, NodeFacts {
  readonly id: number;
  readonly entityName: string;
  readonly projectName: string;
  /** Steps from where the walk began. */
  readonly distance: number;
  /** Whether it has neighbours that the walk did not reach. */
  readonly hasMore: boolean;
  /** Neighbours that are there and that the asker may not see. */
  readonly hiddenCount: number;
}

/** A node as somebody who may see it is told of it. */
export interface DescribedNode extends NodeRef, NodeFacts {
  readonly entityName: string;
  readonly projectName: string;
}

/** An edge between one of the nodes asked for and a neighbour. */
export interface FollowedEdge {
  readonly from: NodeRef;
  readonly to: DescribedNode;
  readonly relation: Relation;
  readonly label: string;
}

/** Neighbours of many nodes at once. */
export interface Followed {
  readonly edges: readonly FollowedEdge[];
  /** Neighbours that are there and that the asker may not see. */
  readonly hiddenCount: number;
  /** Whether there were more edges than were read. */
  readonly isCut: boolean;
}

export interface GraphEdge {
  /** Ids of nodes of the same graph. */
  readonly source: number;
  readonly target: number;
  readonly relation: Relation;
  readonly label: string;
  readonly createdAt: number;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Whether the walk ended at its limit of nodes before its depth. */
  readonly truncated: boolean;
}

export interface WalkOptions {
  /** Steps from the root; 1 are its neighbours. At most 20. */
  readonly depth: number;
  readonly direction: Direction;
  /** Only nodes of these kinds are walked to; all unless given. */
  readonly kinds?: readonly NodeKind[];
  /** At most 5,000. */
  readonly maxNodes: number;
}

/** A list of neighbours of one node, oldest edge first. */
export interface Neighbours {
  readonly keys: readonly string[];
  readonly totalCount: number;
  /** Pass as `after` to go on; null at the end. */
  readonly next: number | null;
}

/** The graph of what was made from what, across rooms. */
export interface Lineage {
  /** Adds edges that are not there yet; in the transaction of what they tell of, when given. */
  link(edges: readonly NewEdge[], transaction?: AnyDatabase): Promise<void>;
  unlink(edges: readonly Omit<NewEdge, 'label'>[], transaction?: AnyDatabase): Promise<void>;
  /** Forgets nodes that are removed for good, with their edges. */
  forget(nodes: readonly NodeRef[]): Promise<void>;
  /** Neighbours of a node the caller was authorized for, of one kind, by one relation. */
  neighbours(
    node: NodeRef,
    query: {
      direction: 'upstream' | 'downstream';
      relation: Relation;
      kind: NodeKind;
      first: number;
      after?: number | null;
    },
  ): Promise<Neighbours>;
  /** Neighbours of nodes that the caller was authorized for, those that the actor may see. */
  follow(
    actor: Actor,
    nodes: readonly NodeRef[],
    query: { direction: 'upstream' | 'downstream'; kinds?: readonly NodeKind[]; limit: number },
  ): Promise<Followed>;
  /**
   * Walks from a node. Nodes that the actor may not see, or that are deleted, are left out and not
   * walked through. @throws RunloomError('not_found') when that holds of the root
   */
  walk(actor: Actor, root: NodeRef, options: WalkOptions): Promise<Graph>;
}
