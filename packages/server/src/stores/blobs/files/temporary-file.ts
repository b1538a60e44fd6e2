import { randomUUID } from 'node:crypto';
import { close, constants, fsync, open as openDescriptor, write } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { isSmall, receive, receiveSmall } from '../receive.ts';
import type { PutOptions, StoredBlob } from '../types.ts';
import { onDisk } from './errors.ts';

export interface TemporaryFile {
  readonly path: string;
  readonly blob: StoredBlob;
  /** Removes it, if it is still there. */
  discard(): Promise<void>;
}

/**
 * Writes `source` to a new file in `directory`, synced when `durable`. Nothing is left when it fails.
 * @throws as BlobStore.put
 */
export async function writeTemporaryFile(
  directory: string,
  source: Readable | Uint8Array,
  options: PutOptions & { readonly durable: boolean },
): Promise<TemporaryFile> {
  const path = join(directory, randomUUID());
  if (isSmall(options)) return writeSmall(path, source, options);
  const discard = () => onDisk(() => rm(path, { force: true }));
  const file = await onDisk(() => open(path, 'wx', 0o600));
  try {
    const blob = await fill(file, source, options);
    return { path, blob, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

/**
 * Begins with the file only when all bytes are there. Each call on a file goes through another thread:
 * of thousands of small files these calls are most of the work, so there are as few as can be, and by
 * descriptors, which cost less than handles.
 */
async function writeSmall(
  path: string,
  source: Readable | Uint8Array,
  options: PutOptions & { readonly durable: boolean },
): Promise<TemporaryFile> {
  const { bytes, blob } = await receiveSmall(source, options);
  const discard = () => onDisk(() => rm(path, { force: true }));
  try {
    await onDisk(() => writeNew(path, bytes, options.durable));
    return { path, blob, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

const calls = {
  open: promisify(openDescriptor),
  write: promisify(write),
  fsync: promisify(fsync),
  close: promisify(close),
};

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
/**
 * Linux: a write that returns once it is durable, which saves the call to sync. Elsewhere syncing does
 * more than that (`F_FULLFSYNC`), or there is no such thing.
 */
const WRITE_THROUGH = process.platform === 'linux' ? constants.O_DSYNC : null;

async function writeNew(path: string, bytes: Uint8Array, durable: boolean): Promise<void> {
  const through = durable && WRITE_THROUGH !== null;
  const file = await calls.open(path, through ? NEW_FILE | WRITE_THROUGH : NEW_FILE, 0o600);
  try {
    for (let done = 0; done < bytes.byteLength; ) {
      const left = bytes.byteLength - done;
      done += (await calls.write(file, bytes, done, left)).bytesWritten;
    }
    // An empty file was not written at all.
    if (durable && (!through || bytes.byteLength === 0)) await calls.fsync(file);
  } finally {
    await calls.close(file);
  }
}

async function fill(
  file: FileHandle,
  source: Readable | Uint8Array,
  options: PutOptions & { readonly durable: boolean },
): Promise<StoredBlob> {
  try {
    const blob = await receive(source, options, (chunks) => onDisk(() => writeAll(file, chunks)));
    if (options.durable) await onDisk(() => file.sync());
    return blob;
  } finally {
    await onDisk(() => file.close());
  }
}

/** A write may take only a part of what it was given (a nearly full disk). */
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const bytes = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  let done = 0;
  while (done < bytes.byteLength) {
    const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done);
    done += bytesWritten;
  }
}
