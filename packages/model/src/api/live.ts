import { z } from 'zod';
import { AlertView } from './alerts.ts';
import { RunView } from './runs.ts';

/**
 * `GET /api/v1/projects/{entity}/{project}/live?also=` (server-sent events): the data of each `message`.
 * `hello` comes first and after every reconnect: refetch what is shown.
 * Of the projects in `also` (`AlsoFromText`) it tells what happens to runs, named by `runReference`.
 */
export const LiveMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello') }),
  z.object({ kind: z.literal('run'), run: RunView }),
  z.object({
    kind: z.literal('points'),
    run: z.string(),
    stream: z.enum(['history', 'system']),
    lastStep: z.number().nullable(),
    newKeys: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('console'),
    run: z.string(),
    fromLine: z.number(),
    toLine: z.number(),
  }),
  z.object({ kind: z.literal('files'), run: z.string() }),
  /** Artifacts, their names, links or uses changed; what is gone can't be asked for any more. */
  z.object({
    kind: z.literal('artifacts'),
    gone: z.array(z.object({ artifact: z.string(), version: z.string().nullable() })),
  }),
  /** An automation that looks at the project was changed, or acted. */
  z.object({ kind: z.literal('automations') }),
  /** The run was deleted, or moved to another project. */
  z.object({ kind: z.literal('removed'), run: z.string() }),
  /** Calls came, changed or went. */
  z.object({ kind: z.literal('calls') }),
  z.object({ kind: z.literal('alert'), run: z.string(), alert: AlertView }),
]);
export type LiveMessage = z.infer<typeof LiveMessage>;
