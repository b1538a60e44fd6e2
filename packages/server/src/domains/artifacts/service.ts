import type { BlobStore } from '../../stores/blobs/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Contents } from '../contents/index.ts';
import type { Lineage } from '../lineage/index.ts';
import type { Projects } from '../projects/index.ts';
import type { Runs } from '../runs/index.ts';
import { createCollections } from './collections.ts';
import { createCommit } from './commit.ts';
import { createConsequences } from './consequences.ts';
import type { Artifacts } from './interface.ts';
import { createLinking } from './linking.ts';
import { createPortfolios } from './portfolios.ts';
import { createReading } from './reading.ts';
import { createRemoval } from './removal.ts';
import type { ArtifactRoom, CollectionRules } from './room.ts';
import { createStorage } from './storage.ts';
import { artifactTables } from './tables.ts';
import { createGrantTokens } from './tokens.ts';
import { createUploads } from './uploads.ts';
import { createVersions } from './versions.ts';

/** Artifacts over the metadata store (what there is) and the blob store (the bytes). `clock` in milliseconds. */
export function createArtifacts(deps: {
  metadata: MetadataStore;
  blobs: BlobStore;
  contents: Contents;
  projects: Pick<Projects, 'ensure' | 'find' | 'get' | 'findById'>;
  runs: Pick<Runs, 'findIn' | 'get'>;
  lineage: Lineage;
  rules: CollectionRules;
  /** Signs the addresses of transfers. 32 bytes. */
  secret: Uint8Array;
  clock?: () => number;
}): Artifacts {
  const { secret, clock = Date.now, ...rest } = deps;
  const tokens = createGrantTokens(secret, clock);
  const room: ArtifactRoom = {
    ...rest,
    findProject: (id) => deps.projects.findById(id),
    db: artifactTables(deps.metadata),
    tokens,
    clock,
  };
  return {
    ...createCollections(room),
    ...createPortfolios(room),
    ...createVersions(room),
    ...createLinking(room),
    ...createUploads(room),
    commit: createCommit(room),
    ...createReading(room),
    ...createStorage(room),
    ...createRemoval(room),
    ...createConsequences(room),
  };
}
