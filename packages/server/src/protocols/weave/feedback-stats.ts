import { z } from 'zod';
import type { Feedback } from '../../domains/calls/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { leavesOfPayload, measure, typeOfValues, valueAt } from './payload-values.ts';
import { type NamedProject, openProject } from './projects.ts';
import { post, type WeaveRoute } from './route.ts';
import { readTime, timeText } from './times.ts';

/** Feedback that one answer is made of; a window with more has to be made smaller. */
const MAX_ROWS = 100_000;
const SAMPLE = 1_000;
const BUCKETS = 100;
const MAX_BUCKETS = 10_000;

const window = {
  project_id: z.string(),
  start: z.unknown().optional(),
  end: z.unknown().optional(),
  feedback_type: z.string().nullish(),
  trigger_ref: z.string().nullish(),
};
const SCHEMA = z.object({
  ...window,
  sample_limit: z.number().int().positive().max(MAX_ROWS).nullish(),
});
const METRIC = z.object({
  json_path: z.string(),
  aggregations: z
    .array(z.enum(['sum', 'avg', 'min', 'max', 'count', 'count_true', 'count_false']))
    .nullish(),
  percentiles: z.array(z.number().min(0).max(100)).nullish(),
});
const STATS = z.object({
  ...window,
  granularity: z.number().int().positive().nullish(),
  timezone: z.string().nullish(),
  metrics: z.array(METRIC).max(100).nullish(),
});

/** What payloads of feedback hold, and their numbers over time. */
export function feedbackStatsRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  return [
    post('/feedback/payload_schema', async ({ actor, body }) => {
      const asked = body(SCHEMA);
      const project = await openProject(deps, actor, asked.project_id, 'read');
      const { rows } = await readWindow(deps, project, asked, asked.sample_limit ?? SAMPLE);
      const byPath = new Map<string, unknown[]>();
      for (const { payload } of rows) {
        for (const [path, value] of leavesOfPayload(JSON.parse(payload))) {
          const values = byPath.get(path);
          if (values === undefined) byPath.set(path, [value]);
          else values.push(value);
        }
      }
      const paths = [...byPath].map(([path, values]) => ({
        json_path: path,
        value_type: typeOfValues(values),
      }));
      return { paths: paths.sort((a, b) => (a.json_path < b.json_path ? -1 : 1)) };
    }),
    post('/feedback/stats', async ({ actor, body }) => {
      const asked = body(STATS);
      const project = await openProject(deps, actor, asked.project_id, 'read');
      const { rows, start, end } = await readWindow(deps, project, asked, MAX_ROWS + 1);
      if (rows.length > MAX_ROWS) {
        throw invalid(
          `There are more than ${MAX_ROWS} rows of feedback in this time; ask for less.`,
        );
      }
      const seconds = asked.granularity ?? Math.max(1, Math.ceil((end - start) / 1e6 / BUCKETS));
      if ((end - start) / 1e6 / seconds > MAX_BUCKETS) {
        throw invalid(`At most ${MAX_BUCKETS} buckets are made; take longer ones.`);
      }
      const values = rows.map((row) => ({ at: row.createdAt, payload: JSON.parse(row.payload) }));
      const metrics = asked.metrics ?? [];
      const of = (some: typeof values): Record<string, number | null> =>
        Object.assign(
          {},
          ...metrics.map((metric) =>
            prefixed(
              metric.json_path,
              measure(
                some.map(({ payload }) => valueAt(payload, metric.json_path)),
                metric,
              ),
            ),
          ),
        );
      const buckets = Map.groupBy(values, ({ at }) => Math.floor((at - start) / (seconds * 1e6)));
      return {
        start: timeText(start),
        end: timeText(end),
        granularity: seconds,
        timezone: asked.timezone ?? 'UTC',
        buckets: [...buckets]
          .sort(([a], [b]) => a - b)
          .map(([bucket, some]) => ({
            timestamp: timeText(start + bucket * seconds * 1e6),
            count: some.length,
            ...of(some),
          })),
        window_stats: Object.fromEntries(
          metrics.map((metric) => [
            metric.json_path,
            measure(
              values.map(({ payload }) => valueAt(payload, metric.json_path)),
              metric,
            ),
          ]),
        ),
      };
    }),
  ];
}

const prefixed = (path: string, stats: Readonly<Record<string, number | null>>): object =>
  Object.fromEntries(Object.entries(stats).map(([name, value]) => [`${name}_${path}`, value]));

async function readWindow(
  { calls }: Pick<WeaveDependencies, 'calls'>,
  project: NamedProject,
  asked: Omit<z.output<typeof SCHEMA>, 'sample_limit'>,
  limit: number,
): Promise<{ rows: readonly Feedback[]; start: number; end: number }> {
  const start = readTime(asked.start, 'start');
  const end = asked.end ? readTime(asked.end, 'end') : Date.now() * 1000;
  if (end <= start) throw invalid('The end comes after the start.');
  const is = (field: string, value: string) => ({
    $eq: [{ $getField: field }, { $literal: value }],
  });
  const conditions = [
    { $gte: [{ $getField: 'created_at' }, { $literal: timeText(start) }] },
    { $lt: [{ $getField: 'created_at' }, { $literal: timeText(end) }] },
    ...(asked.feedback_type ? [is('feedback_type', asked.feedback_type)] : []),
    ...(asked.trigger_ref ? [is('trigger_ref', asked.trigger_ref)] : []),
  ];
  const query = { $expr: { $and: conditions } };
  const { feedback } = await calls.queryFeedback(project.id, { query, limit });
  return { rows: feedback, start, end };
}
