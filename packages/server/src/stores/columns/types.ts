/** Values that may be bound to `{name:Type}` placeholders of a statement. */
export type BoundValue =
  | string
  | number
  | bigint
  | boolean
  | readonly string[]
  | readonly number[]
  | readonly bigint[];

/**
 * A named, parameterized statement. The text never holds data; data is bound by `params`. A read is
 * one SELECT without a FORMAT or SETTINGS of its own, and can neither write nor open files or
 * connections.
 */
export interface ColumnQuery {
  readonly sql: string;
  /** Values of `{name:Type}`; 128 KiB each and 1,000 KiB together at most when percent-encoded, or `too_large` is thrown. */
  readonly params?: Readonly<Record<string, BoundValue>>;
  /**
   * Upper bound of the run time; the engine ends the query with an error after it. Default 30 s (600 s
   * for commands). Reads that ask for more than the default queue apart from those of charts.
   */
  readonly maxSeconds?: number;
  /**
   * One thread works through the rows in the order that a subquery sorts them by: sums of floating-point
   * numbers then come out the same each time, and `any` and `anyLast` are first and last.
   */
  readonly inOrder?: boolean;
}

/**
 * The column engine (ClickHouse SQL): metric points, rows, console lines. Implementations:
 * embedded (chDB in a child process) and remote (a ClickHouse URL); both pass the suite in
 * `tests/contract/columns`.
 *
 * Every method throws `RunloomError('unavailable')` when the engine can't be reached or is
 * restarting; other failures of the engine are thrown as `ColumnEngineError`.
 */
export interface ColumnStore {
  /**
   * Appends rows to `table` from ClickHouse `Native` blocks (several may stand one after the
   * other). Resolved only once the rows are synced to disk.
   */
  insertNative(
    table: string,
    columns: readonly string[],
    blocks: readonly Uint8Array[],
  ): Promise<void>;
  /** Reads rows as objects. 64-bit integers arrive as decimal strings, NaN and infinities as null unless selected as text. */
  query<Row extends object>(query: ColumnQuery): Promise<Row[]>;
  /** Reads an answer as bytes in a ClickHouse output format (`RowBinary`, `Native`, `ArrowStream`, `Parquet`, …). */
  queryBytes(query: ColumnQuery, format: string): Promise<Uint8Array>;
  /** The same for large answers of which nothing is kept: their memory is used again once `take` has returned. */
  takeBytes<Result>(
    query: ColumnQuery,
    format: string,
    take: (bytes: Uint8Array) => Result,
  ): Promise<Result>;
  /** Runs one statement that changes structure or deletes rows (migrations, retention). */
  command(query: ColumnQuery): Promise<void>;
  /** Throws when the engine does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A failure that the engine itself reported, with its numeric code (241 = memory limit, 159 = time limit, …). */
export class ColumnEngineError extends Error {
  readonly engineCode: number;
  constructor(engineCode: number, message: string) {
    super(message);
    this.name = 'ColumnEngineError';
    this.engineCode = engineCode;
  }
}
