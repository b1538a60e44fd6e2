import { z } from 'zod';
import { RunScope, RunValueRef } from './common.ts';

const FieldName = z.string().min(1).max(2_000);

/** What panels of the type `importance` can be set to: which parameters explain a number. */
export const ImportanceSettings = z.object({
  /** The number that is to be explained. */
  target: RunValueRef.nullable().default(null),
  scope: RunScope.default('listed'),
  /** Fields that may explain it; null: all of the configs. */
  parameters: z.array(FieldName).max(500).nullable().default(null),
  /** Fields that are left out of all others. */
  ignored: z.array(FieldName).max(500).default([]),
  /** `spearman`: of ranks. `pearson`: of the numbers themselves. */
  correlation: z.enum(['spearman', 'pearson']).default('spearman'),
  sort: z.enum(['importance', 'correlation', 'name']).default('importance'),
  /** Rows shown. */
  maxRows: z.number().int().min(1).max(500).default(20),
});
export type ImportanceSettings = z.infer<typeof ImportanceSettings>;
