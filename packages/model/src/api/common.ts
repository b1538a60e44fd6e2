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
export type Role = z.infer<typeof Role>;
/** A role as it is given: `admin`, `member`, `viewer`, or one that the organization made. */
export const RoleName = z.string().min(1).max(64);
/**
 * Who sees a project. private: owner (personal) or creator and team admins; restricted: these and who
 * was given a role in the project; team: every member; public: readable by everyone.
 */
export const Visibility = z.enum(['private', 'restricted', 'team', 'public']);
export type Visibility = z.infer<typeof Visibility>;

/** Milliseconds since the epoch, server clock. */
export const Millis = z.number();
