import type { BlobStore } from '../../stores/blobs/types.ts';
import type { ColumnStore, TableInsert } from '../../stores/columns/index.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Contents } from '../contents/index.ts';
import type { Projects } from '../projects/index.ts';
import { createObjectFiles } from './files.ts';
import { createLabels } from './labels.ts';
import { createPublishing } from './publishing.ts';
import { createReading } from './reading.ts';
import { createReferences } from './references.ts';
import { createRemoval } from './removal.ts';
import type { ObjectRoom } from './room.ts';
import { objectTables } from './schema.ts';
import { createStorage } from './storage.ts';
import { createSummaries } from './summaries.ts';
import { createTables } from './tables/tables.ts';
import { createTrash } from './trash.ts';
import type { Objects, ReadCall } from './types.ts';
import { createValueStore } from './value-store.ts';

/**
 * Objects over the metadata store (names, versions, what tables are made of), the column engine (rows)
 * and the blob store (files, long values). `clock` in milliseconds.
 */
export function createObjects(deps: {
  readonly metadata: MetadataStore;
  readonly columns: Pick<ColumnStore, 'queryBytes' | 'command'>;
  readonly committer: { append(inserts: readonly TableInsert[]): Promise<void> };
  readonly blobs: BlobStore;
  readonly contents: Pick<Contents, 'refuseWhileRemoved' | 'release'>;
  readonly projects: Pick<Projects, 'find' | 'findById'>;
  /** For references to calls. */
  readonly readCall: ReadCall;
  readonly clock?: () => number;
}): Objects {
  const room: ObjectRoom = {
    ...deps,
    db: objectTables(deps.metadata),
    appendRows: (inserts) => deps.committer.append(inserts),
    clock: deps.clock ?? Date.now,
  };
  const values = createValueStore(room);
  const reading = createReading(room, values);
  const files = createObjectFiles(room);
  const tables = createTables(room);
  return {
    ...createPublishing(room, values),
    ...reading,
    ...createRemoval(room),
    ...createLabels(room),
    ...files,
    ...tables,
    ...createReferences(room, values, tables),
    ...createSummaries(room, { ...reading, ...files }),
    ...createStorage(room),
    ...createTrash(room),
  };
}
