import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeDirectory } from './make-directory.ts';
import { StartError } from './start-error.ts';

/** The directory that holds all data, locked for this process. */
export interface DataDirectory {
  readonly path: string;
  /** 32 random bytes, made once and kept in a file that only the owner may read. */
  readonly secret: Uint8Array;
  release(): void;
}

/**
 * Creates the directory when missing (for the owner alone), checks that it can be written, and locks
 * it. The lock is the operating system's lock on a file, so it ends with the process, however that ends.
 * @throws StartError when it can't be written or another server uses it
 */
export function openDataDirectory(path: string): DataDirectory {
  makeWritable(path);
  const release = lock(path);
  try {
    return { path, secret: readSecret(join(path, 'secret.key')), release };
  } catch (error) {
    release();
    throw error;
  }
}

function makeWritable(path: string): void {
  try {
    makeDirectory(path);
    if (!statSync(path).isDirectory()) throw new Error('it is a file, not a directory');
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `The data directory ${path} can't be written (${reason(error)}). Set RUNLOOM_DATA_DIR to a directory that this user may write.`,
      { cause: error },
    );
  }
}

/**
 * Node has no flock, but SQLite takes POSIX locks on its file: an exclusive transaction that is never
 * ended is a lock that a crash or SIGKILL always frees.
 */
function lock(directory: string): () => void {
  const file = join(directory, 'server.lock');
  const ownerFile = join(directory, 'server.pid');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    writeFileSync(ownerFile, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    database?.close();
    if (!isBusy(error)) {
      throw new StartError(
        `The data directory ${directory} can't be locked (${reason(error)}). Check its permissions and free space.`,
        { cause: error },
      );
    }
    const owner = readOwner(ownerFile);
    throw new StartError(
      `Another Runloom server${owner ? ` (process ${owner})` : ''} uses the data directory ${directory}. Stop it first, or set RUNLOOM_DATA_DIR to another directory.`,
    );
  }
  const held = database;
  return () => held.close();
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5;
}

function readOwner(file: string): string | null {
  try {
    return /^\d+/.exec(readFileSync(file, 'utf8'))?.[0] ?? null;
  } catch {
    // The name of the owner only makes the message better.
    return null;
  }
}

function readSecret(file: string): Uint8Array {
  try {
    return decodeSecret(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const secret = randomBytes(32);
  writeDurably(file, `${secret.toString('hex')}\n`);
  return secret;
}

function decodeSecret(text: string, file: string): Uint8Array {
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) {
    throw new StartError(
      `${file} is damaged: it must hold 64 hexadecimal digits. Restore it from a backup, or delete it (links to files that were handed out stop working).`,
    );
  }
  return Buffer.from(hex, 'hex');
}

function writeDurably(file: string, text: string): void {
  const temporary = `${file}.new`;
  const descriptor = openSync(temporary, 'w', 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  chmodSync(temporary, 0o600);
  renameSync(temporary, file);
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const known: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOTDIR: 'part of the path is a file',
    ENOENT: 'part of the path does not exist',
    ENOSPC: 'the disk is full',
  };
  return known[code] ?? error.message;
}
