import type { Actor } from '../accounts/index.ts';

/** One `file_stream` request, parsed. Offsets are line numbers. */
export interface StreamChunk {
  readonly history?: { readonly offset: number; readonly lines: readonly string[] };
  readonly events?: { readonly offset: number; readonly lines: readonly string[] };
  readonly summary?: string;
  readonly output?: readonly { readonly offset: number; readonly lines: readonly string[] }[];
  readonly uploaded?: readonly string[];
  readonly preempting?: boolean;
  readonly complete?: boolean;
  readonly exitCode?: number | null;
  /** Parts of the request that could not be read, kept as dead letters. */
  readonly bad?: readonly {
    readonly file: string;
    readonly line: number;
    readonly reason: string;
    readonly raw: string;
  }[];
}

/** Takes what runs stream: decodes, commits in groups, moves the run forward, tells who watches. */
export interface Ingest {
  /**
   * Resolved only once everything in the chunk is durable.
   * @throws RunloomError('not_found' | 'forbidden') for a foreign or unknown run, 'unavailable' or 'rate_limited' on a passing fault
   */
  append(
    actor: Actor,
    address: { entity: string; project: string; run: string },
    chunk: StreamChunk,
  ): Promise<{ stopRequested: boolean }>;
  /** What was taken since the start, as Prometheus counters want it. */
  readonly counters: { readonly chunks: number; readonly rows: number; readonly points: number };
  /** Waits for what is in flight. */
  drain(): Promise<void>;
}
