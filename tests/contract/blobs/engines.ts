import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BlobConfig,
  type BlobStore,
  openBlobStore,
} from '../../../packages/server/src/stores/blobs/index.ts';
import { startS3, whyNoS3 } from '../../support/s3.ts';

/** One engine of the blob store as the suite needs it. */
export interface Engine {
  /** The configuration of an empty store. */
  createConfig(): Promise<BlobConfig>;
  /** Where a store of this configuration keeps what it has not received whole. */
  temporaryFolder(config: BlobConfig): string;
  stop(): Promise<void>;
}

export interface EngineChoice {
  readonly name: string;
  /** Why it can't run here; null when it can. */
  readonly missing: string | null;
  start(): Promise<Engine>;
}

export const engines: readonly EngineChoice[] = [
  { name: 'files', missing: null, start: startFiles },
  { name: 'S3', missing: whyNoS3(), start: startS3Engine },
];

async function startFiles(): Promise<Engine> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-blobs-'));
  let stores = 0;
  return {
    async createConfig() {
      stores += 1;
      return { kind: 'files', directory: join(directory, String(stores)) };
    },
    temporaryFolder: (config) => join(config.kind === 'files' ? config.directory : '', 'incoming'),
    stop: () => rm(directory, { recursive: true, force: true }),
  };
}

async function startS3Engine(): Promise<Engine> {
  const s3 = await startS3();
  const spools = await mkdtemp(join(tmpdir(), 'runloom-spools-'));
  return {
    async createConfig() {
      const { endpoint, region, credentials } = s3;
      const bucket = await s3.createBucket();
      const spoolDirectory = join(spools, bucket);
      const address = { bucket, prefix: 'some/prefix', endpoint, region, credentials };
      return { kind: 's3', ...address, spoolDirectory };
    },
    temporaryFolder: (config) =>
      join((config.kind === 's3' && config.spoolDirectory) || '', 'blob-spool'),
    async stop() {
      await s3.stop();
      await rm(spools, { recursive: true, force: true });
    },
  };
}

/** Opens an empty store and closes it after `use`. */
export async function withStore<T>(
  engine: Engine,
  use: (store: BlobStore) => Promise<T>,
): Promise<T> {
  const store = await openBlobStore(await engine.createConfig());
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
