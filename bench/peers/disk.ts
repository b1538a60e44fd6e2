import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const CALM_MS = 20_000;
const MOST_MS = 120_000;

/** The sizes of all files below a folder, metadata and indexes included. Files may go meanwhile, as merges do. */
export async function bytesOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(orNothing([]));
  const sizes = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return bytesOf(path);
      return entry.isFile()
        ? stat(path)
            .then(({ size }) => size)
            .catch(orNothing(0))
        : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What is taken when the file or folder is gone; every other error is thrown on. */
function orNothing<T>(nothing: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return nothing;
    throw error;
  };
}

/** The size once it has not changed for 20 s, or after two minutes. */
export async function settledBytesOf(folder: string): Promise<number> {
  const until = performance.now() + MOST_MS;
  let bytes = await bytesOf(folder);
  for (let calmSince = performance.now(); performance.now() < until; ) {
    await sleep(500);
    const now = await bytesOf(folder);
    if (now !== bytes) calmSince = performance.now();
    else if (performance.now() - calmSince > CALM_MS) break;
    bytes = now;
  }
  return bytes;
}
