import { z } from 'zod';

/** What a code comparer can be set to. */
export const CodeComparerSettings = z.object({
  layout: z.enum(['split', 'unified']).default('split'),
  /** Names of the runs, the one that others are compared with first; empty: those that are shown. */
  runs: z.array(z.string().max(2_000)).max(10).default([]),
  /** Path of the file; empty: the first that differs. */
  file: z.string().max(4_000).default(''),
  /** Lists only files that differ. */
  onlyChanged: z.boolean().default(true),
  /** Lines around a change; null: the whole file. */
  contextLines: z.number().int().min(0).max(1_000).nullable().default(3),
});
export type CodeComparerSettings = z.infer<typeof CodeComparerSettings>;
