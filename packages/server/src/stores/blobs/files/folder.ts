import { type FileHandle, open } from 'node:fs/promises';

/** A folder whose names can be made to survive a power cut. */
export interface Folder {
  /**
   * Resolved once every name that was put into it (or taken out) before this call is durable. Calls
   * that come while a sync is under way share the one after it.
   */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the folder once for all its syncs. @throws Error of the file system */
export async function openFolder(path: string): Promise<Folder> {
  const handle: FileHandle = await open(path, 'r');
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function start(): Promise<void> {
    const sync = handle.sync().finally(() => {
      if (running === sync) running = null;
    });
    running = sync;
    return sync;
  }

  /** What the one under way says concerns only those who waited for it. */
  async function startAfter(sync: Promise<void>): Promise<void> {
    await sync.catch(() => {});
    next = null;
    await start();
  }

  return {
    sync() {
      if (running === null) return start();
      next ??= startAfter(running);
      return next;
    },
    close: () => handle.close(),
  };
}

/** Makes the names in a folder survive a power cut. @throws Error of the file system */
export async function syncFolder(path: string): Promise<void> {
  const folder = await openFolder(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
