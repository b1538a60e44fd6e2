import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { QueryResult } from 'kysely';

/**
 * How long a statement may block the event loop waiting for another process's lock, milliseconds.
 * Short, because nothing else runs meanwhile; the driver waits for longer without blocking.
 */
const BUSY_TIMEOUT_MS = 100;
const STATEMENT_CACHE_SIZE = 300;

interface CachedStatement {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

/** One open SQLite database with its prepared statements. */
export class SqliteConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, CachedStatement>();

  /**
   * `synchronous=FULL`: in WAL mode the default loses acknowledged commits at a power cut. `writer`
   * may write; the other kind can't by mistake.
   */
  constructor(file: string, kind: 'writer' | 'reader') {
    this.#database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      if (kind === 'writer') this.#database.exec('pragma journal_mode = wal');
      this.#database.exec(`
        pragma synchronous = full;
        pragma foreign_keys = on;
        pragma case_sensitive_like = on;
        pragma temp_store = memory;
        pragma cache_size = -16384;
        pragma query_only = ${kind === 'reader' ? 'on' : 'off'};
      `);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Runs one statement to its end; rows are plain objects, integers are numbers. */
  execute<R>(sql: string, parameters: readonly unknown[]): QueryResult<R> {
    const { statement, returnsRows } = this.#prepare(sql);
    const values = parameters.map(bindable);
    if (!returnsRows) {
      return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) };
    }
    const rows = statement.all(...values).map(plainRow);
    return { rows: rows as R[], numAffectedRows: BigInt(rows.length) };
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): CachedStatement {
    const cached = this.#statements.get(sql);
    if (cached) {
      this.#statements.delete(sql);
      this.#statements.set(sql, cached);
      return cached;
    }
    // Read as bigint and made a number by `plainRow`: read as a number, an integer past 2^53 throws,
    // and one such row would hide all others.
    const statement = this.#database.prepare(sql, { readBigInts: true });
    const prepared = { statement, returnsRows: statement.columns().length > 0 };
    this.#statements.set(sql, prepared);
    if (this.#statements.size > STATEMENT_CACHE_SIZE) {
      const oldest = this.#statements.keys().next();
      if (!oldest.done) this.#statements.delete(oldest.value);
    }
    return prepared;
  }
}

function plainRow(row: Record<string, unknown>): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const name in row) {
    const value = row[name];
    plain[name] = typeof value === 'bigint' ? Number(value) : value;
  }
  return plain;
}

/** Whole numbers are bound as integers; `node:sqlite` binds every number as a real. */
function bindable(value: unknown): SQLInputValue {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  return value as SQLInputValue;
}
