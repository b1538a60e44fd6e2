import type { Readable } from 'node:stream';
import type { Actor } from '../accounts/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';
import type { Run } from '../runs/index.ts';
import type {
  Alias,
  AliasInput,
  AliasMove,
  ArtifactType,
  Collection,
  CollectionChange,
  CollectionFacts,
  CollectionId,
  Consequences,
  CreateVersionInput,
  DeletedCollection,
  DeletedVersion,
  Download,
  Entry,
  EntryPage,
  FileSpec,
  FileUpload,
  FolderListing,
  FoundPortfolio,
  LinkTarget,
  Manifest,
  ManifestId,
  ManifestKind,
  Membership,
  MembershipPage,
  PortfolioSearch,
  Receipt,
  StorageUse,
  Version,
  VersionChange,
  VersionDiff,
  VersionId,
  VersionListOptions,
} from './types.ts';

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
    action: 'read' | 'write' | 'delete',
  ): Promise<{ collection: Collection; project: Project }>;
  collectionTags(
    ids: readonly CollectionId[],
  ): Promise<ReadonlyMap<CollectionId, readonly string[]>>;
  /** Of some collections, or of all of a project. */
  collectionFacts(
    of: readonly CollectionId[] | Project,
  ): Promise<ReadonlyMap<CollectionId, CollectionFacts>>;
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
    action: 'read' | 'write' | 'delete',
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
  /** Aliases, in all collections, and tags of several versions. */
  namesOf(
    ids: readonly VersionId[],
  ): Promise<ReadonlyMap<VersionId, { aliases: readonly Alias[]; tags: readonly string[] }>>;
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
  /** The file or reference of this path. */
  findEntry(version: Version, path: string): Promise<Entry | null>;
  /** Entries whose path holds a text, whatever the case, by path. */
  searchEntries(
    version: Version,
    options: { text: string; first: number; after?: string | null },
  ): Promise<{ entries: readonly Entry[]; nextCursor: string | null }>;
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
  /** What would come of removing versions of a collection, all of them when none are named. */
  consequencesOf(
    actor: Actor,
    collection: Collection,
    versions: readonly VersionId[] | null,
  ): Promise<Consequences>;
  /**
   * Moves a version to the trash. @throws RunloomError('conflict') when it has aliases that are not to go with it
   */
  removeVersion(actor: Actor, id: VersionId, options: { deleteAliases: boolean }): Promise<Version>;
  /** Moves what a run made to the trash. */
  removeOutputs(actor: Actor, run: Run): Promise<number>;
  /** Versions that were deleted one by one, last made first. */
  listDeleted(project: Project): Promise<readonly DeletedVersion[]>;
  /** Collections that were deleted as a whole, last deleted first. */
  listDeletedCollections(project: Project): Promise<readonly DeletedCollection[]>;
  /**
   * Takes a collection back with its versions, aliases and links.
   * @throws RunloomError('conflict') when another one has its name by now
   */
  restoreCollection(actor: Actor, project: Project, id: CollectionId): Promise<Collection>;
  restoreVersion(actor: Actor, project: Project, id: VersionId): Promise<Version>;
  /** Removes a collection of the trash for good, with all its versions. */
  purgeCollection(actor: Actor, project: Project, id: CollectionId): Promise<Receipt>;
  /** Removes a version of the trash for good. */
  purgeVersion(actor: Actor, project: Project, id: VersionId): Promise<Receipt>;
  /** Removes for good what is due: the trash after 7 days, what was never finished, what has outlived its time. */
  collect(): Promise<readonly Receipt[]>;
  listReceipts(project: Project): Promise<readonly Receipt[]>;
}
