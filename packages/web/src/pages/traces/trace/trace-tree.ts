import { CALL_STATUSES, type CallStatus, type TraceOutline } from '@runloom/model';

/** The calls of a trace as a tree. Nodes are places in the outline; nothing here calls itself, since traces may be as deep as they are long. */
export interface TraceTree {
  readonly outline: TraceOutline;
  /** Those without a parent that is known, by their start. */
  readonly roots: readonly number[];
  readonly children: readonly (readonly number[])[];
  /** Every node once, parents before what they called. */
  readonly order: readonly number[];
  readonly depths: readonly number[];
}

const NONE: readonly number[] = [];

/**
 * Joins calls to those that made them. Parents that never came make their calls roots; a circle of
 * parents is cut where it begins first, so that every call is shown once.
 */
export function buildTree(outline: TraceOutline): TraceTree {
  const { parents } = outline;
  const count = parents.length;
  const children: number[][] = [];
  const roots: number[] = [];
  for (const [node, parent] of parents.entries()) {
    if (parent < 0 || parent >= count || parent === node) roots.push(node);
    else {
      const siblings = children[parent];
      if (siblings === undefined) children[parent] = [node];
      else siblings.push(node);
    }
  }
  const order: number[] = [];
  const depths = new Array<number>(count).fill(-1);
  const walk = (root: number): void => {
    const stack = [root];
    depths[root] = 0;
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      order.push(node);
      const below = children[node];
      if (below === undefined) continue;
      const depth = (depths[node] ?? 0) + 1;
      let isCut = false;
      for (let at = below.length - 1; at >= 0; at -= 1) {
        const child = below[at] ?? 0;
        if (depths[child] === -1) {
          depths[child] = depth;
          stack.push(child);
        } else isCut = true;
      }
      // Of a circle, what leads back to where it was cut.
      if (isCut) children[node] = below.filter((child) => depths[child] === depth);
    }
  };
  for (const root of roots) walk(root);
  for (let node = 0; node < count; node += 1) {
    if (depths[node] !== -1) continue;
    roots.push(node);
    walk(node);
  }
  roots.sort((a, b) => a - b);
  return {
    outline,
    roots,
    children: Array.from({ length: count }, (_, node) => children[node] ?? NONE),
    order: roots.length > 1 ? sorted(roots, children) : order,
    depths,
  };
}

/** The order again, when roots were found late. */
function sorted(roots: readonly number[], children: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  const stack = roots.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    order.push(node);
    for (const child of (children[node] ?? NONE).toReversed()) stack.push(child);
  }
  return order;
}

/** What calls are looked for by: a text in names, ops, models or kinds, or errors alone. */
export interface TreeSearch {
  readonly text: string;
  readonly errorsOnly: boolean;
}

/** Nodes that are looked for; null when all are. */
export function findNodes({ outline }: TraceTree, search: TreeSearch): ReadonlySet<number> | null {
  const wanted = search.text.trim().toLowerCase();
  if (wanted === '' && !search.errorsOnly) return null;
  const hits = outline.texts.map((text) => text.toLowerCase().includes(wanted));
  const found = new Set<number>();
  for (let node = 0; node < outline.ids.length; node += 1) {
    if (search.errorsOnly && !isError(outline, node)) continue;
    const places = [
      outline.names[node],
      outline.ops[node],
      outline.kinds[node],
      outline.models[node],
    ];
    if (
      wanted === '' ||
      places.some((place) => hits[place ?? -1]) ||
      outline.ids[node] === wanted
    ) {
      found.add(node);
    }
  }
  return found;
}

/** What the call is named. */
export function nameOf(outline: TraceOutline, node: number): string {
  return outline.texts[outline.names[node] ?? -1] ?? '';
}

/** How the call went. */
export function statusOf({ statuses }: TraceOutline, node: number): CallStatus {
  return CALL_STATUSES[statuses[node] ?? 0] ?? 'success';
}

/** Whether the call itself failed. Place 1 of `CALL_STATUSES`. */
export function isError(outline: TraceOutline, node: number): boolean {
  return outline.statuses[node] === 1;
}

/** Rows of the tree as it is folded, or what is looked for with the way to it. */
export function visibleNodes(
  tree: TraceTree,
  folded: ReadonlySet<number>,
  found: ReadonlySet<number> | null,
): readonly number[] {
  const kept = found === null ? null : withAncestors(tree, found);
  const rows: number[] = [];
  const stack = tree.roots.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (kept !== null && !kept.has(node)) continue;
    rows.push(node);
    if (kept === null && folded.has(node)) continue;
    const below = tree.children[node] ?? NONE;
    for (let at = below.length - 1; at >= 0; at -= 1) stack.push(below[at] ?? 0);
  }
  return rows;
}

function withAncestors(tree: TraceTree, found: ReadonlySet<number>): ReadonlySet<number> {
  const kept = new Set<number>();
  for (const start of found) {
    for (let node = start; node >= 0 && !kept.has(node); node = parentOf(tree, node))
      kept.add(node);
  }
  return kept;
}

/** The parent as the tree has it: -1 for roots, also those that stand in a circle. */
export function parentOf({ outline, depths }: TraceTree, node: number): number {
  return depths[node] === 0 ? -1 : (outline.parents[node] ?? -1);
}

/** Opens the way to a node. */
export function openedTo(
  tree: TraceTree,
  folded: ReadonlySet<number>,
  node: number,
): ReadonlySet<number> {
  const next = new Set(folded);
  for (let at = parentOf(tree, node); at >= 0; at = parentOf(tree, at)) next.delete(at);
  return next.size === folded.size ? folded : next;
}

/** The next call in the order of the tree that failed, round the end; null when none did. */
export function nextError(tree: TraceTree, from: number | null, step: 1 | -1): number | null {
  const { order, outline } = tree;
  const start = from === null ? -1 : order.indexOf(from);
  for (let away = 1; away <= order.length; away += 1) {
    const at = (((start + away * step) % order.length) + order.length) % order.length;
    const node = order[at];
    if (node !== undefined && isError(outline, node)) return node;
  }
  return null;
}

/** When the last call ended, or began, milliseconds after the first start. */
export function lengthOf(outline: TraceOutline): number {
  let end = 0;
  for (const [node, start] of outline.starts.entries()) {
    end = Math.max(end, start + (outline.durations[node] ?? 0));
  }
  return end;
}
