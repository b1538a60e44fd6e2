import type { HistorySource } from '../runs/index.ts';

/**
 * How texts of rows stand beside each other: as items of a JSON array, each a string with its quotes
 * and escapes, or one a line.
 */
export type RowStyle = 'items' | 'lines';

/** Rows that were read, one after the other in one piece of memory. */
export class StoredRows {
  readonly count: number;
  private readonly style: RowStyle;
  /** Where they stand; there may be more of it. */
  readonly bytes: Buffer;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  private readonly steps: BigInt64Array;
  private readonly sources: Float64Array;

  constructor(rows: {
    readonly style: RowStyle;
    readonly bytes: Buffer;
    readonly starts: Uint32Array;
    readonly ends: Uint32Array;
    readonly steps: BigInt64Array;
    readonly sources: Float64Array;
  }) {
    this.count = rows.starts.length;
    this.style = rows.style;
    this.bytes = rows.bytes;
    this.starts = rows.starts;
    this.ends = rows.ends;
    this.steps = rows.steps;
    this.sources = rows.sources;
  }

  get sizeBytes(): number {
    return this.ends[this.count - 1] ?? 0;
  }

  source(row: number): HistorySource {
    return this.sources[row] as HistorySource;
  }

  step(row: number): bigint {
    return this.steps[row] ?? 0n;
  }

  text(row: number): string {
    const text = this.bytes.toString('utf8', this.starts[row], this.ends[row]);
    return this.style === 'lines' ? text : (JSON.parse(text) as string);
  }

  /** Texts of the rows from one to before another. */
  texts(from: number, to: number): string[] {
    if (this.style === 'items') return JSON.parse(`[${this.piece(from, to)}]`) as string[];
    return Array.from({ length: to - from }, (_, at) => this.text(from + at));
  }

  /** The same as they stand, with what parts them between them. */
  piece(from: number, to: number): Buffer {
    if (from >= to) return Buffer.alloc(0);
    return this.bytes.subarray(this.starts[from], this.ends[to - 1]);
  }
}
