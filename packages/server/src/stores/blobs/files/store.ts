import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeDirectory } from '../../../platform/make-directory.ts';
import { checkRange, isDigest, pathOf, rangePastEnd } from '../addresses.ts';
import type { BlobStore } from '../types.ts';
import { isMissing, onDisk } from './errors.ts';
import { writeTemporaryFile } from './temporary-file.ts';

/**
 * Blobs as files: `<directory>/<first byte>/<digest>`, written in `<directory>/incoming`, synced and
 * renamed, so that a name that can be seen is whole and survives a power cut. One server uses a
 * directory at a time: what an earlier one left half-written is removed here.
 * @throws Error of the file system when the directory can't be made
 */
export async function openFileStore(directory: string): Promise<BlobStore> {
  const incoming = join(directory, 'incoming');
  await rm(incoming, { recursive: true, force: true });
  makeDirectory(incoming);
  await syncDirectory(directory);
  await syncDirectory(dirname(directory));
  /** Folders whose own name is known to be durable. */
  const folders = new Set<string>();

  async function ensureFolder(folder: string): Promise<void> {
    if (folders.has(folder)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncDirectory(directory);
    folders.add(folder);
  }

  async function publish(from: string, digest: string): Promise<void> {
    const folder = join(directory, digest.slice(0, 2));
    await ensureFolder(folder);
    // Also over the same content: what was there may be damaged, or not be synced yet.
    await rename(from, join(directory, pathOf(digest)));
    await syncDirectory(folder);
  }

  return {
    async put(source, options = {}) {
      const file = await writeTemporaryFile(incoming, source, { ...options, durable: true });
      try {
        await onDisk(() => publish(file.path, file.blob.digest));
      } catch (error) {
        await file.discard();
        throw error;
      }
      return file.blob;
    },

    async open(digest, range) {
      if (range) checkRange(range);
      if (!isDigest(digest)) return null;
      return onDisk(async () => {
        const file = await openFile(join(directory, pathOf(digest)));
        if (!file) return null;
        if (!range) return file.createReadStream();
        const { size } = await file.stat();
        if (range.start < size) return file.createReadStream({ ...range });
        await file.close();
        throw rangePastEnd(range.start);
      });
    },

    stat: (digest) => onDisk(() => sizeOf(digest)),

    async remove(digest) {
      if (!isDigest(digest)) return false;
      return onDisk(async () => {
        try {
          await unlink(join(directory, pathOf(digest)));
        } catch (error) {
          if (isMissing(error)) return false;
          throw error;
        }
        await syncDirectory(join(directory, digest.slice(0, 2)));
        return true;
      });
    },

    ping: () => onDisk(() => access(incoming, constants.R_OK | constants.W_OK)),
    async close() {},
  };

  async function sizeOf(digest: string): Promise<{ sizeBytes: number } | null> {
    if (!isDigest(digest)) return null;
    try {
      return { sizeBytes: (await stat(join(directory, pathOf(digest)))).size };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
}

async function openFile(path: string) {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Makes names in the directory survive a power cut. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
