import { z } from 'zod';

/** A panel of a client as it was written there. */
export const ForeignSettings = z.object({
  /** The client's name of its kind. */
  viewType: z.string().max(2_000).default(''),
  config: z.record(z.string(), z.unknown()).default({}),
});
export type ForeignSettings = z.infer<typeof ForeignSettings>;
