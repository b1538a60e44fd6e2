import type { Folder } from './folder.ts';

interface Waiting {
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Makes names of several folders durable, those that come together in one round. */
export interface SyncRounds {
  /** As `Folder.sync`. */
  sync(folder: Folder): Promise<void>;
}

/**
 * File systems with a journal write all changes of names down with the first folder that is synced: the
 * others of a round then have nothing left to write. Each for itself, the syncs of many small files would
 * write the journal as often as there are files, and hold the threads in which the files are synced.
 */
export function createSyncRounds(): SyncRounds {
  let waiting = new Map<Folder, Waiting>();
  let isRunning = false;

  const settle = ([folder, { resolve, reject }]: readonly [Folder, Waiting]): Promise<void> =>
    folder.sync().then(resolve, reject);

  async function run(): Promise<void> {
    isRunning = true;
    while (waiting.size > 0) {
      const [first, ...others] = waiting;
      waiting = new Map();
      if (first !== undefined) await settle(first);
      await Promise.all(others.map(settle));
    }
    isRunning = false;
  }

  return {
    sync(folder) {
      const known = waiting.get(folder);
      if (known !== undefined) return known.done;
      const { promise: done, resolve, reject } = Promise.withResolvers<void>();
      waiting.set(folder, { done, resolve, reject });
      if (!isRunning) void run();
      return done;
    },
  };
}
