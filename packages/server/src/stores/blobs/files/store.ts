import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeDirectory } from '../../../platform/make-directory.ts';
import { checkRange, isDigest, pathOf, rangePastEnd } from '../addresses.ts';
import { isSmall, receiveSmall } from '../receive.ts';
import type { BlobStore } from '../types.ts';
import { isMissing, onDisk } from './errors.ts';
import { type Folder, openFolder, syncFolder } from './folder.ts';
import { openPacks } from './packs/packs.ts';
import { createSyncRounds } from './sync-rounds.ts';
import { writeTemporaryFile } from './temporary-file.ts';

/**
 * Blobs as files: `<directory>/<first byte>/<digest>`, written in `<directory>/incoming`, synced and
 * renamed, so that a name that can be seen is whole and survives a power cut; what is known to be small
 * before it comes lies in packs, `<directory>/packs`. One server uses a directory at a time: what an
 * earlier one left half-written is removed here.
 * @throws Error of the file system, or of SQLite, when the directory or the packs can't be opened
 */
export async function openFileStore(directory: string): Promise<BlobStore> {
  const incoming = join(directory, 'incoming');
  await rm(incoming, { recursive: true, force: true });
  makeDirectory(incoming);
  makeDirectory(join(directory, 'packs'));
  await syncFolder(directory);
  await syncFolder(dirname(directory));
  /** Folders whose own name is known to be durable, at most one for each first byte. */
  const folders = new Map<string, Promise<Folder>>();
  const rounds = createSyncRounds();
  const packs = await openPacks(join(directory, 'packs'));

  async function makeFolder(path: string): Promise<Folder> {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await syncFolder(directory);
    return openFolder(path);
  }

  /** Changes a name in the folder of this content, durably; answers what the change does. */
  async function inFolderOf<T>(digest: string, change: () => Promise<T>): Promise<T> {
    const name = digest.slice(0, 2);
    const opened = folders.get(name) ?? makeFolder(join(directory, name));
    folders.set(name, opened);
    try {
      const folder = await opened;
      const outcome = await change();
      await rounds.sync(folder);
      return outcome;
    } catch (error) {
      // It may be another folder next time (made again, mounted again).
      if (folders.get(name) === opened) {
        folders.delete(name);
        await closeFolder(opened);
      }
      throw error;
    }
  }

  // Also over the same content: what was there may be damaged, or not be synced yet.
  const publish = (from: string, digest: string): Promise<void> =>
    inFolderOf(digest, () => rename(from, join(directory, pathOf(digest))));

  return {
    async put(source, options = {}) {
      if (isSmall(source, options)) {
        const { bytes, blob } = await receiveSmall(source, options);
        await packs.put(blob.digest, bytes);
        return blob;
      }
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
      const packed = await packs.open(digest, range);
      if (packed !== null) return packed;
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

    async stat(digest) {
      if (!isDigest(digest)) return null;
      return (await packs.stat(digest)) ?? onDisk(() => sizeOf(digest));
    },

    async remove(digest) {
      if (!isDigest(digest)) return false;
      const wasPacked = await packs.remove(digest);
      // It may have come in both ways.
      return onDisk(async () => {
        if ((await sizeOf(digest)) === null) return wasPacked;
        const wasFile = await inFolderOf(digest, () => unlinked(join(directory, pathOf(digest))));
        return wasPacked || wasFile;
      });
    },

    ping: () => onDisk(() => access(incoming, constants.R_OK | constants.W_OK)),
    async close() {
      await Promise.all([...folders.values()].map(closeFolder));
      folders.clear();
      await packs.close();
    },
  };

  async function sizeOf(digest: string): Promise<{ sizeBytes: number } | null> {
    try {
      return { sizeBytes: (await stat(join(directory, pathOf(digest)))).size };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
}

async function closeFolder(opened: Promise<Folder>): Promise<void> {
  const folder = await opened.catch(() => null);
  await folder?.close();
}

/** False when somebody else was faster. */
async function unlinked(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
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
