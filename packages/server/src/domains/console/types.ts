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
  /** Lines that contain `text` (case-insensitive), in order. */
  search(run: Run, options: { text: string; limit: number }): Promise<readonly ConsoleLine[]>;
}
