import type {
  DatasetEdit,
  DatasetFormat,
  DatasetImportColumn,
  DatasetImportMode,
  DatasetPreview,
} from '@runloom/model';
import type { z } from 'zod';
import type { Actor } from '../accounts/index.ts';
import type {
  JsonText,
  ObjectVersion,
  PublishedVersion,
  TableDifference,
  TableRow,
} from '../objects/index.ts';
import type { Project } from '../projects/index.ts';

/** A version of a dataset: an object of the class `Dataset`, whose `rows` name a table. */
export interface DatasetVersion {
  readonly object: ObjectVersion;
  readonly tableDigest: string;
  readonly rowCount: number;
}

export interface PublishedDataset extends PublishedVersion {
  readonly rowCount: number;
  readonly duplicateCount: number | null;
}

/** What became of the rows between two versions, and the rows of a page of it. */
export interface DatasetComparison {
  readonly from: DatasetVersion;
  readonly to: DatasetVersion;
  readonly difference: TableDifference;
}

/** Bytes of a file as they come. */
export type FileBytes = AsyncIterable<Uint8Array>;

/**
 * Datasets as clients of Weave publish and read them. Each change is a new version, which shares with
 * the one before what did not change, and has the digest that the Python client would give it. The
 * caller has checked that the actor may read or write the project.
 */
export interface Datasets {
  /**
   * @param version a digest, `latest`, `v3` or an alias
   * @throws RunloomError('not_found'); 'invalid' when it is no dataset, or its table never came
   */
  read(project: Project, name: string, version: string): Promise<DatasetVersion>;
  /**
   * Publishes a version with changes.
   * @throws RunloomError('conflict') when a newer version is there than the editor knows of; 'invalid'
   * for a place that there is not, a value that is no JSON, no rows left
   */
  edit(
    actor: Actor,
    project: Project,
    name: string,
    edit: z.output<typeof DatasetEdit>,
  ): Promise<PublishedDataset>;
  compare(project: Project, name: string, from: string, to: string): Promise<DatasetComparison>;
  /** Rows of a table at places, in their order. */
  readRows(
    project: Project,
    tableDigest: string,
    places: readonly number[],
  ): Promise<readonly TableRow[]>;
  /** All rows of a version, some thousand at a time. */
  streamRows(project: Project, version: DatasetVersion): AsyncIterable<readonly TableRow[]>;
  /** Reads a whole file and says what it holds; keeps nothing. */
  preview(format: DatasetFormat, bytes: FileBytes): Promise<DatasetPreview>;
  /** @throws RunloomError('invalid') for the first thing that is wrong, with its line and column */
  importFile(
    actor: Actor,
    project: Project,
    name: string,
    file: {
      readonly format: DatasetFormat;
      /** Null for all that there are: texts stay texts, what has a type keeps it. */
      readonly columns: readonly DatasetImportColumn[] | null;
      readonly mode: DatasetImportMode;
      readonly bytes: FileBytes;
    },
  ): Promise<PublishedDataset>;
  /** Publishes rows as a new dataset, or behind or in place of those of its newest version. */
  publishRows(
    actor: Actor,
    project: Project,
    name: string,
    mode: DatasetImportMode,
    rows: AsyncIterable<readonly JsonText[]>,
  ): Promise<PublishedDataset>;
  /** Publishes the parts of a version as datasets named `name-part`. */
  split(
    actor: Actor,
    project: Project,
    name: string,
    split: {
      readonly version: string;
      readonly seed: string;
      readonly parts: readonly { readonly name: string; readonly share: number }[];
    },
  ): Promise<readonly PublishedDataset[]>;
}
