import { type FileHandle, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { makeDirectory } from '../../../../platform/make-directory.ts';
import { rangePastEnd } from '../../addresses.ts';
import type { ByteRange } from '../../types.ts';
import { isMissing } from '../errors.ts';
import { syncFolder } from '../folder.ts';
import { onPacks } from './errors.ts';
import { openPackIndex, type PackIndex, type Place } from './pack-index.ts';
import { createPackLog, isMostlyDead, packPath } from './pack-log.ts';
import { readRecords } from './records.ts';

/** Small contents, many in a file. Every method throws `RunloomError('unavailable')` on a fault of the disk. */
export interface Packs {
  /** Resolved once it is durable. */
  put(digest: string, bytes: Uint8Array): Promise<void>;
  /** @throws RunloomError('invalid') when the range begins past the last byte */
  open(digest: string, range?: ByteRange): Promise<Readable | null>;
  stat(digest: string): Promise<{ sizeBytes: number } | null>;
  /** True when it was there. The bytes are freed once half of their pack is dead. */
  remove(digest: string): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens the packs in `directory`: files that contents are only added to, those that come at the same time
 * with one write that returns once it is durable, so that a small content costs no file, no name and no
 * sync of its own. What a killed server wrote and did not note in the index is read from them first.
 * @throws Error of the file system or of SQLite
 */
export async function openPacks(directory: string): Promise<Packs> {
  makeDirectory(directory);
  const index = openPackIndex(join(directory, 'index.db'));
  let last: { readonly pack: number; readonly endBytes: number } | null;
  try {
    last = await bringUpToDate(directory, index);
  } catch (error) {
    index.close();
    throw error;
  }
  const log = createPackLog({
    directory,
    index,
    last,
    holds: async (place, bytes) => (await readPlace(directory, place))?.equals(bytes) ?? false,
    onTouched: (states) => compactLater(states.filter(isMostlyDead).map(({ pack }) => pack)),
  });

  /** Packs to be written anew, one after the other; nobody waits for it but who closes. */
  const dead = new Set<number>();
  let compacting: Promise<void> | null = null;
  let isClosing = false;
  compactLater(
    index
      .packs()
      .filter(isMostlyDead)
      .map(({ pack }) => pack),
  );

  function compactLater(packs: readonly number[]): void {
    for (const pack of packs) if (pack !== log.activePack()) dead.add(pack);
    if (dead.size > 0) compacting ??= compactAll();
  }

  async function compactAll(): Promise<void> {
    for (const pack of dead) {
      if (isClosing) break;
      dead.delete(pack);
      // A full disk, say: it is tried again with the next loss, or at the next start.
      await compact(pack).catch(() => undefined);
    }
    compacting = null;
  }

  /** Writes what is left of a pack behind all others, and removes it. */
  async function compact(pack: number): Promise<void> {
    const bytes = await readFile(packPath(directory, pack));
    const moves: Promise<boolean>[] = [];
    let lastTurnAt = 0;
    for (const { kind, digest, at, sizeBytes } of readRecords(bytes, 0)) {
      if (at - lastTurnAt > BYTES_A_TURN) {
        await turn();
        lastTurnAt = at;
      }
      const from = kind === 'content' ? index.find(digest) : null;
      if (from?.pack !== pack || from.at !== at) continue;
      const content = bytes.subarray(at, at + sizeBytes);
      moves.push(log.change({ kind: 'move', digest, bytes: content, from }));
    }
    await Promise.all(moves);
    const left = index.packs().find((state) => state.pack === pack);
    // Bytes that can't be read as they were written are kept for who can mend them.
    if (left === undefined || left.liveBytes > 0) return;
    // Else a power cut could take the moves, and removals that only this pack tells of.
    index.sync();
    await unlink(packPath(directory, pack));
    await syncFolder(directory);
    index.forget(pack);
  }

  /** A place may be given up between looking for it and opening its pack. */
  async function openPlace(
    digest: string,
  ): Promise<{ readonly place: Place; readonly file: FileHandle } | null> {
    for (let before: Place | null = null; ; ) {
      const place = index.find(digest);
      if (place === null || (before?.pack === place.pack && before.at === place.at)) return null;
      const file = await openFile(packPath(directory, place.pack));
      if (file !== null) return { place, file };
      before = place;
    }
  }

  return {
    put: async (digest, bytes) => {
      await log.change({ kind: 'put', digest, bytes });
    },

    open: (digest, range) =>
      onPacks(async () => {
        const opened = await openPlace(digest);
        if (opened === null) return null;
        const { place, file } = opened;
        try {
          const { start, end } = range ?? { start: 0, end: place.sizeBytes - 1 };
          if (start >= place.sizeBytes) throw rangePastEnd(start);
          const sizeBytes = Math.min(end, place.sizeBytes - 1) - start + 1;
          const bytes = await readAt(file, place.at + start, sizeBytes);
          return Readable.from([bytes], { objectMode: false });
        } finally {
          await file.close();
        }
      }),

    stat: (digest) =>
      onPacks(async () => {
        const place = index.find(digest);
        return place && { sizeBytes: place.sizeBytes };
      }),

    async remove(digest) {
      const isThere = await onPacks(async () => index.find(digest) !== null);
      return isThere && log.change({ kind: 'remove', digest });
    },

    async close() {
      isClosing = true;
      await compacting;
      await log.close();
      index.close();
    },
  };
}

/** Looked through in one turn of the event loop. */
const BYTES_A_TURN = 2 ** 20;
const PACK_NAME = /^(\d{10,15})\.pack$/;

/** Notes what the packs hold beyond their index; answers the pack that was written to last, and its end. */
async function bringUpToDate(
  directory: string,
  index: PackIndex,
): Promise<{ readonly pack: number; readonly endBytes: number } | null> {
  const names = await readdir(directory);
  const packs = names
    .flatMap((name) => PACK_NAME.exec(name)?.slice(1) ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  const ends = new Map(index.packs().map(({ pack, endBytes }) => [pack, endBytes]));
  for (const pack of packs) {
    const endBytes = ends.get(pack) ?? 0;
    const tail = await readFrom(packPath(directory, pack), endBytes);
    const records = [...readRecords(tail, endBytes)];
    if (records.length > 0) index.note(pack, records);
  }
  for (const pack of ends.keys()) if (!packs.includes(pack)) index.forget(pack);
  const last = packs.at(-1);
  if (last === undefined) return null;
  const endBytes = index.packs().find(({ pack }) => pack === last)?.endBytes ?? 0;
  const { size } = await stat(packPath(directory, last));
  // Behind a gap nothing would be found again without the index.
  return { pack: last, endBytes: size < endBytes ? Number.POSITIVE_INFINITY : endBytes };
}

async function readFrom(path: string, start: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await readAt(file, start, Math.max(0, size - start));
  } finally {
    await file.close();
  }
}

async function readPlace(directory: string, place: Place): Promise<Buffer | null> {
  const file = await openFile(packPath(directory, place.pack));
  if (file === null) return null;
  try {
    return await readAt(file, place.at, place.sizeBytes);
  } finally {
    await file.close();
  }
}

/** As many bytes from `at` on, fewer where the file ends. */
async function readAt(file: FileHandle, at: number, sizeBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(sizeBytes);
  let done = 0;
  while (done < sizeBytes) {
    const { bytesRead } = await file.read(bytes, done, sizeBytes - done, at + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

async function openFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
