/** Pages as the client walks them: edges with cursors. */
export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  readonly totalCount?: number;
}

const MAX_PAGE = 1000;

/** The page size to use for what was asked: absent is `standard`; larger than 1,000 comes in several pages. */
export function pageSize(first: number | null | undefined, standard: number): number {
  return Math.min(Math.max(first ?? standard, 0), MAX_PAGE);
}

/** A page whose cursors are those of its nodes. */
export function connection<Node>(
  nodes: readonly Node[],
  cursorOf: (node: Node) => string,
  hasNextPage: boolean,
): Connection<Node> {
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node) }));
  return { edges, pageInfo: { endCursor: edges.at(-1)?.cursor ?? null, hasNextPage } };
}

/** A page of a list that is at hand whole; cursors count its items. */
export function sliceConnection<Node>(
  items: readonly Node[],
  first: number,
  after: string | null | undefined,
): Connection<Node> {
  const start = after ? Math.max(Number.parseInt(after, 10) || 0, 0) : 0;
  const edges = items
    .slice(start, start + first)
    .map((node, index) => ({ node, cursor: String(start + index + 1) }));
  const hasNextPage = start + edges.length < items.length;
  return {
    edges,
    pageInfo: { endCursor: edges.at(-1)?.cursor ?? null, hasNextPage },
    totalCount: items.length,
  };
}
