import { setTimeout } from 'node:timers/promises';
import type { Config } from './config.ts';
import { RunloomError } from './platform/errors.ts';
import type { Log } from './platform/logging.ts';
import { StartError } from './platform/start-error.ts';
import { openBlobStore } from './stores/blobs/index.ts';
import type { BlobStore } from './stores/blobs/types.ts';
import { NewerColumnSchemaError, openColumnStore } from './stores/columns/index.ts';
import type { ColumnStore } from './stores/columns/types.ts';
import {
  type MetadataStore,
  NewerSchemaError,
  openMetadataStore,
} from './stores/metadata/index.ts';

export interface Stores {
  readonly metadata: MetadataStore;
  readonly columns: ColumnStore;
  readonly blobs: BlobStore;
  close(): Promise<void>;
}

/**
 * Opens the three stores side by side and brings their schemas up to date.
 * @throws StartError when one can't be reached or is newer than this program
 */
export async function openStores(
  config: Pick<Config, 'metadata' | 'columns' | 'blobs'>,
  log: Log,
): Promise<Stores> {
  const opened: { close(): Promise<void> }[] = [];
  const keep = <Store extends { close(): Promise<void> }>(store: Store): Store => {
    opened.push(store);
    return store;
  };
  const close = async () => {
    await Promise.all(opened.map((store) => store.close()));
  };
  const warn = (event: { readonly reason: string }): void => {
    log.warn(event, 'the column engine ended by itself and is started again');
  };
  const columnsConfig =
    config.columns.kind === 'embedded' ? { ...config.columns, onRestart: warn } : config.columns;
  const metadata = keep(openMetadataStore(config.metadata));
  try {
    const [, columns, blobs] = await Promise.all([
      start(`the metadata store${fileOf(config.metadata)}`, log, async () => {
        await metadata.migrate();
        return metadata;
      }),
      start('the column store', log, async () => keep(await openColumnStore(columnsConfig))),
      start('the blob store', log, async () => {
        const store = keep(await openBlobStore(config.blobs));
        await store.ping();
        return store;
      }),
    ]);
    return { metadata, columns, blobs, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where a damaged file is to be looked for; addresses of services may hold passwords. */
function fileOf(metadata: Config['metadata']): string {
  return metadata.kind === 'sqlite' ? ` in ${metadata.file}` : '';
}

/** Services that start together with this one may need a while. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 500;

async function start<Store>(name: string, log: Log, open: () => Promise<Store>): Promise<Store> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await open();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (error instanceof NewerSchemaError || error instanceof NewerColumnSchemaError) {
        throw new StartError(why, { cause: error });
      }
      const passing = error instanceof RunloomError && error.code === 'unavailable';
      if (!passing || performance.now() > giveUpAt) {
        throw new StartError(`Can't open ${name}: ${why}`, { cause: error });
      }
      if (attempt === 1) log.warn({ err: error }, `waiting for ${name}`);
      await setTimeout(RETRY_MS);
    }
  }
}
