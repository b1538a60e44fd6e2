import type { Kysely } from 'kysely';
import type { BlobStore } from '../../stores/blobs/types.ts';
import type { ColumnStore, TableInsert } from '../../stores/columns/index.ts';
import type { Contents } from '../contents/index.ts';
import type { Projects } from '../projects/index.ts';
import type { ObjectTables } from './schema.ts';
import type { ReadCall } from './types.ts';

/** What the parts of this domain share. */
export interface ObjectRoom {
  readonly db: Kysely<ObjectTables>;
  readonly blobs: BlobStore;
  readonly columns: Pick<ColumnStore, 'queryBytes' | 'command'>;
  /** Durable when it resolves. */
  readonly appendRows: (inserts: readonly TableInsert[]) => Promise<void>;
  readonly contents: Pick<Contents, 'refuseWhileRemoved' | 'release'>;
  readonly projects: Pick<Projects, 'find' | 'findById'>;
  readonly readCall: ReadCall;
  readonly clock: () => number;
}
