/**
 * Door of the column store: ClickHouse SQL, embedded (chDB in a process of its own) or remote. Both
 * pass `tests/contract/columns`.
 */
import { createClientStore } from './client-store.ts';
import { openEmbedded } from './embedded/open.ts';
import { migrateColumns } from './migrate.ts';
import { columnMigrations } from './migrations/index.ts';
import type { ColumnStore } from './types.ts';

export { ByteCursor, cutOff } from './byte-cursor.ts';
export { createGroupCommitter, type TableInsert } from './group-commit.ts';
export { migrateColumns, NewerColumnSchemaError } from './migrate.ts';
export { encodeNativeBlock } from './native.ts';
export { RowBinaryReader } from './row-binary.ts';
export { ColumnEngineError, type ColumnStore } from './types.ts';

export type ColumnStoreConfig =
  | {
      readonly kind: 'embedded';
      /** Home of the engine; made when it is missing. */
      readonly directory: string;
      /** Bound of what the engine may allocate for data, bytes. Default 1 GiB, or a quarter of a small machine. */
      readonly memoryLimitBytes?: number;
      /** Told when the engine ended by itself and is started again. */
      readonly onRestart?: (event: { readonly reason: string; readonly pauseMs: number }) => void;
    }
  | {
      readonly kind: 'remote';
      /** `http(s)://user:password@host:8123/database`. */
      readonly url: string;
    };

/** Bound of one read where the engine is not ours to size. */
const REMOTE_READ_MEMORY_BYTES = 4 * 1024 ** 3;

/**
 * Opens the column store and brings its schema up to date.
 * @throws RunloomError('unavailable') when a remote engine can't be reached (yet)
 * @throws NewerColumnSchemaError when a newer program wrote the store
 * @throws Error when the embedded engine can't open its directory
 */
export const openColumnStore = async (config: ColumnStoreConfig): Promise<ColumnStore> => {
  const store = config.kind === 'embedded' ? await openEmbedded(config) : openRemote(config.url);
  try {
    await migrateColumns(store, columnMigrations);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};

const openRemote = (url: string): ColumnStore =>
  createClientStore({
    url,
    requireReady: () => {},
    readMemoryBytes: REMOTE_READ_MEMORY_BYTES,
  });
