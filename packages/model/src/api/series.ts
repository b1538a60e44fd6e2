import { z } from 'zod';

export const XAxis = z.enum(['step', 'relative', 'wall']);
export type XAxis = z.infer<typeof XAxis>;

/** `POST /api/v1/projects/{entity}/{project}/series` */
export const SeriesRequest = z.object({
  stream: z.enum(['history', 'system']).default('history'),
  runs: z.array(z.string()).min(1).max(1000),
  keys: z.array(z.string()).min(1).max(1000),
  x: XAxis.default('step'),
  /** A key of the history whose values are the x axis, in place of `x`: rows that have both are drawn. */
  xKey: z.string().nullable().default(null),
  /** Inclusive, in units of x: steps, seconds since the run's start, seconds since the epoch, or values of `xKey`. */
  range: z.object({ min: z.number(), max: z.number() }).nullable().default(null),
  /** Width of the chart. A series with at most this many points in view is sent whole. */
  buckets: z.number().int().min(1).max(10_000).default(1000),
});
export type SeriesRequest = z.input<typeof SeriesRequest>;

/** A number, or null where there is none (NaN, or no finite point in the bucket). */
const Value = z.number().nullable();

/**
 * One line. `count` and `nanCount` speak of all points in view. `points`: every point. `buckets`:
 * computed from every point; `x` is that of the bucket's last point. Infinities arrive as
 * ±1.7976931348623157e308 in `value` with `infinityCount` > 0, since JSON has no other way.
 */
const SeriesHead = {
  run: z.string(),
  key: z.string(),
  count: z.number(),
  nanCount: z.number(),
  infinityCount: z.number(),
};
export const Series = z.discriminatedUnion('kind', [
  z.object({
    ...SeriesHead,
    kind: z.literal('points'),
    x: z.array(z.number()),
    value: z.array(Value),
  }),
  z.object({
    ...SeriesHead,
    kind: z.literal('buckets'),
    x: z.array(z.number()),
    min: z.array(Value),
    max: z.array(Value),
    first: z.array(Value),
    last: z.array(Value),
    mean: z.array(Value),
    counts: z.array(z.number()),
    nans: z.array(z.number()),
  }),
]);
export type Series = z.infer<typeof Series>;

export const SeriesResponse = z.object({ series: z.array(Series) });
export type SeriesResponse = z.infer<typeof SeriesResponse>;
