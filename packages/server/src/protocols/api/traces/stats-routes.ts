import { CallSelection, CallTimeline, CallUse, CallUseRequest } from '@runloom/model';
import type { z } from 'zod';
import type { CallQuery, StatBucket } from '../../../domains/calls/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { opNameOf, userNames } from './names.ts';
import { queryOfSelection } from './selection.ts';

const SECOND = 1_000_000;
/** Buckets of short ranges, seconds; of longer ones the store chooses. */
const FINE = [1, 2, 5, 10, 30];
const WANTED_BUCKETS = 90;
/** Microseconds; a range has some length, even of a single call. */
const SHORTEST = 10 * SECOND;

/** Numbers of calls over time: latencies, errors, tokens and cost. */
export function callStatsRoutes({ accounts, projects, calls }: ApiDeps): ApiRoute[] {
  /** The time of all that is meant, where the request does not say. Null when nothing is. */
  async function rangeOf(
    project: Project,
    query: CallQuery,
    { from, to }: z.output<typeof CallSelection>,
  ): Promise<{ start: number; end: number } | null> {
    const edge = async (direction: 'asc' | 'desc'): Promise<number | null> => {
      const sort = [{ field: 'started_at', direction }];
      for await (const [call] of calls.query(project.id, {
        ...query,
        sort,
        limit: 1,
        columns: ['id'],
      })) {
        if (call) return call.startedAt;
      }
      return null;
    };
    const [first, last] = await Promise.all([
      from === undefined ? edge('asc') : Math.round(from * 1_000),
      to === undefined ? edge('desc') : Math.round(to * 1_000),
    ]);
    if (first === null || last === null) return null;
    return { start: first, end: Math.max(to === undefined ? last + 1 : last, first + SHORTEST) };
  }

  const granularity = ({ start, end }: { start: number; end: number }) => {
    const fine = FINE.find((size) => (end - start) / SECOND / size <= WANTED_BUCKETS);
    return fine === undefined ? {} : { granularitySeconds: fine };
  };

  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/calls/stats',
      summary: 'Latency, errors, tokens and cost of a selection of calls over time',
      policy: 'checked-by-domain',
      reads: true,
      body: CallSelection,
      answer: { json: CallTimeline },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const query = await queryOfSelection(accounts, project, body);
        const range = await rangeOf(project, query, body);
        if (range === null) return { from: 0, to: 0, bucketMs: 0, buckets: [], hasUse: true };
        // Each call is told with what it used by itself: of whole traces, all calls must be asked for.
        const hasUse = !body.rootsOnly || (body.filter.trim() === '' && body.text.trim() === '');
        const whole = await queryOfSelection(accounts, project, { ...body, rootsOnly: false });
        const shared = { ...range, ...granularity(range) };
        const [made, used] = await Promise.all([
          calls.stats(project.id, {
            ...query,
            ...shared,
            callMetrics: [
              { metric: 'latency_ms', aggregations: [], percentiles: [50, 95] },
              { metric: 'error_count', aggregations: ['sum'] },
            ],
          }),
          hasUse
            ? calls.stats(project.id, {
                ...whole,
                ...shared,
                usageMetrics: [
                  { metric: 'total_tokens', aggregations: ['sum'] },
                  { metric: 'total_cost', aggregations: ['sum'] },
                ],
              })
            : null,
        ]);
        const use = Map.groupBy(used?.usageBuckets ?? [], ({ start }) => start);
        return {
          from: range.start / 1_000,
          to: range.end / 1_000,
          bucketMs: made.granularitySeconds * 1_000,
          hasUse,
          buckets: made.callBuckets.map(({ start, count, values }) => ({
            at: start / 1_000,
            calls: count,
            errors: values['sum_error_count'] ?? 0,
            medianLatency: values['p50_latency_ms'] ?? null,
            p95Latency: values['p95_latency_ms'] ?? null,
            tokens: sumOf(use.get(start) ?? [], 'sum_total_tokens') ?? 0,
            cost: sumOf(use.get(start) ?? [], 'sum_total_cost'),
          })),
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/calls/use',
      summary: 'Tokens and cost of a selection of calls by model, user or op, over time',
      policy: 'checked-by-domain',
      reads: true,
      body: CallUseRequest,
      answer: { json: CallUse },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const query = await queryOfSelection(accounts, project, body);
        const range = await rangeOf(project, query, body);
        if (range === null) return { from: 0, to: 0, bucketMs: 0, groups: [] };
        const stats = await calls.stats(project.id, {
          ...query,
          ...range,
          ...granularity(range),
          usageBy: body.by,
          usageMetrics: (
            ['requests', 'input_tokens', 'output_tokens', 'total_tokens', 'total_cost'] as const
          ).map((metric) => ({ metric, aggregations: ['sum'] as const })),
        });
        const groups = Map.groupBy(stats.usageBuckets, ({ group }) => group);
        const users = body.by === 'user' ? await userNames(accounts, groups.keys()) : null;
        const named = [...groups].map(([group, buckets]) => ({
          name: users?.get(group) ?? (body.by === 'op' ? opNameOf(group) : group),
          requests: sumOf(buckets, 'sum_requests') ?? 0,
          inputTokens: sumOf(buckets, 'sum_input_tokens') ?? 0,
          outputTokens: sumOf(buckets, 'sum_output_tokens') ?? 0,
          totalTokens: sumOf(buckets, 'sum_total_tokens') ?? 0,
          cost: sumOf(buckets, 'sum_total_cost'),
          buckets: buckets.map(({ start, values }) => ({
            at: start / 1_000,
            tokens: values['sum_total_tokens'] ?? 0,
            cost: values['sum_total_cost'] ?? null,
          })),
        }));
        return {
          from: range.start / 1_000,
          to: range.end / 1_000,
          bucketMs: stats.granularitySeconds * 1_000,
          groups: named.sort(
            (a, b) => (b.cost ?? 0) - (a.cost ?? 0) || b.totalTokens - a.totalTokens,
          ),
        };
      },
    }),
  ];
}

/** The sum of a value over buckets; null where none of them has it. */
function sumOf(buckets: readonly StatBucket[], name: string): number | null {
  const known = buckets.flatMap(({ values }) => values[name] ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
