import { z } from 'zod';
import { Millis } from './common.ts';

/** `GET /api/v1/projects/{entity}/{project}/artifact-types` */
export const ArtifactTypeList = z.object({
  types: z.array(z.object({ name: z.string(), collectionCount: z.number(), createdAt: Millis })),
});
export type ArtifactTypeList = z.infer<typeof ArtifactTypeList>;

const CollectionView = z.object({
  name: z.string(),
  type: z.string(),
  /** `sequence`: versions are logged to it; `portfolio`: versions are linked into it. */
  kind: z.enum(['sequence', 'portfolio']),
  description: z.string(),
  tags: z.array(z.string()),
  createdAt: Millis,
  updatedAt: Millis,
  versionCount: z.number(),
  /** Bytes as if each version stood alone. */
  sizeBytes: z.number(),
  /** The newest version, as `v3`. */
  latest: z.string().nullable(),
  latestAt: Millis.nullable(),
  /** Who made it. */
  user: z.string().nullable(),
});

export const ARTIFACT_SORTS = ['created', 'updated', 'name', 'type', 'versions', 'size'] as const;
/** What collections are sorted by; `updated` is when the newest version came. */
export type ArtifactSort = (typeof ARTIFACT_SORTS)[number];

/** `GET …/artifacts?type=&search=&sort=&direction=&limit=&cursor=`: collections, last made first unless told. */
export const ArtifactCollectionList = z.object({
  collections: z.array(CollectionView),
  totalCount: z.number(),
  nextCursor: z.string().nullable(),
});
export type ArtifactCollectionList = z.infer<typeof ArtifactCollectionList>;

/** `GET …/artifacts/{artifact}` */
export const ArtifactCollectionDetail = CollectionView.extend({
  aliases: z.array(z.string()),
  canWrite: z.boolean(),
});
export type ArtifactCollectionDetail = z.infer<typeof ArtifactCollectionDetail>;

/** `PATCH …/artifacts/{artifact}`: what is absent stays. */
export const ArtifactCollectionChange = z.object({
  name: z.string().min(1).max(128).optional(),
  type: z.string().min(1).max(128).optional(),
  description: z.string().max(100_000).optional(),
  tags: z.array(z.string().min(1).max(128)).max(256).optional(),
});
export type ArtifactCollectionChange = z.infer<typeof ArtifactCollectionChange>;

const RunLink = z.object({
  entity: z.string(),
  project: z.string(),
  run: z.string(),
  displayName: z.string(),
});

const ArtifactVersionView = z.object({
  /** As numbered in this collection: `v3`. */
  version: z.string(),
  aliases: z.array(z.string()),
  tags: z.array(z.string()),
  digest: z.string(),
  sizeBytes: z.number(),
  fileCount: z.number(),
  createdAt: Millis,
  description: z.string(),
  user: z.string().nullable(),
  madeBy: RunLink.nullable(),
  /** Seconds after its creation at which it goes to the trash; null for never. */
  ttlSeconds: z.number().nullable(),
});

/** `GET …/artifacts/{artifact}/versions?limit=&cursor=`: newest first. */
export const ArtifactVersionList = z.object({
  versions: z.array(ArtifactVersionView),
  totalCount: z.number(),
  nextCursor: z.string().nullable(),
});
export type ArtifactVersionList = z.infer<typeof ArtifactVersionList>;

/** `GET …/artifacts/{artifact}/versions/{version}`: by `v3`, alias or digest. */
export const ArtifactVersionDetail = ArtifactVersionView.extend({
  name: z.string(),
  type: z.string(),
  /** As the client logged it. */
  metadata: z.record(z.string(), z.unknown()),
  updatedAt: Millis,
  commit: z.string(),
  /** Runs that used it, up to a thousand. */
  usedBy: z.array(RunLink),
  /** Runs that used it and that you may not see. */
  hiddenUserCount: z.number(),
  /** All collections it stands in, its own first. */
  memberships: z.array(
    z.object({
      entity: z.string(),
      project: z.string(),
      artifact: z.string(),
      kind: z.enum(['sequence', 'portfolio']),
      version: z.string(),
      aliases: z.array(z.string()),
    }),
  ),
  canWrite: z.boolean(),
});
export type ArtifactVersionDetail = z.infer<typeof ArtifactVersionDetail>;

/** `PATCH …/versions/{version}`: what is absent stays; `aliases` replaces those in this collection. */
export const ArtifactVersionChange = z.object({
  description: z.string().max(100_000).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  tags: z.array(z.string().min(1).max(128)).max(256).optional(),
  /** Null for never. */
  ttlSeconds: z.number().int().positive().nullable().optional(),
});
export type ArtifactVersionChange = z.infer<typeof ArtifactVersionChange>;

/** `GET …/versions/{version}/entry?path=` */
export const ArtifactEntry = z.object({
  path: z.string(),
  mimeType: z.string(),
  digest: z.string(),
  sizeBytes: z.number(),
  /** Where a reference points to; null for files that are kept here. */
  ref: z.string().nullable(),
  /** Path that serves the bytes to this browser for 15 minutes; null for references. */
  url: z.string().nullable(),
});
export type ArtifactEntry = z.infer<typeof ArtifactEntry>;

/**
 * `GET …/versions/{version}/files?folder=&limit=&cursor=`: what stands right below a folder, by path;
 * with `search`, entries of all folders whose path holds the text.
 */
export const ArtifactFolder = z.object({
  folders: z.array(z.object({ name: z.string(), fileCount: z.number(), sizeBytes: z.number() })),
  files: z.array(ArtifactEntry),
  nextCursor: z.string().nullable(),
});
export type ArtifactFolder = z.infer<typeof ArtifactFolder>;

/** `GET …/versions/{version}/diff?with=&limit=&cursor=`: what became of the version `with`. */
export const ArtifactDiff = z.object({
  before: z.string(),
  after: z.string(),
  added: z.number(),
  removed: z.number(),
  changed: z.number(),
  same: z.number(),
  entries: z.array(
    z.object({
      path: z.string(),
      change: z.enum(['added', 'removed', 'changed']),
      before: ArtifactEntry.nullable(),
      after: ArtifactEntry.nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type ArtifactDiff = z.infer<typeof ArtifactDiff>;

const ArtifactUse = z.object({
  name: z.string(),
  versionCount: z.number(),
  /** Bytes of the contents that it refers to, each once. */
  storedBytes: z.number(),
  /** Bytes as if each version stood alone. */
  versionBytes: z.number(),
  /** Bytes of contents that nothing else of the project refers to: what removing it frees. */
  ownBytes: z.number(),
});

/** `GET …/artifact-storage` */
export const ArtifactStorage = z.object({
  storedBytes: z.number(),
  /** Those of them that are in the trash, or belong to uploads that go on. */
  otherBytes: z.number(),
  fileCount: z.number(),
  versionCount: z.number(),
  types: z.array(ArtifactUse),
  collections: z.array(ArtifactUse.extend({ type: z.string() })),
});
export type ArtifactStorage = z.infer<typeof ArtifactStorage>;

/** What removing versions for good has freed. */
export const ArtifactReceipt = z.object({
  reason: z.enum(['asked', 'retention', 'unfinished']),
  versions: z.number(),
  files: z.number(),
  freedBytes: z.number(),
  startedAt: Millis,
  finishedAt: Millis,
});
export type ArtifactReceipt = z.infer<typeof ArtifactReceipt>;

/** `POST …/artifacts/{artifact}/removal-preview`: what would come of removing versions; all when none are named. */
export const ArtifactRemovalQuestion = z.object({
  versions: z.array(z.string().max(128)).min(1).max(1000).optional(),
});
export const ArtifactConsequences = z.object({
  versions: z.number(),
  /** As if each version stood alone. */
  sizeBytes: z.number(),
  /** Files that nothing else of the project refers to. */
  files: z.number(),
  /** What leaves the store once the versions are removed for good. */
  freedBytes: z.number(),
  isEstimate: z.boolean(),
  /** Aliases that go with them, as `v3: prod`. */
  aliases: z.array(z.object({ version: z.string(), alias: z.string(), artifact: z.string() })),
  /** Runs that used them, versions that hold files of theirs, collections they are linked into. */
  dependents: z.array(
    z.object({
      kind: z.string(),
      relation: z.string(),
      name: z.string(),
      entity: z.string(),
      project: z.string(),
      path: z.array(z.string()),
    }),
  ),
  /** Also those that are not listed; a lower bound when it `isCut`. */
  dependentCount: z.number(),
  hiddenDependentCount: z.number(),
  isCut: z.boolean(),
});
export type ArtifactConsequences = z.infer<typeof ArtifactConsequences>;

/** `POST …/artifacts/{artifact}/remove-versions`: all of them or, when one is refused, those before it. */
export const ArtifactVersionsRemoval = z.object({
  versions: z.array(z.string().max(128)).min(1).max(1000),
  aliases: z.enum(['keep', 'delete']).default('keep'),
});
export const ArtifactVersionsRemoved = z.object({ removed: z.number() });

/** `GET /api/v1/runs/{entity}/{project}/{run}/artifacts?relation=`: versions that a run used or made. */
export const RunArtifactList = z.object({
  artifacts: z.array(
    z.object({
      entity: z.string(),
      project: z.string(),
      artifact: z.string(),
      version: z.string(),
      type: z.string(),
      aliases: z.array(z.string()),
      sizeBytes: z.number(),
      fileCount: z.number(),
      createdAt: Millis,
      /** What the run calls it, for inputs. */
      usedAs: z.string(),
    }),
  ),
  /** Those that you may not see. */
  hiddenCount: z.number(),
  isCut: z.boolean(),
});
export type RunArtifactList = z.infer<typeof RunArtifactList>;

/**
 * Types of artifacts that the client makes by itself: of each logged table, of jobs, of histories
 * (wandb 0.31 keeps names that begin with `wandb-` for its own).
 */
export const isMachineMadeType = (type: string): boolean =>
  type === 'run_table' || type === 'job' || type.startsWith('wandb-');

/** `GET …/artifact-trash` */
export const ArtifactTrash = z.object({
  /** Deleted as a whole; their versions come back with them. */
  collections: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      type: z.string(),
      kind: z.enum(['sequence', 'portfolio']),
      versionCount: z.number(),
      sizeBytes: z.number(),
      deletedAt: Millis,
      expiresAt: Millis,
    }),
  ),
  versions: z.array(
    z.object({
      id: z.number(),
      artifact: z.string(),
      version: z.string(),
      type: z.string(),
      sizeBytes: z.number(),
      deletedAt: Millis,
      /** When it is removed for good. */
      expiresAt: Millis,
    }),
  ),
  receipts: z.array(ArtifactReceipt),
});
export type ArtifactTrash = z.infer<typeof ArtifactTrash>;

/** `GET /api/v1/artifact-references?reference=wandb-artifact://…` */
export const ArtifactReferenceView = z.object({
  /** Null when it leads nowhere, or to what you may not see. */
  target: z
    .object({
      entity: z.string(),
      project: z.string(),
      type: z.string(),
      artifact: z.string(),
      version: z.string(),
      /** Of a file in it; empty for the whole version. */
      path: z.string(),
    })
    .nullable(),
});
export type ArtifactReferenceView = z.infer<typeof ArtifactReferenceView>;
