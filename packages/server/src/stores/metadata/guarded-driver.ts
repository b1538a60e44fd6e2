import type {
  CompiledQuery,
  DatabaseConnection,
  Driver,
  QueryCompiler,
  QueryResult,
  TransactionSettings,
} from 'kysely';
import { storable } from './parameters.ts';

/**
 * Makes an engine's driver behave as the other one's where the two would differ: values are checked
 * by `storable`, errors are turned into ours by `translate`, and a transaction in which a statement
 * failed takes no further statement and can't be committed. (PostgreSQL answers a `commit` of a
 * failed transaction with a silent rollback, SQLite would commit the half of it.)
 */
export class GuardedDriver implements Driver {
  readonly #driver: Driver;
  readonly #translate: (error: unknown) => unknown;

  constructor(driver: Driver, translate: (error: unknown) => unknown) {
    this.#driver = driver;
    this.#translate = translate;
  }

  init(): Promise<void> {
    return this.#translated(this.#driver.init());
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await this.#translated(this.#driver.acquireConnection());
    return new GuardedConnection(connection, this.#translate);
  }

  async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    const guarded = guardedConnection(connection);
    await this.#translated(this.#driver.beginTransaction(guarded.inner, settings));
    guarded.inTransaction = true;
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const guarded = guardedConnection(connection);
    guarded.refuseWhenFailed();
    await this.#translated(this.#driver.commitTransaction(guarded.inner));
    guarded.inTransaction = false;
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const guarded = guardedConnection(connection);
    await this.#translated(this.#driver.rollbackTransaction(guarded.inner));
    guarded.inTransaction = false;
    guarded.failed = false;
  }

  async savepoint(
    connection: DatabaseConnection,
    name: string,
    compileQuery: QueryCompiler['compileQuery'],
  ): Promise<void> {
    const guarded = guardedConnection(connection);
    guarded.refuseWhenFailed();
    await this.#translated(this.#driver.savepoint?.(guarded.inner, name, compileQuery));
  }

  async rollbackToSavepoint(
    connection: DatabaseConnection,
    name: string,
    compileQuery: QueryCompiler['compileQuery'],
  ): Promise<void> {
    const guarded = guardedConnection(connection);
    await this.#translated(this.#driver.rollbackToSavepoint?.(guarded.inner, name, compileQuery));
    guarded.failed = false;
  }

  async releaseSavepoint(
    connection: DatabaseConnection,
    name: string,
    compileQuery: QueryCompiler['compileQuery'],
  ): Promise<void> {
    const guarded = guardedConnection(connection);
    guarded.refuseWhenFailed();
    await this.#translated(this.#driver.releaseSavepoint?.(guarded.inner, name, compileQuery));
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#driver.releaseConnection(guardedConnection(connection).inner);
  }

  destroy(): Promise<void> {
    return this.#driver.destroy();
  }

  async #translated<T>(work: Promise<T> | undefined): Promise<T> {
    try {
      return (await work) as T;
    } catch (error) {
      throw this.#translate(error);
    }
  }
}

class GuardedConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  readonly #translate: (error: unknown) => unknown;
  inTransaction = false;
  failed = false;

  constructor(inner: DatabaseConnection, translate: (error: unknown) => unknown) {
    this.inner = inner;
    this.#translate = translate;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.refuseWhenFailed();
    const parameters = query.parameters.map(storable);
    try {
      return await this.inner.executeQuery<R>({ ...query, parameters });
    } catch (error) {
      this.failed = this.inTransaction;
      throw this.#translate(error);
    }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('The metadata store does not stream rows: read them in pages by key');
  }

  refuseWhenFailed(): void {
    if (!this.failed) return;
    throw new Error('A statement of this transaction failed, so all of it must be rolled back');
  }
}

function guardedConnection(connection: DatabaseConnection): GuardedConnection {
  if (connection instanceof GuardedConnection) return connection;
  throw new TypeError('The connection belongs to another driver');
}
