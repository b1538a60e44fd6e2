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
/** A role as it is given: `admin`, `member`, `viewer`, or one that the organization made. */
export const RoleName = z.string().min(1).max(64);
export const Visibility = z.enum(['private', 'restricted', 'team', 'public']);
export type Visibility = z.infer<typeof Visibility>;

/** Milliseconds since the epoch, server clock. */
export const Millis = z.number();
