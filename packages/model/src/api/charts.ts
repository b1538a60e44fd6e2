import { z } from 'zod';
import { Millis } from './common.ts';

/** A kind of chart that a user or team made with `create_custom_chart`. */
export const CustomChartView = z.object({
  /** What panels call it: `entity/name`. */
  id: z.string(),
  entity: z.string(),
  name: z.string(),
  displayName: z.string(),
  type: z.string(),
  access: z.enum(['private', 'public']),
  /** A Vega specification as JSON text. */
  spec: z.string(),
  createdAt: Millis,
});
export type CustomChartView = z.infer<typeof CustomChartView>;

/** `GET /api/v1/entities/{entity}/charts`, by name. */
export const CustomChartList = z.object({ charts: z.array(CustomChartView) });
