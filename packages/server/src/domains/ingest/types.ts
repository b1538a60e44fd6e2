import type { Actor } from '../accounts/index.ts';
import type { Lines } from '../metrics/index.ts';
import type { Project } from '../projects/index.ts';
import type { Run } from '../runs/index.ts';

/** Rows as texts, or where they stand in the body of the request. */
export interface RowBlock {
  readonly offset: number;
  readonly lines: readonly string[] | Lines;
}

/** One `file_stream` request, parsed. Offsets are line numbers. */
export interface StreamChunk {
  /** The client leaves it to the server to keep the summary of what is logged. */
  readonly derivesSummary?: boolean;
  /** The process that writes, when several write to the run; each numbers its lines for itself. */
  readonly writer?: string;
  readonly history?: RowBlock;
  readonly events?: RowBlock;
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
  /**
   * Takes back what the run logged after `step`: its history ends there, and what it logs next comes
   * after it. What is taken back stays for runs that were forked from it.
   * @throws RunloomError('not_found' | 'forbidden')
   */
  rewind(
    actor: Actor,
    address: { entity: string; project: string; run: string },
    step: number,
  ): Promise<{ run: Run; project: Project }>;
  /** Lets a run without a history of its own go on where `parent` was at `step`; any other stays as it is. */
  fork(run: Run, parent: Run, step: number): Promise<Run>;
  /** What was taken since the start, as Prometheus counters want it. */
  readonly counters: { readonly chunks: number; readonly rows: number; readonly points: number };
  /** Waits for what is in flight. */
  drain(): Promise<void>;
}
