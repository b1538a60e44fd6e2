/** A node as it is drawn: a box with a title, and a line below it. */
export interface DrawnNode {
  /** Stays the same when the graph is read again. */
  readonly id: string;
  /** What its colour tells: `data-kind` of what is drawn. */
  readonly kind: string;
  readonly title: string;
  readonly detail: string;
  /** Where the graph begins; it is drawn first, and stays where it is. */
  readonly isRoot: boolean;
  /** It stands for many, and can be unfolded. */
  readonly isFold: boolean;
  /** Something in it went wrong. */
  readonly hasFailed?: boolean;
}

export interface DrawnEdge {
  readonly source: string;
  readonly target: string;
  /** Written on it. */
  readonly label?: string;
  readonly look?: 'dashed' | 'dotted';
}

export interface DrawnGraph {
  /** Edges go from the left to the right, unless they go down. */
  readonly isDownward?: boolean;
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}
