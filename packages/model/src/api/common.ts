import { z } from 'zod';

/** What every failed request of `/api/v1` answers. */
export const ApiError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    data: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type ApiError = z.infer<typeof ApiError>;

export const Role = z.enum(['admin', 'member', 'viewer']);
export const Visibility = z.enum(['private', 'team', 'public']);
export type Visibility = z.infer<typeof Visibility>;

/** Milliseconds since the epoch, server clock. */
export const Millis = z.number();
