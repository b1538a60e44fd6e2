import { z } from 'zod';
import type { StatBucket, StatsQuery } from '../../../domains/calls/index.ts';
import type { WeaveDependencies } from '../dependencies.ts';
import { openProject } from '../projects.ts';
import { given, post, type WeaveRoute } from '../route.ts';
import { readTime, timeText } from '../times.ts';
import { FILTER, toFilter } from './query-schema.ts';

const AGGREGATIONS = z.array(
  z.enum(['sum', 'avg', 'min', 'max', 'count', 'count_true', 'count_false']),
);

const metric = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z
    .array(
      z.object({
        metric: z.enum(names),
        aggregations: AGGREGATIONS.nullish(),
        percentiles: z.array(z.number().min(0).max(100)).nullish(),
      }),
    )
    .nullish();

const STATS = z.object({
  project_id: z.string(),
  start: z.unknown().optional(),
  end: z.unknown().optional(),
  filter: FILTER.nullish(),
  granularity: z.number().int().positive().nullish(),
  timezone: z.string().nullish(),
  call_metrics: metric(['latency_ms', 'call_count', 'error_count']),
  usage_metrics: metric([
    'input_tokens',
    'output_tokens',
    'total_tokens',
    'cache_read_input_tokens',
    'cache_creation_input_tokens',
    'input_cost',
    'output_cost',
    'total_cost',
  ]),
});

/** `POST /calls/stats`: calls and what they used over time. */
export function callStatsRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  return [
    post('/calls/stats', async ({ actor, body }) => {
      const asked = body(STATS);
      const project = await openProject(deps, actor, asked.project_id, 'read');
      const query: StatsQuery = {
        start: readTime(asked.start, 'start'),
        end: asked.end ? readTime(asked.end, 'end') : Date.now() * 1000,
        filter: toFilter(asked.filter),
        ...given({
          granularitySeconds: asked.granularity,
          timezone: asked.timezone,
          callMetrics: asked.call_metrics?.map(metricOf),
          usageMetrics: asked.usage_metrics?.map(metricOf),
        }),
      };
      const stats = await deps.calls.stats(project.id, query);
      return {
        start: timeText(stats.start),
        end: timeText(stats.end),
        granularity: stats.granularitySeconds,
        timezone: stats.timezone,
        call_buckets: stats.callBuckets.map((bucket) => bucketJson(bucket, {})),
        usage_buckets: stats.usageBuckets.map((bucket) =>
          bucketJson(bucket, { model: bucket.group }),
        ),
      };
    }),
  ];
}

const metricOf = <Metric extends string>({
  metric,
  aggregations,
  percentiles,
}: {
  metric: Metric;
  aggregations?: z.output<typeof AGGREGATIONS> | null | undefined;
  percentiles?: number[] | null | undefined;
}) => ({ metric, ...given({ aggregations, percentiles }) });

const bucketJson = (bucket: StatBucket, group: object): object => ({
  timestamp: timeText(bucket.start),
  ...group,
  ...bucket.values,
  count: bucket.count,
});
