import type { Readable } from 'node:stream';
import type { Actor, EntityId, UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';

/** A JSON text exactly as it was sent: `1.0` stays `1.0`, integers keep all their digits. */
export type JsonText = string;

/** An op is a function with its source; everything else that is published is an object. */
export type ObjectKind = 'object' | 'op';

/**
 * One version of an object. Times are milliseconds since 1970. The same name may stand for an op and
 * for an object; they have versions of their own.
 */
export interface ObjectVersion {
  readonly projectId: ProjectId;
  readonly name: string;
  readonly kind: ObjectKind;
  readonly digest: string;
  /** From 0, in the order in which contents were first published. */
  readonly versionIndex: number;
  readonly isLatest: boolean;
  readonly baseClass: string | null;
  readonly leafClass: string | null;
  /** `{}` where only what is known of it was asked for. */
  readonly value: JsonText;
  /** Bytes of the value. */
  readonly sizeBytes: number;
  readonly createdAt: number;
  readonly createdBy: UserId | null;
  readonly deletedAt: number | null;
  /** Only where asked for. `latest` is among the aliases of the newest. */
  readonly tags?: readonly string[];
  readonly aliases?: readonly string[];
}

export interface NewObject {
  readonly name: string;
  readonly value: JsonText;
  /** What the sender says its digest is; another one is refused. */
  readonly expectedDigest?: string | null;
  /** For senders that give plain fields: makes an object of this built-in class of them. */
  readonly builtinClass?: string | null;
}

/** Conditions that must all hold; a list holds for any of its members; an absent or empty one always. */
export interface ObjectFilter {
  readonly names?: readonly string[];
  readonly kind?: ObjectKind;
  readonly baseClasses?: readonly string[];
  readonly excludedBaseClasses?: readonly string[];
  readonly leafClasses?: readonly string[];
  readonly latestOnly?: boolean;
  readonly tags?: readonly string[];
  readonly aliases?: readonly string[];
}

export interface PublishedVersion {
  readonly name: string;
  readonly digest: string;
  readonly versionIndex: number;
  /** False when the name had this content before. */
  readonly isNew: boolean;
}

export interface ObjectQuery {
  readonly filter?: ObjectFilter;
  /** By `object_id` or `created_at`. Default: oldest first. */
  readonly sort?: readonly { readonly field: string; readonly direction: 'asc' | 'desc' }[];
  readonly limit?: number;
  readonly offset?: number;
  readonly metadataOnly?: boolean;
  readonly includesLabels?: boolean;
}

export interface RemovedVersion {
  readonly digest: string;
  readonly baseClass: string | null;
  readonly leafClass: string | null;
}

export interface TableRow {
  readonly digest: string;
  readonly value: JsonText;
  /** Where it stands in the table, from 0, whatever the order of the answer. */
  readonly index: number;
}

export interface TableQuery {
  /** Only these; a digest that stands in the table twice comes twice. */
  readonly rowDigests?: readonly string[];
  /** By a path into the values, such as `a.b`: numbers before texts, missing ones last. Default: the table's order. */
  readonly sort?: readonly { readonly field: string; readonly direction: 'asc' | 'desc' }[];
  readonly limit?: number;
  readonly offset?: number;
}

/** In the order given; `index` counts rows as they stand when it is the turn of the change. */
export type TableChange =
  | { readonly kind: 'append'; readonly row: JsonText }
  | { readonly kind: 'pop'; readonly index: number }
  | { readonly kind: 'insert'; readonly index: number; readonly row: JsonText };

export interface StoredTable {
  readonly digest: string;
  readonly rowCount: number;
  /** Bytes of its rows. */
  readonly sizeBytes: number;
}

/** Which rows two tables do not share, told by their places. */
export interface TableDifference {
  /** Rows of the first that the second has not, in their order. */
  readonly removed: readonly number[];
  /** Rows of the second that the first has not, in their order. */
  readonly added: readonly number[];
  /** Rows that stand at the same place between rows that both have: one became the other. */
  readonly changed: readonly { readonly from: number; readonly to: number }[];
  readonly unchangedCount: number;
  /** Rows that both have stand in another order. */
  readonly isReordered: boolean;
}

export interface StoredObjectFile {
  readonly digest: string;
  readonly name: string;
  readonly sizeBytes: number;
}

/** On whose behalf references are followed: what an actor may read, or the one project it is all about. */
export type ReferenceScope = { readonly actor: Actor } | { readonly project: ProjectId };

/**
 * Values of references, aligned with them; null for what is gone, was never there or may not be seen,
 * and for texts that are no references. The parts of a path are followed through the references in
 * values, as far as rows of tables and calls.
 */
export type ReadReferences = (
  scope: ReferenceScope,
  refs: readonly string[],
) => Promise<readonly (JsonText | null)[]>;

/** The value of a call as clients read it, for references to calls. */
export type ReadCall = (project: ProjectId, id: string) => Promise<JsonText | null>;

/** A name with what is known of all its versions, for lists. */
export interface ObjectSummary {
  readonly name: string;
  readonly kind: ObjectKind;
  readonly baseClass: string | null;
  readonly versionCount: number;
  readonly latest: ObjectVersion;
  readonly firstCreatedAt: number;
}

/**
 * Objects, ops, tables and files that clients of Weave publish. References in values stay as they
 * were sent (`weave:///entity/project/…`) and digests are taken of them so; nothing is checked to
 * exist, since what is named may come later. The caller has checked that the actor may read or write
 * the project. What was acknowledged is durable.
 */
export interface Objects {
  /**
   * Publishes a version. A content that the name had before is not published again (and does not
   * become the latest), unless it was removed.
   * @throws RunloomError('conflict') with `data.digest` when it is not the expected one; 'invalid' for a bad
   * name, a value that is no JSON, a name of another base class, a built-in class that does not fit
   */
  create(actor: Actor, project: ProjectId, object: NewObject): Promise<PublishedVersion>;
  /**
   * The version of a digest, `latest`, `v3` or an alias. An object goes before an op of its name,
   * where the version does not tell and no kind is given.
   * @throws RunloomError('not_found'), with `data.deletedAt` (milliseconds) when it was removed
   */
  read(
    project: ProjectId,
    name: string,
    version: string,
    options?: {
      readonly kind?: ObjectKind;
      readonly metadataOnly?: boolean;
      readonly includesLabels?: boolean;
    },
  ): Promise<ObjectVersion>;
  /** What was not removed. @throws RunloomError('invalid') for a field that can't be sorted by */
  query(project: ProjectId, query?: ObjectQuery): Promise<readonly ObjectVersion[]>;
  /**
   * Removes versions (digests, or other names as in `read`), all of them where none are named.
   * @throws RunloomError('not_found') when one is not there; 'invalid' for more than 100
   */
  remove(
    project: ProjectId,
    name: string,
    versions?: readonly string[] | null,
    kind?: ObjectKind,
  ): Promise<readonly RemovedVersion[]>;

  /** @throws RunloomError('invalid') for a name that can't be a tag; 'not_found' */
  addTags(
    project: ProjectId,
    name: string,
    version: string,
    tags: readonly string[],
  ): Promise<void>;
  removeTags(
    project: ProjectId,
    name: string,
    version: string,
    tags: readonly string[],
  ): Promise<void>;
  /** An alias stands for one version of a name, and is moved by setting it again. */
  setAliases(
    project: ProjectId,
    name: string,
    version: string,
    aliases: readonly string[],
  ): Promise<void>;
  removeAliases(project: ProjectId, name: string, aliases: readonly string[]): Promise<void>;
  /** All that are in use, in order. */
  listTags(project: ProjectId): Promise<readonly string[]>;
  listAliases(project: ProjectId): Promise<readonly string[]>;

  /**
   * Rows are objects. Digests come in the order of the rows.
   * @throws RunloomError('invalid') for a row that is no JSON object, 'conflict' as `create`
   */
  createTable(
    project: ProjectId,
    rows: readonly JsonText[],
    expectedDigest?: string | null,
  ): Promise<{ readonly digest: string; readonly rowDigests: readonly string[] }>;
  /**
   * A table of rows that come a batch after the other, however many; duplicates are rows that came
   * before in it. What was kept before a batch fails stays, and no table is made.
   * @throws RunloomError('invalid') for a row that is no JSON object
   */
  writeTable(
    project: ProjectId,
    batches: AsyncIterable<readonly JsonText[]>,
  ): Promise<{
    readonly digest: string;
    readonly rowCount: number;
    readonly duplicateCount: number;
  }>;
  /**
   * The rows of one table behind those of another; both are shared.
   * @throws RunloomError('not_found') for an unknown table
   */
  appendTable(
    project: ProjectId,
    baseDigest: string,
    moreDigest: string,
  ): Promise<{
    readonly digest: string;
    readonly rowCount: number;
    readonly duplicateCount: number;
  }>;
  /** @throws RunloomError('not_found') when a row was never stored, 'conflict' as `create` */
  createTableOfDigests(
    project: ProjectId,
    rowDigests: readonly string[],
    expectedDigest?: string | null,
  ): Promise<{ readonly digest: string }>;
  /**
   * A new table, which shares its rows with the old one. Digests are those of rows that came, in order.
   * @throws RunloomError('not_found') for an unknown table, 'invalid' for a place that there is not
   */
  updateTable(
    project: ProjectId,
    baseDigest: string,
    changes: readonly TableChange[],
  ): Promise<{ readonly digest: string; readonly rowDigests: readonly string[] }>;
  /** Some thousand rows at a time; nothing for an unknown table. */
  queryTable(
    project: ProjectId,
    digest: string,
    query?: TableQuery,
  ): AsyncIterable<readonly TableRow[]>;
  /** The rows at these places, in the order of the places; those that there are not are left out. */
  readRows(
    project: ProjectId,
    digest: string,
    places: readonly number[],
  ): Promise<readonly TableRow[]>;
  /**
   * Only stretches that the tables do not share are looked at.
   * @throws RunloomError('not_found') for an unknown table
   */
  compareTables(project: ProjectId, from: string, to: string): Promise<TableDifference>;
  /**
   * The table without the rows whose digest is not wanted, sharing its rows with it.
   * @throws RunloomError('not_found') for an unknown table
   */
  filterTable(
    project: ProjectId,
    digest: string,
    isWanted: (rowDigest: string) => boolean,
  ): Promise<StoredTable>;
  /** Those of the digests that are known, in their order. */
  tables(project: ProjectId, digests: readonly string[]): Promise<readonly StoredTable[]>;

  /** @throws RunloomError('conflict') as `create`; what the stream throws */
  createFile(
    project: ProjectId,
    file: {
      readonly name: string;
      readonly body: Readable | Uint8Array;
      readonly expectedDigest?: string | null;
    },
  ): Promise<StoredObjectFile>;
  /** Null when there is none (yet). */
  findFile(project: ProjectId, digest: string): Promise<StoredObjectFile | null>;
  /**
   * The bytes, or an inclusive range of them.
   * @throws RunloomError('not_found'); 'invalid' when the range begins past the end
   */
  openFile(
    project: ProjectId,
    digest: string,
    range?: { readonly start: number; readonly end: number },
  ): Promise<Readable>;
  /** Bytes of all files of a project. */
  fileBytes(project: ProjectId): Promise<number>;
  /** Bytes of all objects, rows and files of an owner. */
  storedBytes(entity: EntityId): Promise<number>;

  readReferences: ReadReferences;

  /** The source of an op (its file `obj.py`), null when it has none or it has not come yet. */
  readOpSource(version: ObjectVersion): Promise<string | null>;
  /** One entry a name, those with the newest version first. */
  summarize(project: ProjectId, filter?: ObjectFilter): Promise<readonly ObjectSummary[]>;

  /**
   * Removes for good what was removed more than 7 days ago: values of versions, and all that trashed
   * projects had here. Answers the bytes freed.
   */
  collect(): Promise<number>;
}
