import { z } from 'zod';
import { TracesView } from '../views/index.ts';
import { Millis } from './common.ts';

/** What a list says of a view that a client of Weave published. */
export const WeaveViewHead = z.object({
  /** Of the object: what the client prints in addresses (`?view=…`). */
  name: z.string(),
  label: z.string(),
  user: z.string().nullable(),
  /** When its newest version was published. */
  updatedAt: Millis,
});
export type WeaveViewHead = z.infer<typeof WeaveViewHead>;

/** `GET /api/v1/projects/{entity}/{project}/weave-views`: those of traces, newest first. */
export const WeaveViewList = z.object({ views: z.array(WeaveViewHead) });

/** `GET /api/v1/projects/{entity}/{project}/weave-views/{name}` */
export const WeaveViewDetail = WeaveViewHead.extend({
  spec: TracesView,
  /** What of it is shown otherwise, or not at all. */
  notes: z.array(z.string()),
});
export type WeaveViewDetail = z.infer<typeof WeaveViewDetail>;
