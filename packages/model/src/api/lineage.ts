import { z } from 'zod';
import { Millis } from './common.ts';

/**
 * `GET /api/v1/projects/{entity}/{project}/lineage?artifact=name:v3` or `?run=`, with `direction`
 * (`upstream`: what it was made from; `downstream`: what came of it; `both`), `depth`, `kinds` (as
 * `run,artifact`) and `limit` of nodes. The nearest are kept when there are more.
 */
export const LineageGraph = z.object({
  /** The node the walk began at. */
  root: z.number(),
  nodes: z.array(
    z.object({
      id: z.number(),
      /** `run`, `artifact` (a version), `collection` (a portfolio), … */
      kind: z.string(),
      name: z.string(),
      /** The type of an artifact, the job type of a run. */
      type: z.string(),
      createdAt: Millis,
      entity: z.string(),
      project: z.string(),
      /** Segments of its page below the project. */
      path: z.array(z.string()),
      distance: z.number(),
      /** Whether there is more behind it than is shown. */
      hasMore: z.boolean(),
      /** Neighbours that are there and that you may not see. */
      hiddenCount: z.number(),
    }),
  ),
  /** From what was there to what came of it. */
  edges: z.array(
    z.object({
      source: z.number(),
      target: z.number(),
      /** `output`, `input`, `reference`, `link`, … */
      relation: z.string(),
      label: z.string(),
      createdAt: Millis,
    }),
  ),
  /** Whether the walk ended at its limit before its depth. */
  truncated: z.boolean(),
});
export type LineageGraph = z.infer<typeof LineageGraph>;
