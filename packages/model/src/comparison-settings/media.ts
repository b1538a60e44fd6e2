import { z } from 'zod';

const Key = z.string().max(4_000);

/** One medium of one run at one place, as compare mode holds it. */
export const ComparedItem = z.object({
  run: z.string().max(2_000),
  key: Key,
  /** Null: where the slider stands. */
  step: z.number().nullable().default(null),
  /** Of the media that were logged together. */
  index: z.number().int().min(0).default(0),
});
export type ComparedItem = z.infer<typeof ComparedItem>;

/** What the rows or columns of a grid of media are; `index`: of the media that were logged together. */
export const MediaAxis = z.enum(['run', 'key', 'step', 'index']);
export type MediaAxis = z.infer<typeof MediaAxis>;

/** What a media browser can be set to. */
export const MediaSettings = z.object({
  keys: z.array(Key).max(100).default([]),
  /** `grid`: media of all runs and keys; `compare`: the items of `compared` beside each other, large. */
  mode: z.enum(['grid', 'compare']).default('grid'),
  compared: z.array(ComparedItem).max(4).default([]),
  /** What the slider goes over: `_step`, or a logged number. */
  sliderKey: Key.default('_step'),
  /** Where the slider stands, in units of its key; null: at the end, also while more arrives. */
  position: z.number().nullable().default(null),
  /** One press of an arrow goes so many logged places further. */
  stride: z.number().int().min(1).max(100_000).default(1),
  /** Panels with the same slider key move together. */
  isSynced: z.boolean().default(false),
  isLooping: z.boolean().default(false),
  /** Items side by side; null: as many as fit. */
  columns: z.number().int().min(1).max(20).nullable().default(null),
  /** Of each run and key; the rest is counted. */
  maxItems: z.number().int().min(1).max(1_000).default(8),
  fit: z.enum(['contain', 'cover', 'original']).default('contain'),
  /** Crisp pixels when an image is drawn larger than it is. */
  isPixelated: z.boolean().default(false),
  groupBy: z.enum(['run', 'key']).default('run'),
  /** Media in a grid; what is on neither axis stands together in its cells. Null: below each other. */
  axes: z.object({ rows: MediaAxis, columns: MediaAxis }).nullable().default(null),
  /** Places of the slider on an axis of steps: so many up to where it stands. */
  axisSteps: z.number().int().min(1).max(50).default(6),
  showsCaptions: z.boolean().default(true),
  showsBoxes: z.boolean().default(true),
  showsMasks: z.boolean().default(true),
  /** Classes of boxes and masks that were switched off, by kind, layer and number as JSON. */
  hiddenClasses: z.array(z.string().max(2_000)).max(2_000).default([]),
  maskOpacity: z.number().min(0).max(1).default(0.45),
});
export type MediaSettings = z.infer<typeof MediaSettings>;
