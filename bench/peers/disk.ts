import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const CALM_MS = 5000;
const MOST_MS = 60_000;

/** The sizes of all files below a folder, metadata and indexes included. */
export async function bytesOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      // A file may go while merges run.
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The size once it has not changed for 5 s, or after a minute. */
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
