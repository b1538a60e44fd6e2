import { z } from 'zod';
import { FEEDBACK_GROUPS } from '../../domains/calls/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { openProject } from './projects.ts';
import { given, post, type WeaveRoute } from './route.ts';

const MAX_MEMBERS = 1_000;
const MAX_BUCKETS = 10_000;

const texts = z.array(z.string()).max(MAX_MEMBERS).nullish();
const milliseconds = z.number().int().nonnegative().max(8.64e15);
const AGGREGATE = z.object({
  project_id: z.string(),
  after_ms: milliseconds,
  before_ms: milliseconds,
  time_bucket_seconds: z.number().int().positive().nullish(),
  group_by: z.array(z.enum(FEEDBACK_GROUPS)).nullish(),
  feedback_types: texts,
  monitor_ids: texts,
  scorer_ids: texts,
  span_agent_names: texts,
  span_types: z.array(z.enum(['agent_turn', 'agent_conversation'])).nullish(),
  tags: texts,
  rating_min: z.number().nullish(),
  rating_max: z.number().nullish(),
});

/** Ratings and tags of scorers, summed up by time and by who gave them to what. */
export function feedbackAggregateRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  return [
    post('/feedback/aggregate', async ({ actor, body }) => {
      const asked = body(AGGREGATE);
      const { after_ms, before_ms, time_bucket_seconds: seconds } = asked;
      if (before_ms <= after_ms) throw invalid('before_ms comes after after_ms.');
      if (seconds && (before_ms - after_ms) / 1e3 / seconds > MAX_BUCKETS) {
        throw invalid(`At most ${MAX_BUCKETS} buckets are made; take longer ones.`);
      }
      const project = await openProject(deps, actor, asked.project_id, 'read');
      const totals = await deps.calls.totalFeedback(project.id, {
        start: after_ms * 1_000,
        end: before_ms * 1_000,
        ...given({
          bucketSeconds: seconds,
          groupBy: asked.group_by,
          types: asked.feedback_types,
          triggers: asked.monitor_ids,
          scorers: asked.scorer_ids,
          agentNames: asked.span_agent_names,
          about: asked.span_types,
          tags: asked.tags,
          ratingMin: asked.rating_min,
          ratingMax: asked.rating_max,
        }),
      });
      return {
        after_ms,
        before_ms,
        time_bucket_seconds: seconds ?? null,
        buckets: totals.map((total) => ({
          time_bucket_start_ms: total.bucketStart === null ? null : total.bucketStart / 1_000,
          group: Object.fromEntries(total.group),
          total_count: total.totalCount,
          scored_count: total.scoredCount,
          rating_sums: Object.fromEntries(total.ratingSums),
          rating_counts: Object.fromEntries(total.ratingCounts),
          tag_counts: Object.fromEntries(total.tagCounts),
        })),
      };
    }),
  ];
}
