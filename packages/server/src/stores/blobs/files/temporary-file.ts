import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
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
  if (!options.durable && isSmall(source, options)) return writeSmall(path, source, options);
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

/** Begins with the file only when all bytes are there: each call on a file goes through another thread. */
async function writeSmall(
  path: string,
  source: Readable | Uint8Array,
  options: PutOptions,
): Promise<TemporaryFile> {
  const { bytes, blob } = await receiveSmall(source, options);
  const discard = () => onDisk(() => rm(path, { force: true }));
  try {
    await onDisk(() => writeFile(path, bytes, { flag: 'wx', mode: 0o600 }));
    return { path, blob, discard };
  } catch (error) {
    await discard();
    throw error;
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
