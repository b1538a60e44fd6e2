import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { syncFolder } from '../folder.ts';
import { onPacks } from './errors.ts';
import type { PackIndex, PackState, Place } from './pack-index.ts';
import { endOf, HEAD_BYTES, type PackRecord, writeHead } from './records.ts';

/** A pack that has more takes nothing further. Small enough to be read as a whole. */
export const PACK_BYTES = 16 * 2 ** 20;
/** Written at once, so that a pack is at most this much larger. */
const BATCH_BYTES = 4 * 2 ** 20;
const BATCH_RECORDS = 1_000;
/** Those who come one after the other wait for each other so long; who comes alone waits for nobody. */
const GATHER_MS = 3;
/** Dead bytes are left for so long where contents are added. */
const TOLERATED_BYTES = 2 ** 20;
/** Linux: a write that returns once it is durable. Elsewhere syncing does more than that, or there is no such thing. */
const WRITE_THROUGH = process.platform === 'linux' ? constants.O_DSYNC : null;

type Change =
  | { readonly kind: 'put'; readonly digest: string; readonly bytes: Uint8Array }
  /** Of a content that is still looked for there. */
  | {
      readonly kind: 'move';
      readonly digest: string;
      readonly bytes: Uint8Array;
      readonly from: Place;
    }
  | { readonly kind: 'remove'; readonly digest: string };

interface Waiting {
  readonly change: Change;
  readonly resolve: (changed: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** The pack that is written to. */
interface ActivePack {
  readonly pack: number;
  readonly file: FileHandle;
  endBytes: number;
}

/** Changes of the packs, one batch after the other: those that come while one is written are the next. */
export interface PackLog {
  /** Resolved once it is durable and found: whether it changed anything. @throws RunloomError('unavailable') */
  change(change: Change): Promise<boolean>;
  /** The pack that is written to; null when the next batch begins a new one. */
  activePack(): number | null;
  /** Ends once all that waits is written. */
  close(): Promise<void>;
}

/** Such a pack is worth being written anew. */
export const isMostlyDead = ({ endBytes, liveBytes }: PackState): boolean =>
  2 * liveBytes < endBytes;

export const packPath = (directory: string, pack: number): string =>
  join(directory, `${String(pack).padStart(10, '0')}.pack`);

/**
 * @param last the pack that was written to last; its end, and the number that the next pack gets
 * @param holds whether these bytes lie at the place indeed
 * @param onTouched told of each batch how the packs are whose contents it changed
 */
export function createPackLog({
  directory,
  index,
  last,
  holds,
  onTouched,
}: {
  directory: string;
  index: PackIndex;
  last: { readonly pack: number; readonly endBytes: number } | null;
  holds: (place: Place, bytes: Uint8Array) => Promise<boolean>;
  onTouched: (packs: readonly PackState[]) => void;
}): PackLog {
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  /** Whether the last batch was of several: a sign that many come at the same time. */
  let wereTogether = false;
  let active: ActivePack | null = null;
  let continued = last !== null && last.endBytes < PACK_BYTES ? last : null;
  let nextPack = (last?.pack ?? 0) + 1;

  async function openActive(): Promise<ActivePack> {
    const through = WRITE_THROUGH ?? 0;
    if (continued !== null) {
      const { pack, endBytes } = continued;
      const file = await open(packPath(directory, pack), constants.O_WRONLY | through);
      // What a killed server did not write to its end.
      await file.truncate(endBytes);
      continued = null;
      return { pack, file, endBytes };
    }
    const pack = nextPack;
    nextPack += 1;
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | through;
    const file = await open(packPath(directory, pack), flags, 0o600);
    await syncFolder(directory);
    return { pack, file, endBytes: 0 };
  }

  async function closeActive(): Promise<void> {
    const closed = active;
    active = null;
    await closed?.file.close();
  }

  /**
   * Cuts off what was written of a batch that failed, before anything else is written: a shorter batch would
   * leave the end of it behind itself, and a removal that nobody was told of would be found there later.
   */
  async function reopenLater(): Promise<void> {
    if (active === null) return;
    const { pack, endBytes } = active;
    continued = { pack, endBytes };
    // The descriptor may be what failed.
    await closeActive().catch(() => undefined);
  }

  function takeBatch(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { change } of waiting.slice(0, BATCH_RECORDS)) {
      bytes += HEAD_BYTES + sizeOf(change);
      if (count > 0 && bytes > BATCH_BYTES) break;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  }

  /** Answers which of the batch changed something, once it is durable. */
  async function write(batch: readonly Waiting[]): Promise<readonly boolean[]> {
    active ??= await openActive();
    const { pack, file } = active;
    const records: PackRecord[] = [];
    const parts: Uint8Array[] = [];
    const changed: boolean[] = [];
    /** Whether contents are there, as this batch leaves them. */
    const after = new Map<string, boolean>();
    let end = active.endBytes;
    for (const { change } of batch) {
      const { digest } = change;
      const wanted = await isWanted(change, after.get(digest));
      changed.push(wanted);
      if (!wanted) continue;
      const sizeBytes = sizeOf(change);
      const kind = change.kind === 'remove' ? 'removal' : 'content';
      const record = { kind, digest, at: end + HEAD_BYTES, sizeBytes } as const;
      records.push(record);
      parts.push(writeHead(record));
      if (change.kind !== 'remove') parts.push(change.bytes);
      after.set(digest, kind === 'content');
      end = endOf(record);
    }
    if (records.length === 0) return changed;
    await writeAll(file, Buffer.concat(parts), active.endBytes);
    const touched = index.note(pack, records);
    active.endBytes = end;
    const isDead = touched.some((state) => state.pack === pack && isMostlyDead(state));
    if (end >= PACK_BYTES || (isDead && end >= TOLERATED_BYTES)) await closeActive();
    onTouched(touched);
    return changed;
  }

  /** @param isThere as the batch leaves it; undefined when it says nothing of the content */
  async function isWanted(change: Change, isThere: boolean | undefined): Promise<boolean> {
    const place = isThere === undefined ? index.find(change.digest) : null;
    if (change.kind === 'remove') return isThere ?? place !== null;
    if (change.kind === 'move') {
      const { pack, at } = change.from;
      return place !== null && place.pack === pack && place.at === at;
    }
    if (place === null) return isThere !== true;
    // What is there may be damaged.
    return !(await holds(place, change.bytes));
  }

  async function run(): Promise<void> {
    // All that comes in this turn.
    await Promise.resolve();
    while (waiting.length > 0) {
      if (wereTogether) await setTimeout(GATHER_MS);
      const batch = takeBatch();
      wereTogether = batch.length > 1;
      try {
        const changed = await onPacks(() => write(batch));
        for (const [at, { resolve }] of batch.entries()) resolve(changed[at] ?? false);
      } catch (error) {
        await reopenLater();
        for (const { reject } of batch) reject(error);
      }
    }
    running = null;
  }

  return {
    change: (change) =>
      new Promise((resolve, reject) => {
        waiting.push({ change, resolve, reject });
        running ??= run();
      }),
    activePack: () => active?.pack ?? continued?.pack ?? null,
    async close() {
      await running;
      await closeActive();
    },
  };
}

const sizeOf = (change: Change): number => (change.kind === 'remove' ? 0 : change.bytes.byteLength);

/** A write may take only a part of what it was given (a nearly full disk). */
async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    const left = bytes.byteLength - done;
    done += (await file.write(bytes, done, left, at + done)).bytesWritten;
  }
  if (WRITE_THROUGH === null) await file.datasync();
}
