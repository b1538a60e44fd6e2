import { z } from 'zod';
import { Millis } from './common.ts';

/** What a training script wanted somebody to know (`run.alert`). */
export const AlertView = z.object({
  id: z.number(),
  title: z.string(),
  text: z.string(),
  severity: z.enum(['INFO', 'WARN', 'ERROR']),
  createdAt: Millis,
  /** How many with the same title came too soon after it and were held back. */
  heldBack: z.number(),
});
export type AlertView = z.infer<typeof AlertView>;

/** `GET /api/v1/runs/{entity}/{project}/{run}/alerts?limit=&cursor=`, newest first. */
export const AlertList = z.object({
  alerts: z.array(AlertView),
  totalCount: z.number(),
  nextCursor: z.string().nullable(),
});
