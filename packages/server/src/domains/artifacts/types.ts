import type { Readable } from 'node:stream';
import type { Actor, UserId } from '../accounts/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';
import type { Run, RunId } from '../runs/index.ts';

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
  readonly fileCount: number;
  readonly versionCount: number;
  readonly types: readonly UseOf[];
  readonly collections: readonly (UseOf & { readonly typeName: string })[];
}

export interface UseOf {
  readonly name: string;
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

/** Versions of files that belong together: their collections, contents, names and removal. */
export interface Artifacts extends Collections, Portfolios, Versions, Uploads, Reading, Removal {}

export interface Collections {
  listTypes(project: Project): Promise<readonly ArtifactType[]>;
  findType(project: Project, name: string): Promise<ArtifactType | null>;
  /** By name; of one type when given. The project must be one the caller was authorized for. */
  listCollections(project: Project, typeId?: number): Promise<readonly Collection[]>;
  findCollection(project: Project, name: string): Promise<Collection | null>;
  /** @throws RunloomError('not_found') */
  getCollection(
    actor: Actor,
    id: CollectionId,
    action: 'read' | 'write',
  ): Promise<{ collection: Collection; project: Project }>;
  collectionTags(
    ids: readonly CollectionId[],
  ): Promise<ReadonlyMap<CollectionId, readonly string[]>>;
  collectionAliases(id: CollectionId): Promise<readonly Alias[]>;
  /** @throws RunloomError('conflict') when the project has a collection of the new name */
  updateCollection(actor: Actor, id: CollectionId, change: CollectionChange): Promise<Collection>;
  moveCollection(actor: Actor, id: CollectionId, typeName: string): Promise<Collection>;
  tagCollection(
    actor: Actor,
    id: CollectionId,
    change: { add?: readonly string[]; remove?: readonly string[] },
  ): Promise<readonly string[]>;
  /** Moves the collection with all its versions to the trash; a portfolio loses only its links. */
  removeCollection(actor: Actor, id: CollectionId): Promise<Collection>;
}

/** Reads of what was linked; the project must be one that the caller was authorized for. */
export interface Portfolios {
  /** Last changed first. */
  searchPortfolios(
    project: Project,
    search: PortfolioSearch,
  ): Promise<{
    readonly found: readonly FoundPortfolio[];
    readonly totalCount: number;
    readonly nextCursor: string | null;
  }>;
  /** How many portfolios each project has, and versions in them. */
  countPortfolios(
    ids: readonly ProjectId[],
  ): Promise<ReadonlyMap<ProjectId, { readonly collections: number; readonly versions: number }>>;
  /** Last first. What was moved before histories were kept is missing. */
  listAliasMoves(
    collection: Collection,
    page: { readonly first: number; readonly before: number | null },
  ): Promise<{ readonly moves: readonly AliasMove[]; readonly nextBefore: number | null }>;
}

export interface Versions {
  /**
   * Begins a version, or answers one that is there: the pending one of the same client or the same
   * group of writers, or a committed one of the same digest.
   */
  create(actor: Actor, input: CreateVersionInput): Promise<Version>;
  /** @throws RunloomError('not_found') also when it is deleted */
  getVersion(
    actor: Actor,
    id: VersionId,
    action: 'read' | 'write',
  ): Promise<{ version: Version; project: Project }>;
  /** Several that the caller may see, deleted ones left out, in the order asked. */
  getVersions(actor: Actor, ids: readonly VersionId[]): Promise<readonly Version[]>;
  /** By `name`, `name:alias`, `name:v3` or `name:<digest>`. Null when there is none. */
  findMembership(project: Project, name: string): Promise<Membership | null>;
  findMember(collection: Collection, alias: string): Promise<Membership | null>;
  latest(collectionId: CollectionId): Promise<Version | null>;
  listMembers(collection: Collection, options: VersionListOptions): Promise<MembershipPage>;
  /** Where a version stands, its own sequence first; only in projects that the actor may read. */
  membershipsOf(actor: Actor, id: VersionId): Promise<readonly Membership[]>;
  aliasesOf(id: VersionId): Promise<readonly Alias[]>;
  tagsOf(id: VersionId): Promise<readonly string[]>;
  /** The version that a client calls so. */
  findByClientId(actor: Actor, clientId: string): Promise<VersionId | null>;
  updateVersion(actor: Actor, id: VersionId, change: VersionChange): Promise<Version>;
  /** @throws RunloomError('invalid') for names that clients can't ask for */
  addAliases(actor: Actor, id: VersionId, aliases: readonly AliasInput[]): Promise<void>;
  deleteAliases(actor: Actor, id: VersionId, aliases: readonly AliasInput[]): Promise<void>;
  /** Links a version into a portfolio, which is made when it is missing. */
  link(
    actor: Actor,
    source: VersionId,
    target: LinkTarget,
    aliases: readonly string[],
  ): Promise<Membership>;
  unlink(actor: Actor, id: VersionId, portfolio: CollectionId): Promise<void>;
  /** Notes that a run uses a version. */
  use(
    actor: Actor,
    id: VersionId,
    run: { entityName: string; projectName: string; runName: string; usedAs: string },
  ): Promise<Version>;
  /** Versions that a run used or made, oldest first. */
  ofRun(
    actor: Actor,
    run: Run,
    relation: 'input' | 'output',
    page: { first: number; after: number | null },
  ): Promise<{ versions: readonly Version[]; totalCount: number; next: number | null }>;
  /** Runs that used a version, oldest first. */
  usersOf(
    actor: Actor,
    id: VersionId,
  ): Promise<readonly { readonly run: Run; readonly project: Project }[]>;
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

export interface Uploads {
  /** One answer for each file, in order. @throws RunloomError('invalid') on a name that could leave the folder */
  createFiles(actor: Actor, files: readonly FileSpec[]): Promise<readonly FileUpload[]>;
  /** @throws RunloomError('forbidden') for a token that is wrong or expired; 'invalid' when the digest differs */
  receiveFile(token: string, body: Readable, sizeBytes: number | null): Promise<{ md5: string }>;
  completeMultipart(
    actor: Actor,
    input: {
      versionId: VersionId;
      uploadId: string;
      abort: boolean;
      parts: readonly { part: number; md5: string }[];
    },
  ): Promise<{ digest: string }>;
  createManifest(
    actor: Actor,
    input: { versionId: VersionId; kind: ManifestKind; name: string; md5: string },
  ): Promise<Manifest>;
  updateManifest(actor: Actor, id: ManifestId, md5: string): Promise<Manifest>;
  manifestUploadPath(manifest: Manifest): string;
  /**
   * Makes the version whole and visible, at once and for good; asked again it answers the same.
   * @throws RunloomError('invalid' | 'conflict') when files are missing or digests differ; nothing is visible then
   */
  commit(actor: Actor, id: VersionId): Promise<Version>;
}

export interface Reading {
  listEntries(
    version: Version,
    options: {
      names?: readonly string[];
      filesOnly?: boolean;
      first: number;
      after?: string | null;
    },
  ): Promise<EntryPage>;
  listFolder(
    version: Version,
    options: { folder: string; first: number; after?: string | null },
  ): Promise<FolderListing>;
  diff(
    before: Version,
    after: Version,
    options: { first: number; after?: string | null },
  ): Promise<VersionDiff>;
  /** A path that serves a file without a key for 15 minutes; null for references. */
  downloadPath(version: Version, entry: Entry): string | null;
  manifestPath(version: Version): string;
  /** @throws RunloomError('forbidden' | 'not_found') */
  openDownload(token: string): Promise<Download>;
  /** By the digest (hex MD5) of a file of the version. */
  findContent(version: Version, hexDigest: string): Promise<Download | null>;
  /** The same in any project of an owner that the actor may read: the clients' oldest addresses name no more. */
  findContentOfEntity(
    actor: Actor,
    entityName: string,
    hexDigest: string,
  ): Promise<Download | null>;
  storage(project: Project): Promise<StorageUse>;
  /** Bytes of contents of all projects of an owner. */
  storedBytes(entityId: number): Promise<number>;
}

export interface Removal {
  readonly retentionMs: number;
  /**
   * Moves a version to the trash. @throws RunloomError('conflict') when it has aliases that are not to go with it
   */
  removeVersion(actor: Actor, id: VersionId, options: { deleteAliases: boolean }): Promise<Version>;
  /** Moves what a run made to the trash. */
  removeOutputs(actor: Actor, run: Run): Promise<number>;
  listDeleted(project: Project): Promise<readonly DeletedVersion[]>;
  restoreVersion(actor: Actor, project: Project, id: VersionId): Promise<Version>;
  /** Removes a version of the trash for good. */
  purgeVersion(actor: Actor, project: Project, id: VersionId): Promise<Receipt>;
  /** Removes for good what is due: the trash after 7 days, what was never finished, what has outlived its time. */
  collect(): Promise<readonly Receipt[]>;
  listReceipts(project: Project): Promise<readonly Receipt[]>;
}
