import type { TraceOutline } from '@runloom/model';
import { formatCount } from '../../../components/format.ts';
import type { DrawnGraph } from '../../../components/graph/drawn-graph.ts';
import { formatCost, formatLatency } from '../format.ts';
import { isError, nameOf, parentOf, type TraceTree } from './trace-tree.ts';

/** Calls that are drawn as one: those of an op, or those of an agent with all that it did by itself. */
export interface CallGroup {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** Places of the calls in the outline, in the order of the tree. */
  readonly calls: readonly number[];
  readonly errors: number;
  /** Milliseconds of all of its calls, those that ran beside each other too. */
  readonly totalMs: number;
  readonly tokens: number;
  /** US dollars; null where no price is known. */
  readonly cost: number | null;
  /** It holds a call that no other made. */
  readonly isRoot: boolean;
}

/** Who called whom, and how often. */
export interface CallGraph {
  readonly groups: readonly CallGroup[];
  readonly edges: readonly {
    readonly source: string;
    readonly target: string;
    readonly count: number;
  }[];
}

const isAgent = (outline: TraceOutline, node: number): boolean =>
  kindOf(outline, node).toLowerCase() === 'agent';

const kindOf = ({ texts, kinds }: TraceOutline, node: number): string =>
  texts[kinds[node] ?? -1] ?? '';

/** How many calls of a trace are agents'. */
export function agentCount({ outline }: TraceTree): number {
  let count = 0;
  for (let node = 0; node < outline.ids.length; node += 1) if (isAgent(outline, node)) count += 1;
  return count;
}

interface Building {
  readonly name: string;
  readonly kind: string;
  readonly calls: number[];
  errors: number;
  totalMs: number;
  tokens: number;
  cost: number | null;
  isRoot: boolean;
}

/**
 * Joins the calls of a trace to what called what.
 * @param by `op`: every op and agent is one; `agent`: what agents do by themselves is part of them,
 *   and what no agent made is part of the call that no other made
 */
export function callGraph(tree: TraceTree, by: 'op' | 'agent'): CallGraph {
  const { outline, order } = tree;
  const groups = new Map<string, Building>();
  const edges = new Map<string, { source: string; target: string; count: number }>();
  const groupOf = new Array<string>(outline.ids.length).fill('');
  for (const node of order) {
    const parent = parentOf(tree, node);
    const above = parent < 0 ? undefined : groupOf[parent];
    const isOwn = by === 'op' || parent < 0 || isAgent(outline, node);
    const id = isOwn || above === undefined ? idOf(outline, node) : above;
    groupOf[node] = id;
    let group = groups.get(id);
    if (group === undefined) {
      group = {
        name: titleOf(outline, node),
        kind: kindOf(outline, node).toLowerCase(),
        calls: [],
        errors: 0,
        totalMs: 0,
        tokens: 0,
        cost: null,
        isRoot: false,
      };
      groups.set(id, group);
    }
    group.tokens += outline.tokens[node] ?? 0;
    const cost = outline.costs[node] ?? null;
    if (cost !== null) group.cost = (group.cost ?? 0) + cost;
    if (!isOwn) continue;
    group.calls.push(node);
    group.totalMs += outline.durations[node] ?? 0;
    group.isRoot ||= parent < 0;
    if (isError(outline, node)) group.errors += 1;
    if (above === undefined) continue;
    const key = JSON.stringify([above, id]);
    const edge = edges.get(key) ?? { source: above, target: id, count: 0 };
    edge.count += 1;
    edges.set(key, edge);
  }
  return {
    groups: [...groups].map(([id, group]) => ({ id, ...group })),
    edges: [...edges.values()],
  };
}

/** An op has one name, whatever single calls are called; an agent goes by its own. */
function titleOf(outline: TraceOutline, node: number): string {
  const op = outline.texts[outline.ops[node] ?? -1] ?? '';
  return isAgent(outline, node) || op === '' ? nameOf(outline, node) : op;
}

const idOf = (outline: TraceOutline, node: number): string =>
  JSON.stringify([kindOf(outline, node).toLowerCase(), titleOf(outline, node)]);

/** The graph as it is drawn; what calls itself says so in its node. */
export function drawnCalls({ groups, edges }: CallGraph): DrawnGraph {
  const first = groups.find(({ isRoot }) => isRoot)?.id;
  return {
    isDownward: true,
    nodes: groups.map((group) => ({
      id: group.id,
      kind: group.kind,
      title: group.name,
      detail: groupText(group),
      isRoot: group.id === first,
      isFold: false,
      hasFailed: group.errors > 0,
    })),
    edges: edges
      .filter(({ source, target }) => source !== target)
      .map(({ source, target, count }) => ({ source, target, label: `${formatCount(count)}×` })),
  };
}

/** What a group took, in short. */
export function groupText({ calls, totalMs, tokens }: CallGroup): string {
  const parts = [`${formatCount(calls.length)}×`, formatLatency(totalMs)];
  if (tokens > 0) parts.push(`${formatCount(tokens)} tokens`);
  return parts.join(' · ');
}

/** All that is known of a group, in words. */
export function groupFacts(group: CallGroup, { edges }: CallGraph): readonly string[] {
  const { calls, errors, totalMs, tokens, cost } = group;
  const itself = edges.find(({ source, target }) => source === group.id && target === group.id);
  return [
    `${formatCount(calls.length)} ${calls.length === 1 ? 'call' : 'calls'}`,
    `${formatLatency(totalMs)} in all, ${formatLatency(totalMs / Math.max(1, calls.length))} a call`,
    ...(errors > 0 ? [`${formatCount(errors)} failed`] : []),
    ...(tokens > 0 ? [`${formatCount(tokens)} tokens`] : []),
    ...(cost === null ? [] : [formatCost(cost)]),
    ...(itself === undefined ? [] : [`calls itself ${formatCount(itself.count)}×`]),
  ];
}
