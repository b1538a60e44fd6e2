import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SelectQueryNode,
} from 'kysely';
import { SqliteConnection } from './connection.ts';
import { isBusy } from './errors.ts';
import { WriterLock } from './writer-lock.ts';

/** How long a write waits for another process's write, milliseconds. */
const OTHER_PROCESS_WAIT_MS = 10_000;
const RETRY_MS = 20;

interface Handles {
  readonly writer: SqliteConnection;
  readonly reader: SqliteConnection;
}

/**
 * Kysely's driver over `node:sqlite`. Writes and transactions take turns on one connection; reads
 * outside of a transaction use a second one, so that they never wait for a transaction and see only
 * what was committed. Statements run to their end on the event loop: keep them short.
 */
export class SqliteDriver implements Driver {
  readonly #file: string;
  readonly #lock = new WriterLock();
  #handles: Handles | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  async init(): Promise<void> {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    // Key hashes live here: nobody else may read it. SQLite gives its side files the same mode.
    closeSync(openSync(this.#file, 'a', 0o600));
    const writer = await whenFree(() => new SqliteConnection(this.#file, 'writer'));
    try {
      this.#handles = { writer, reader: new SqliteConnection(this.#file, 'reader') };
    } catch (error) {
      writer.close();
      throw error;
    }
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (!this.#handles) throw new Error('The metadata store is closed');
    return new Session(this.#handles, this.#lock);
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await session(connection).begin();
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    session(connection).commit();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    session(connection).rollback();
  }

  async savepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`savepoint ${quoted(name)}`));
  }

  async rollbackToSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`rollback to ${quoted(name)}`));
  }

  async releaseSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`release ${quoted(name)}`));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    session(connection).rollback();
  }

  async destroy(): Promise<void> {
    const handles = this.#handles;
    if (!handles) return;
    const release = await this.#lock.acquire();
    this.#handles = undefined;
    try {
      handles.reader.close();
      handles.writer.close();
    } finally {
      release();
    }
  }
}

/** What Kysely takes for a connection: one user of the two handles, in a transaction or not. */
class Session implements DatabaseConnection {
  readonly #handles: Handles;
  readonly #lock: WriterLock;
  /** Gives the writer back; defined inside a transaction. */
  #release: (() => void) | undefined;

  constructor(handles: Handles, lock: WriterLock) {
    this.#handles = handles;
    this.#lock = lock;
  }

  async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
    const { reader, writer } = this.#handles;
    if (this.#release) return writer.execute<R>(sql, parameters);
    if (SelectQueryNode.is(query)) return reader.execute<R>(sql, parameters);
    const release = await this.#lock.acquire();
    try {
      return await whenFree(() => writer.execute<R>(sql, parameters));
    } finally {
      release();
    }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not supported');
  }

  /** Takes the write lock at once: a transaction that reads first and writes later never has to be refused. */
  async begin(): Promise<void> {
    const release = await this.#lock.acquire();
    try {
      await whenFree(() => this.#handles.writer.execute('begin immediate', []));
    } catch (error) {
      release();
      throw error;
    }
    this.#release = release;
  }

  /** When it throws, the transaction is still there and must be rolled back. */
  commit(): void {
    this.#handles.writer.execute('commit', []);
    this.#end();
  }

  /** Does nothing when there is no transaction. Some errors (a full disk) have rolled it back already. */
  rollback(): void {
    if (!this.#release) return;
    try {
      if (this.#handles.writer.inTransaction) this.#handles.writer.execute('rollback', []);
    } finally {
      this.#end();
    }
  }

  #end(): void {
    this.#release?.();
    this.#release = undefined;
  }
}

/** Runs `work` again while another process holds its lock, leaving the event loop free in between. */
async function whenFree<T>(work: () => T): Promise<T> {
  const deadline = Date.now() + OTHER_PROCESS_WAIT_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
    }
    await delay(RETRY_MS);
  }
}

function session(connection: DatabaseConnection): Session {
  if (connection instanceof Session) return connection;
  throw new TypeError('The connection belongs to another driver');
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
