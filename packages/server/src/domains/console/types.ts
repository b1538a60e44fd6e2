import type { HistorySource, Run } from '../runs/index.ts';

/** Lines of `output.log` at the line number the client named; later chunks may rewrite earlier lines. */
export interface ConsoleChunk {
  readonly source: HistorySource;
  readonly offset: number;
  /** As on the wire: plain (`2026-… text`, `ERROR 2026-… text`) or structured JSON. */
  readonly lines: readonly string[];
}

export interface ConsoleLine {
  readonly number: number;
  /** Milliseconds since the epoch by the client's clock; null when the line had none. */
  readonly timestampMs: number | null;
  readonly level: 'info' | 'error';
  readonly label: string;
  /** May hold ANSI codes. */
  readonly text: string;
}

/** Which lines are wanted; what is absent does not matter. */
export interface ConsoleSearch {
  /** To be found anywhere in a line, in any case, with or without colours. */
  readonly text?: string | undefined;
  /** The text is a pattern of RE2's grammar. */
  readonly isPattern?: boolean | undefined;
  readonly level?: ConsoleLine['level'] | undefined;
  /** The whole label; an empty one stands for lines without. */
  readonly label?: string | undefined;
  readonly limit: number;
}

export interface ConsoleLabel {
  readonly label: string;
  readonly lineCount: number;
  /** Of these, lines from stderr. */
  readonly errorCount: number;
}

export interface ConsoleInsert {
  readonly table: string;
  readonly columns: readonly string[];
  readonly block: Uint8Array;
}

/** Console output of runs. */
export interface Console {
  decode(chunk: ConsoleChunk): ConsoleInsert;
  /** Lines `from` (inclusive) upwards, at most `limit`. */
  read(run: Run, options: { from: number; limit: number }): Promise<readonly ConsoleLine[]>;
  /** The last `limit` lines. */
  tail(run: Run, limit: number): Promise<readonly ConsoleLine[]>;
  /**
   * Lines that pass all that is asked, in order.
   * @throws RunloomError('invalid') for a pattern that can't be read
   */
  search(run: Run, wanted: ConsoleSearch): Promise<readonly ConsoleLine[]>;
  /** Lines of the run: all processes of a shared run together. */
  count(run: Run): Promise<number>;
  /** The labels of lines, as writers of a shared run choose them, with how many lines each has. */
  labels(run: Run): Promise<readonly ConsoleLabel[]>;
}
