import type { Readable } from 'node:stream';
import type { EntityId } from '../accounts/index.ts';
import type { Run, RunId } from '../runs/index.ts';

export interface RunFile {
  readonly runId: RunId;
  /** Relative path with `/`; never `..`, absolute, or with control characters. */
  readonly name: string;
  readonly digest: string;
  /** Base64, as the client compares it. */
  readonly md5: string;
  readonly sizeBytes: number;
  readonly mimeType: string;
  readonly updatedAt: number;
}

/** Files of runs. Uploads authorize themselves by a signed token, since the client sends no key with them. */
export interface Files {
  /** Checks the names and returns a path (`/storage/uploads/<token>/<name>`, percent-encoded) for each, in order. @throws RunloomError('invalid') on a name that could leave the folder */
  createUploads(
    run: Run,
    names: readonly string[],
  ): readonly { name: string; uploadPath: string }[];
  /** The path with which a browser or client reads a file without a key for 15 minutes. */
  createDownload(file: RunFile): string;
  /** @throws RunloomError('forbidden') when the token is wrong, expired or for another use */
  receiveUpload(token: string, body: Readable, sizeBytes: number | null): Promise<RunFile>;
  /** The file that such a path leads to. @throws RunloomError('forbidden' | 'not_found') */
  findDownload(token: string): Promise<RunFile>;
  openDownload(token: string): Promise<{ file: RunFile; body: Readable }>;
  list(
    run: Run,
    options?: { names?: readonly string[]; pattern?: string; first?: number; after?: string },
  ): Promise<{ files: readonly RunFile[]; totalCount: number; nextCursor: string | null }>;
  find(run: Run, name: string): Promise<RunFile | null>;
  open(file: RunFile, range?: { start: number; end: number }): Promise<Readable>;
  /** Removes files of one run for good, and the contents that nobody else has; how many there were. */
  remove(run: Run, names: readonly string[]): Promise<number>;
  /** The size of the files of all runs of an owner, those in the trash among them. */
  storageBytes(entityId: EntityId): Promise<number>;
  /** Removes all files of runs that are removed for good, and the contents that nobody else has. */
  removeRuns(runIds: readonly RunId[]): Promise<{ readonly files: number; readonly bytes: number }>;
}
