import { z } from 'zod';
import { Millis, Visibility } from './common.ts';

export const ProjectView = z.object({
  entity: z.string(),
  name: z.string(),
  visibility: Visibility,
  description: z.string(),
  createdAt: Millis,
  lastActivityAt: Millis,
  runCount: z.number(),
  runningCount: z.number(),
  /** Whether the one who asks may log to it, and change its settings. */
  canWrite: z.boolean(),
  canManage: z.boolean(),
});
export type ProjectView = z.infer<typeof ProjectView>;

/** `GET /api/v1/projects?entity=` */
export const ProjectList = z.object({ projects: z.array(ProjectView) });
export type ProjectList = z.infer<typeof ProjectList>;

/** `PUT /api/v1/projects/{entity}/{project}` */
export const ProjectInput = z.object({
  visibility: Visibility.optional(),
  description: z.string().max(10_000).optional(),
});

/**
 * `GET /api/v1/projects/{entity}/{project}/metric-keys`: every key of numbers ever logged in the project,
 * sorted. `GET /api/v1/runs/{entity}/{project}/{run}/metric-keys`: those of one run.
 */
export const MetricKeys = z.object({ history: z.array(z.string()), system: z.array(z.string()) });
export type MetricKeys = z.infer<typeof MetricKeys>;
