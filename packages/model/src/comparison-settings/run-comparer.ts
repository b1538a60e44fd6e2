import { z } from 'zod';

/** Groups of rows: what the server knows of a run, and what its script told. */
export const ComparedPart = z.enum(['about', 'config', 'summary']);
export type ComparedPart = z.infer<typeof ComparedPart>;

/** What a run comparer can be set to. */
export const RunComparerSettings = z.object({
  /** Leaves out what all compared runs have in common. */
  onlyDifferences: z.boolean().default(false),
  search: z.string().max(2_000).default(''),
  /** The search is a regular expression. */
  isExpression: z.boolean().default(false),
  parts: z.array(ComparedPart).max(3).default(['about', 'config', 'summary']),
  /** How numbers differ from the baseline's, beside each number. */
  difference: z.enum(['none', 'absolute', 'percent', 'both']).default('both'),
  /** Name of the run that numbers are compared with; empty: the workspace's baseline, else the first run. */
  baseline: z.string().max(2_000).default(''),
  /** Rows that are folded, by part and path: `config.model`. */
  folded: z.array(z.string().max(2_000)).max(2_000).default([]),
});
export type RunComparerSettings = z.infer<typeof RunComparerSettings>;
