import { z } from 'zod';

/** A number as JSON can hold it: null is NaN. */
const Value = z.union([z.number(), z.null(), z.enum(['Infinity', '-Infinity'])]);

/** What all lines are told with. Counts speak of all points in view. */
const LineHead = {
  /** Which of the panel's `y`. */
  y: z.number(),
  count: z.number(),
  nanCount: z.number(),
  infinityCount: z.number(),
  /**
   * x went down from one step to the next at least once in view. Points are then drawn in the order of
   * x, and those of equal x in the order of steps.
   */
  backwards: z.boolean(),
  /**
   * How the column `smoothed` was made. `points`: all points up to each place were smoothed, one by
   * one, and the result is told at the places. `places`: the line's own places were (groups).
   */
  smoothedOver: z.enum(['points', 'places']).nullable(),
};

const lineKinds = <Columns extends z.ZodType>(columns: Columns) =>
  z.discriminatedUnion('kind', [
    /** Every point in view: `x`, `value`, `step` where x is not the step, `smoothed` when asked for. */
    z.object({ ...LineHead, kind: z.literal('points'), run: z.string(), columns }),
    /**
     * Buckets computed from every point, empty ones left out: `x` (that of the last point), `bucket`
     * (its number: it holds x from bucket × width to before (bucket + 1) × width), the asked columns
     * (`min` to `mean` over the finite points, NaN where there are none), and `smoothed` at the last point.
     */
    z.object({ ...LineHead, kind: z.literal('buckets'), run: z.string(), columns }),
    /**
     * Places of a group: `x`, `runs` (how many have a finite value there), the asked columns,
     * `smoothed` of the first of them.
     */
    z.object({
      ...LineHead,
      kind: z.literal('group'),
      /** Which of the panel's `groups`. */
      group: z.number(),
      /** How runs met on x; see `Alignment`. */
      alignment: z.enum(['exact-x', 'windowed']),
      /** Width of a window; null with `exact-x`. `x` of a window is its end, or the last point in it where that is less. */
      windowWidth: z.number().nullable(),
      columns,
    }),
  ]);

const PanelHead = {
  /** Why there are no lines; other panels are not affected. */
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      data: z.record(z.string(), z.unknown()).optional(),
    })
    .nullable(),
  /** What is wrong with one of the panel's `y` (null: with the panel), in words for who looks at it. */
  problems: z.array(z.object({ y: z.number().nullable(), code: z.string(), message: z.string() })),
  /** Smallest and largest x of the points in view; null without any. */
  span: z.object({ min: z.number(), max: z.number() }).nullable(),
  /** Buckets lie on whole multiples of this width, in units of x. */
  grid: z.object({ width: z.number() }).nullable(),
  groups: z.array(
    z.object({
      label: z.string(),
      /** What its runs have in common, as JSON; null where they lack the field. */
      values: z.array(z.object({ field: z.string(), value: z.unknown() })),
      runs: z.array(z.string()),
    }),
  ),
};

const ValueColumns = z.record(z.string(), z.array(Value));

export const PanelLineView = lineKinds(ValueColumns);
export type PanelLineView = z.infer<typeof PanelLineView>;

export const PanelView = z.object({ ...PanelHead, lines: z.array(PanelLineView) });
export type PanelView = z.infer<typeof PanelView>;

/** One entry for each panel asked for, in that order. */
export const PanelsResponse = z.object({ panels: z.array(PanelView) });
export type PanelsResponse = z.infer<typeof PanelsResponse>;

type WithColumns<Line, Columns> = Line extends unknown
  ? Omit<Line, 'columns'> & { readonly columns: Columns }
  : never;

/** Columns of a line by their name, all of one length. */
export type LineColumns = Readonly<Record<string, Float64Array>>;
/** A line as programs hold it. */
export type PanelLine = WithColumns<PanelLineView, LineColumns>;
export type PanelData = Omit<PanelView, 'lines'> & { readonly lines: readonly PanelLine[] };
