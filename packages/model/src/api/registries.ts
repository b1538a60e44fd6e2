import { z } from 'zod';
import { Millis } from './common.ts';

/** An organization's registry: a project that holds portfolios, into which versions are linked. */
export const RegistryView = z.object({
  organization: z.string(),
  /** Owner and name of its project, under which its collections are found. */
  entity: z.string(),
  project: z.string(),
  /** Without the prefix that clients put before it. */
  name: z.string(),
  description: z.string(),
  visibility: z.enum(['organization', 'restricted']),
  allowsAllTypes: z.boolean(),
  /** What may be linked into it, unless it takes everything. */
  types: z.array(z.string()),
  /** Aliases that only its admins give and take. */
  protectedAliases: z.array(z.string()),
  createdAt: Millis,
  updatedAt: Millis,
});
export type RegistryView = z.infer<typeof RegistryView>;
export const RegistryList = z.object({ registries: z.array(RegistryView) });

/** `PUT /api/v1/organizations/{organization}/registries/{name}`; what is absent stays. Types are only ever added. */
export const RegistryInput = z.object({
  description: z.string().optional(),
  visibility: z.enum(['organization', 'restricted']).optional(),
  allowsAllTypes: z.boolean().optional(),
  types: z.array(z.string()).optional(),
  protectedAliases: z.array(z.string()).optional(),
});

export const ProjectRole = z.enum(['admin', 'member', 'viewer', 'restricted_viewer']);
export const RegistryMember = z.object({
  kind: z.enum(['user', 'team']),
  name: z.string(),
  role: ProjectRole,
});
export const RegistryMemberList = z.object({ members: z.array(RegistryMember) });
export const RegistryRoleInput = z.object({ role: ProjectRole });
