import type { CallSource, ModelUsage, TokenCounts } from './types.ts';

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
] as const satisfies readonly (keyof TokenCounts)[];

/** Usage of each call without that of the calls below it: the sum over a trace counts nothing twice. */
export function ownUsage(nodes: readonly UsageNode[]): ReadonlyMap<string, readonly ModelUsage[]> {
  const below = nodes.some(({ source }) => countsDescendants(source))
    ? usageBelow(nodes)
    : new Map<string, ByModel>();
  return new Map(
    nodes.map(({ id, source, usage }) => {
      if (!countsDescendants(source) || usage.length === 0) return [id, usage];
      const told = below.get(id);
      const own = told === undefined ? usage : usage.map((entry) => without(entry, told));
      return [id, own.filter((entry) => COUNTS.some((count) => entry[count] > 0))];
    }),
  );
}

type ByModel = Map<string, ModelUsage>;

/** What the calls right below each call say that they used, by model. */
function usageBelow(nodes: readonly UsageNode[]): ReadonlyMap<string, ByModel> {
  const below = new Map<string, ByModel>();
  for (const { id, parentId, usage } of nodes) {
    if (parentId === null || parentId === id || usage.length === 0) continue;
    const byModel: ByModel = below.get(parentId) ?? new Map();
    below.set(parentId, byModel);
    for (const entry of usage) {
      const known = byModel.get(entry.model);
      byModel.set(entry.model, known === undefined ? entry : sum(known, entry, 1));
    }
  }
  return below;
}

/** No count falls below 0. */
function without(entry: ModelUsage, byModel: ByModel): ModelUsage {
  const below = byModel.get(entry.model);
  return below === undefined ? entry : sum(entry, below, -1);
}

function sum(usage: ModelUsage, more: TokenCounts, times: 1 | -1): ModelUsage {
  const total = { ...usage };
  for (const count of COUNTS) total[count] = Math.max(0, total[count] + times * more[count]);
  return total;
}
