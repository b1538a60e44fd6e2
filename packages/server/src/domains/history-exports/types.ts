import type { Readable } from 'node:stream';
import type { ByteRange } from '../../stores/blobs/types.ts';
import type { Run, RunId } from '../runs/index.ts';

/** A Parquet file with every row of a run's history, as it was when the file was made. */
export interface HistoryExport {
  /** Where it can be read for some hours by anyone who knows the address, from `/` on. */
  readonly path: string;
  readonly sizeBytes: number;
}

export interface HistoryFile {
  readonly name: string;
  readonly digest: string;
  readonly sizeBytes: number;
  open(range?: ByteRange): Promise<Readable>;
}

/**
 * Histories as Parquet files: a row a step, a column a key, made when somebody asks and kept for as
 * long as they say what the run's history is.
 *
 * All answers are null while there is no file that is true: the run goes on, it changed a moment
 * ago, its rows are too wide for a table, or the file is still being made.
 */
export interface HistoryExports {
  /** The file for one who wants to keep it. */
  forDownload(run: Run): Promise<HistoryExport | null>;
  /**
   * The file for a client that answers `scan_history` from it. Such a client drops no row that lacks
   * a key it was asked for, and never reads a file again that it has under the same `address`
   * (entity, project and run): so only histories whose rows all hold the same plain values, and only
   * the first such file that was ever given out for the address.
   */
  forScan(run: Run, address: readonly string[]): Promise<HistoryExport | null>;
  /** @throws RunloomError('not_found') when the file was replaced or removed meanwhile */
  openFile(token: string): Promise<HistoryFile>;
  /** Removes what is kept of runs that are removed for good. */
  removeRuns(runIds: readonly RunId[]): Promise<void>;
  /** Removes files that nobody asked for lately. */
  removeUnused(): Promise<void>;
  /** Ends what is under way. */
  close(): Promise<void>;
}
