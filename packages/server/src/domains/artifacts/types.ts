import type { Readable } from 'node:stream';
import type { UserId } from '../accounts/index.ts';
import type { FollowedEdge } from '../lineage/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { RunId } from '../runs/index.ts';

export type VersionId = number & { readonly __brand: 'VersionId' };
export type CollectionId = number & { readonly __brand: 'CollectionId' };
export type ManifestId = number & { readonly __brand: 'ManifestId' };

export interface ArtifactType {
  readonly id: number;
  readonly projectId: ProjectId;
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  readonly collectionCount: number;
}

/** A sequence, in which versions are made, or a portfolio, into which versions are linked. */
export interface Collection {
  readonly id: CollectionId;
  readonly projectId: ProjectId;
  readonly kind: 'sequence' | 'portfolio';
  readonly typeId: number;
  readonly typeName: string;
  readonly name: string;
  readonly description: string;
  /** Somebody wrote the description, be it an empty one. */
  readonly isDescribed: boolean;
  readonly createdBy: UserId | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
}

export type VersionState = 'pending' | 'committed' | 'deleted';

/** One version of an artifact, which belongs to the sequence it was made in. */
export interface Version {
  readonly id: VersionId;
  readonly projectId: ProjectId;
  readonly collectionId: CollectionId;
  readonly collectionName: string;
  readonly typeId: number;
  readonly typeName: string;
  readonly state: VersionState;
  /** Null before it is committed. */
  readonly index: number | null;
  /** Hex MD5 over the paths and digests of its manifest, as clients compute it. */
  readonly digest: string;
  readonly description: string;
  /** JSON text of an object; null when none was given. */
  readonly metadata: string | null;
  readonly labels: string | null;
  readonly historyStep: number | null;
  readonly sizeBytes: number;
  /** Files and references. */
  readonly fileCount: number;
  readonly runId: RunId | null;
  readonly commit: string;
  readonly createdBy: UserId | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
  /** Seconds after its creation at which it goes to the trash; null inherits, -2 never. */
  readonly ttlSeconds: number | null;
  readonly manifest: { readonly md5: string; readonly sizeBytes: number } | null;
}

/** What a collection holds. */
export interface CollectionFacts {
  readonly versionCount: number;
  /** As if each version stood alone. */
  readonly sizeBytes: number;
  /** Index and time of the newest version. */
  readonly latest: { readonly index: number; readonly createdAt: number } | null;
}

/** That a version stands in a collection: its own sequence, or a portfolio it is linked into. */
export interface Membership {
  readonly id: number;
  readonly collection: Collection;
  readonly version: Version;
  readonly index: number;
  /** Who linked it; null when nobody knows any more. */
  readonly createdBy: UserId | null;
  readonly createdAt: number;
}

/** An alias that went from one version of a collection to another. */
export interface AliasMove {
  readonly id: number;
  readonly alias: string;
  /** Numbers of versions in the collection; null for none. */
  readonly from: number | null;
  readonly to: number | null;
  readonly by: UserId | null;
  readonly at: number;
}

/** A portfolio as it is listed, with what stands in it. */
export interface FoundPortfolio {
  readonly collection: Collection;
  readonly tags: readonly string[];
  readonly aliases: readonly { readonly alias: string; readonly index: number }[];
  readonly versionCount: number;
  /** The newest; null while there is none. */
  readonly latest: { readonly index: number; readonly linkedAt: number } | null;
}

export interface PortfolioSearch {
  /** Somewhere in names, descriptions, tags, aliases, or the metadata of versions. */
  readonly text?: string;
  readonly typeName?: string;
  readonly first: number;
  readonly after?: string | null;
}

export interface Alias {
  readonly id: number;
  readonly alias: string;
  readonly collectionId: CollectionId;
  readonly versionId: VersionId;
}

/** A file or a reference of a version. */
export interface Entry {
  readonly path: string;
  /** As the manifest has it: base64 MD5 of a file; an ETag, a checksum or an address of a reference. */
  readonly digest: string;
  readonly sizeBytes: number;
  /** Where the bytes are when they are not kept here; never looked at by this server. */
  readonly ref: string | null;
  readonly contentId: number | null;
}

export interface EntryPage {
  readonly entries: readonly Entry[];
  readonly totalCount: number;
  readonly nextCursor: string | null;
}

/** What stands right below a folder of a version. */
export interface FolderListing {
  readonly folders: readonly {
    readonly name: string;
    readonly fileCount: number;
    readonly sizeBytes: number;
  }[];
  readonly files: readonly Entry[];
  /** Files and folders, from this page's start on, that did not fit. */
  readonly nextCursor: string | null;
}

export interface CreateVersionInput {
  readonly entityName: string;
  readonly projectName: string;
  readonly runName: string | null;
  readonly typeName: string;
  readonly collectionName: string;
  readonly digest: string;
  readonly description: string | null;
  readonly metadata: string | null;
  readonly labels: string | null;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  readonly historyStep: number | null;
  /** Whether a committed version with the same digest is answered instead of a new one. */
  readonly deduplicate: boolean;
  readonly distributedId: string | null;
  readonly clientId: string | null;
  readonly sequenceClientId: string | null;
  readonly ttlSeconds: number | null;
}

export type ManifestKind = 'full' | 'patch' | 'incremental';

export interface Manifest {
  readonly id: ManifestId;
  readonly versionId: VersionId;
  readonly kind: ManifestKind;
  readonly name: string;
  /** Base64; empty until the client knows it. */
  readonly md5: string;
}

export interface FileSpec {
  readonly versionId: VersionId;
  readonly name: string;
  /** Base64 MD5. */
  readonly digest: string;
  /** MD5 of each part in hex, when it is to be sent in parts. */
  readonly parts: readonly string[] | null;
}

/** Where to send a file: at once, in parts, or nowhere because its content is here already. */
export interface FileUpload {
  readonly name: string;
  readonly digest: string;
  readonly birthVersionId: VersionId;
  readonly uploadPath: string | null;
  readonly multipart: { readonly uploadId: string; readonly partPaths: readonly string[] } | null;
}

export interface VersionChange {
  readonly description?: string;
  readonly metadata?: string;
  readonly labels?: string;
  /** As the client sends it: seconds, -1 inherits, -2 never. */
  readonly ttlSeconds?: number;
  readonly tagsToAdd?: readonly string[];
  readonly tagsToDelete?: readonly string[];
  /** Replaces its aliases in its own sequence. */
  readonly aliases?: readonly string[];
}

export interface CollectionChange {
  readonly name?: string;
  readonly description?: string;
}

export interface VersionListOptions {
  readonly first: number;
  readonly after?: string | null;
  /** Newest first unless told. */
  readonly oldestFirst?: boolean;
  readonly accepts?: (version: Version, facts: VersionFacts) => boolean;
}

/** What stands beside a version in the collection through which it is looked at. */
export interface VersionFacts {
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
}

export interface MembershipPage {
  readonly memberships: readonly Membership[];
  readonly totalCount: number;
  readonly nextCursor: string | null;
}

/** Something to send to a client, with what it says of itself. */
export interface Download {
  readonly name: string;
  /** Names the content, for ETags. */
  readonly digest: string;
  readonly sizeBytes: number;
  readonly mimeType: string;
  open(range?: { start: number; end: number }): Promise<Readable>;
}

/** What changed between two versions. */
export interface VersionDiff {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly same: number;
  readonly entries: readonly {
    readonly path: string;
    readonly change: 'added' | 'removed' | 'changed';
    readonly before: Entry | null;
    readonly after: Entry | null;
  }[];
  readonly nextCursor: string | null;
}

export interface StorageUse {
  /** Bytes of contents that are kept, each once. */
  readonly storedBytes: number;
  /** Those of them that no version refers to that is there: in the trash, or of uploads that go on. */
  readonly otherBytes: number;
  readonly fileCount: number;
  readonly versionCount: number;
  readonly types: readonly UseOf[];
  readonly collections: readonly (UseOf & { readonly typeName: string })[];
}

export interface UseOf {
  readonly name: string;
  /** Bytes of contents that nothing else of the project refers to: what removing it frees. */
  readonly ownBytes: number;
  readonly versionCount: number;
  /** Bytes of the contents that it refers to, each once; others may refer to them too. */
  readonly storedBytes: number;
  /** Bytes as if each version stood alone. */
  readonly versionBytes: number;
}

/** What removing versions for good has freed. */
export interface Receipt {
  readonly reason: 'asked' | 'retention' | 'unfinished';
  readonly versions: number;
  readonly files: number;
  readonly freedBytes: number;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** What would come of removing versions. */
export interface Consequences {
  readonly versions: number;
  /** As if each version stood alone. */
  readonly sizeBytes: number;
  /** Files that nothing else of the project refers to. */
  readonly files: number;
  /** What leaves the store once the versions are removed for good. */
  readonly freedBytes: number;
  /** Whether there are too many files to look for each one among those of runs. */
  readonly isEstimate: boolean;
  /** What came of the versions: runs that used them, versions that hold files of theirs, links. */
  readonly dependents: readonly FollowedEdge[];
  /** Those that the asker may not see. */
  readonly hiddenDependents: number;
  readonly isCut: boolean;
}

/** A collection in the trash. */
export interface DeletedCollection {
  readonly collection: Collection;
  /** Versions that come back with it. */
  readonly versionCount: number;
  readonly sizeBytes: number;
  readonly deletedAt: number;
  readonly expiresAt: number;
}

export interface DeletedVersion {
  readonly version: Version;
  readonly deletedAt: number;
  readonly expiresAt: number;
}

export const ARTIFACT_EVENTS = [
  'CREATE_ARTIFACT',
  'ADD_ARTIFACT_ALIAS',
  'ADD_ARTIFACT_TAG',
  'REMOVE_ARTIFACT_TAG',
  'ADD_COLLECTION_TAG',
  'REMOVE_COLLECTION_TAG',
  'LINK_MODEL',
  'UNLINK_ARTIFACT',
] as const;
/** Names as W&B's clients know them. */
export type ArtifactEventType = (typeof ARTIFACT_EVENTS)[number];

/** A change of artifacts, told after it is durable. */
export interface ArtifactEvent {
  readonly type: ArtifactEventType;
  readonly projectId: ProjectId;
  readonly collectionId: CollectionId;
  readonly collectionName: string;
  /** Null for events of whole collections. */
  readonly version: {
    readonly reference: string;
    /** `entity/project/name:v3` */
    readonly fullName: string;
    readonly index: number;
    /** JSON text. */
    readonly metadata: string | null;
  } | null;
  readonly alias?: string;
  readonly tag?: string;
  readonly author: string;
}

export interface AliasInput {
  readonly alias: string;
  readonly entityName: string;
  readonly projectName: string;
  readonly collectionName: string;
}

export type LinkTarget =
  | { readonly portfolioId: CollectionId }
  | {
      readonly entityName: string;
      readonly projectName: string;
      readonly portfolioName: string;
    };
