import { z } from 'zod';

/** What a panel of single numbers can be set to. */
export const ScalarSettings = z.object({
  /** As filters name it: `summary.loss`. Empty: none yet. */
  field: z.string().max(2_000).default(''),
  scope: z.enum(['shown', 'listed']).default('shown'),
});
export type ScalarSettings = z.infer<typeof ScalarSettings>;
