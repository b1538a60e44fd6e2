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
  collectionCount: z.number(),
  /** Links, over all of its collections. */
  versionCount: z.number(),
  canWrite: z.boolean(),
  canManage: z.boolean(),
  createdAt: Millis,
  updatedAt: Millis,
});
export type RegistryView = z.infer<typeof RegistryView>;
export const RegistryList = z.object({ registries: z.array(RegistryView) });

/** `GET /api/v1/organizations`: those that you belong to. */
export const OrganizationList = z.object({
  organizations: z.array(
    z.object({
      name: z.string(),
      /** Owner of its registries. */
      entity: z.string(),
      /** Whether you may make registries. */
      canManage: z.boolean(),
    }),
  ),
});
export type OrganizationList = z.infer<typeof OrganizationList>;

/** `PUT /api/v1/organizations/{organization}/registries/{name}`; what is absent stays. Types are only ever added. */
export const RegistryInput = z.object({
  description: z.string().optional(),
  visibility: z.enum(['organization', 'restricted']).optional(),
  allowsAllTypes: z.boolean().optional(),
  types: z.array(z.string()).optional(),
  protectedAliases: z.array(z.string()).optional(),
});

export type RegistryInput = z.infer<typeof RegistryInput>;

/** A role in one project; `restricted_viewer` sees what there is, as a viewer does. */
export const ProjectRole = z.enum(['admin', 'member', 'viewer', 'restricted_viewer']);
export type ProjectRole = z.infer<typeof ProjectRole>;
export const RegistryMember = z.object({
  kind: z.enum(['user', 'team']),
  name: z.string(),
  role: ProjectRole,
});
export type RegistryMember = z.infer<typeof RegistryMember>;
export const RegistryMemberList = z.object({ members: z.array(RegistryMember) });
export const RegistryRoleInput = z.object({ role: ProjectRole });

/** `GET …/registries/{name}/collections?search=&type=&limit=&cursor=`: last changed first. */
export const RegistryCollectionList = z.object({
  collections: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      description: z.string(),
      tags: z.array(z.string()),
      aliases: z.array(z.object({ alias: z.string(), version: z.string() })),
      versionCount: z.number(),
      /** `v3`; null while nothing is linked. */
      latest: z.string().nullable(),
      lastLinkedAt: Millis.nullable(),
      updatedAt: Millis,
    }),
  ),
  /** Types that its collections have, whatever is searched for. */
  types: z.array(z.object({ name: z.string(), collectionCount: z.number() })),
  totalCount: z.number(),
  nextCursor: z.string().nullable(),
});
export type RegistryCollectionList = z.infer<typeof RegistryCollectionList>;

/** `GET …/registries/{name}/collections/{collection}/versions?limit=&cursor=`: newest first. */
export const RegistryVersionList = z.object({
  versions: z.array(
    z.object({
      version: z.string(),
      aliases: z.array(z.string()),
      tags: z.array(z.string()),
      sizeBytes: z.number(),
      fileCount: z.number(),
      description: z.string(),
      createdAt: Millis,
      linkedAt: Millis,
      /** Null when nobody knows any more. */
      linkedBy: z.string().nullable(),
      /** Where it was logged; null when you may not see that project. */
      source: z
        .object({
          entity: z.string(),
          project: z.string(),
          artifact: z.string(),
          version: z.string(),
        })
        .nullable(),
      run: z.object({ name: z.string(), displayName: z.string() }).nullable(),
    }),
  ),
  totalCount: z.number(),
  nextCursor: z.string().nullable(),
});
export type RegistryVersionList = z.infer<typeof RegistryVersionList>;

/** `GET …/collections/{collection}/alias-history?limit=&before=`: last first. */
export const AliasHistory = z.object({
  moves: z.array(
    z.object({
      id: z.number(),
      alias: z.string(),
      /** `v2`; null when no version had it. */
      from: z.string().nullable(),
      /** Null when it was taken off. */
      to: z.string().nullable(),
      /** Null when it went with a version whose time was over. */
      by: z.string().nullable(),
      at: Millis,
    }),
  ),
  nextBefore: z.number().nullable(),
});
export type AliasHistory = z.infer<typeof AliasHistory>;

/** `POST /api/v1/projects/{entity}/{project}/artifacts/{artifact}/versions/{version}/links` */
export const ArtifactLinkInput = z.object({
  /** Where to: owner and name of a registry's project, or of any other. */
  entity: z.string(),
  project: z.string(),
  collection: z.string().min(1).max(128),
  aliases: z.array(z.string().min(1).max(128)).max(256).default([]),
});
export type ArtifactLinkInput = z.input<typeof ArtifactLinkInput>;
export const ArtifactLink = z.object({
  entity: z.string(),
  project: z.string(),
  collection: z.string(),
  /** As it is numbered there. */
  version: z.string(),
});
