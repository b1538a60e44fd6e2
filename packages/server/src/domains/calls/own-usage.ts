import type { CallSource } from './types.ts';
import type { ModelUsage } from './usage.ts';

/** A call in a tree, with the usage that its client says. */
export interface UsageNode {
  readonly id: string;
  readonly parentId: string | null;
  readonly source: CallSource;
  readonly usage: readonly ModelUsage[];
}

/** Clients of Weave count what is below a call with it; those of OpenTelemetry do not. */
const countsDescendants = (source: CallSource): boolean => source === 'weave';

const COUNTS = [
  'promptTokens',
  'completionTokens',
  'cacheReadTokens',
  'cacheCreationTokens',
  'requests',
  'totalTokens',
] as const;

/** Adds one use of a model to others, `times` −1 to take it away; no count falls below 0. */
export function addUsage(
  usage: readonly ModelUsage[],
  more: readonly ModelUsage[],
  times: 1 | -1 = 1,
): ModelUsage[] {
  const byModel = new Map(usage.map((entry) => [entry.model, { ...entry }]));
  for (const entry of more) {
    const known = byModel.get(entry.model);
    if (known) {
      for (const count of COUNTS) known[count] = Math.max(0, known[count] + times * entry[count]);
    } else if (times === 1) {
      byModel.set(entry.model, { ...entry });
    }
  }
  return [...byModel.values()];
}

/** Usage of each call without that of the calls below it: the sum over a trace counts nothing twice. */
export function ownUsage(nodes: readonly UsageNode[]): ReadonlyMap<string, readonly ModelUsage[]> {
  const children = Map.groupBy(nodes, ({ parentId }) => parentId);
  return new Map(
    nodes.map((node) => {
      if (!countsDescendants(node.source) || node.usage.length === 0) return [node.id, node.usage];
      let own = node.usage;
      for (const child of children.get(node.id) ?? []) {
        if (child.id !== node.id && child.usage.length > 0) own = addUsage(own, child.usage, -1);
      }
      return [node.id, own.filter((entry) => COUNTS.some((count) => entry[count] > 0))];
    }),
  );
}
