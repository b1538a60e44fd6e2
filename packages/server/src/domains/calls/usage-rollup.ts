import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { type CallReader, conditionsOf } from './conditions.ts';
import { costsOf } from './costs.ts';
import { listKeys } from './listing.ts';
import { ownUsage, type UsageNode } from './own-usage.ts';
import { scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';
import type { CallCost, CallQuery, CallSource, CallUsage, UsageTotal } from './types.ts';
import { parseUsage } from './usage.ts';

/** Members of one filter. */
const AT_ONCE = 1000;

interface Node extends UsageNode {
  readonly startedAt: number;
  readonly isRunning: boolean;
}

/** What calls used with all below them. */
export async function readUsageOf(
  deps: CallReader,
  project: ProjectId,
  query: CallQuery,
): Promise<CallUsage> {
  const ids: string[] = [];
  for await (const page of listKeys(deps, project, query)) {
    ids.push(...page.keys.map(({ id }) => id));
  }
  const nodes = await readTraces(deps.columns, project, ids);
  const models = new Set(nodes.flatMap(({ usage }) => usage.map(({ model }) => model)));
  const prices = models.size === 0 ? [] : await deps.prices(project, [...models]);
  const own = ownUsage(nodes);
  const children = Map.groupBy(nodes, ({ parentId }) => parentId);
  const totals = new Map<string, Total>();
  for (const node of childrenFirst(nodes, children)) {
    const byModel = new Map<string, UsageTotal>();
    const usage = own.get(node.id) ?? [];
    const costs = costsOf(usage, prices, node.startedAt);
    for (const { model, ...tokens } of usage) {
      byModel.set(model, { ...tokens, ...priced(costs[model]) });
    }
    let { isRunning } = node;
    for (const child of children.get(node.id) ?? []) {
      const below = totals.get(child.id);
      if (!below) continue;
      isRunning ||= below.isRunning;
      for (const [model, total] of below.byModel) {
        byModel.set(model, sum(byModel.get(model), total));
      }
    }
    totals.set(node.id, { byModel, isRunning });
  }
  const found = ids.flatMap((id) => {
    const total = totals.get(id);
    return total ? [{ id, ...total }] : [];
  });
  return {
    byCall: new Map(found.map(({ id, byModel }) => [id, byModel])),
    unfinishedIds: found.filter(({ isRunning }) => isRunning).map(({ id }) => id),
  };
}

/** Of a call with all below it. */
interface Total {
  readonly byModel: ReadonlyMap<string, UsageTotal>;
  readonly isRunning: boolean;
}

/** Each call once, after all below it. Where parents go in circles, one of them comes before the others. */
function childrenFirst(
  nodes: readonly Node[],
  children: ReadonlyMap<string | null, readonly Node[]>,
): readonly Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  for (const node of nodes) {
    if (seen.has(node)) continue;
    seen.add(node);
    const waiting = [{ node, next: 0 }];
    for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
      const child = children.get(top.node.id)?.[top.next];
      top.next += 1;
      if (child === undefined) {
        order.push(top.node);
        waiting.pop();
      } else if (!seen.has(child)) {
        seen.add(child);
        waiting.push({ node: child, next: 0 });
      }
    }
  }
  return order;
}

const NO_COSTS = {
  promptCost: null,
  completionCost: null,
  cacheReadCost: null,
  cacheCreationCost: null,
} as const;

const priced = (cost: CallCost | undefined) =>
  cost === undefined
    ? NO_COSTS
    : {
        promptCost: cost.promptCost,
        completionCost: cost.completionCost,
        cacheReadCost: cost.cacheReadCost,
        cacheCreationCost: cost.cacheCreationCost,
      };

function sum(known: UsageTotal | undefined, more: UsageTotal): UsageTotal {
  if (!known) return more;
  const cost = (left: number | null, right: number | null): number | null =>
    left === null || right === null ? (left ?? right) : left + right;
  return {
    promptTokens: known.promptTokens + more.promptTokens,
    completionTokens: known.completionTokens + more.completionTokens,
    cacheReadTokens: known.cacheReadTokens + more.cacheReadTokens,
    cacheCreationTokens: known.cacheCreationTokens + more.cacheCreationTokens,
    requests: known.requests + more.requests,
    totalTokens: known.totalTokens + more.totalTokens,
    promptCost: cost(known.promptCost, more.promptCost),
    completionCost: cost(known.completionCost, more.completionCost),
    cacheReadCost: cost(known.cacheReadCost, more.cacheReadCost),
    cacheCreationCost: cost(known.cacheCreationCost, more.cacheCreationCost),
  };
}

/** All calls of the traces that these calls are of. */
async function readTraces(
  store: ColumnStore,
  project: ProjectId,
  ids: readonly string[],
): Promise<readonly Node[]> {
  const scope = await scopeOf(store, project);
  const nodes = new Map<string, Node>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const callIds = ids.slice(from, from + AT_ONCE);
    const traces = conditionsOf(project, { filter: { callIds } });
    traces.values.use('trace_id');
    const traceIds = await store.query<{ n_trace: string }>({
      sql: `SELECT DISTINCT n_trace FROM (${selectCalls(traces.statement, scope, {
        select: { n_trace: 'trace_id' },
        columns: traces.values.columns,
        where: traces.where,
      })})`,
      params: traces.statement.params,
    });
    const filter = { traceIds: traceIds.map(({ n_trace }) => n_trace) };
    if (filter.traceIds.length === 0) continue;
    const { statement, values, where } = conditionsOf(project, { filter });
    values.use('parent_id', 'usage', 'source', 'ended_at');
    const rows = await store.query<{
      n_id: string;
      n_parent: string;
      n_usage: string;
      n_source: CallSource;
      n_start: string;
      n_running: number;
    }>({
      sql: selectCalls(statement, scope, {
        select: {
          n_id: 'id',
          n_parent: 'parent_id',
          n_usage: 'usage',
          n_source: 'source',
          n_start: 'started_at',
          n_running: 'ended_at = 0',
        },
        columns: values.columns,
        where,
      }),
      params: statement.params,
    });
    for (const row of rows) {
      nodes.set(row.n_id, {
        id: row.n_id,
        parentId: row.n_parent === '' ? null : row.n_parent,
        source: row.n_source,
        usage: parseUsage(row.n_usage),
        startedAt: Number(row.n_start),
        isRunning: row.n_running === 1,
      });
    }
  }
  return [...nodes.values()];
}
