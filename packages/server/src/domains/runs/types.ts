import type { Actor, UserId } from '../accounts/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';
import type { Lineage } from './lineage.ts';

/** Also the number by which the column store knows the run; never used again. */
export type RunId = number & { readonly __brand: 'RunId' };

export type RunState =
  | 'pending'
  | 'running'
  | 'finished'
  | 'failed'
  | 'crashed'
  | 'killed'
  | 'preempting'
  | 'preempted';

export interface Run {
  readonly id: RunId;
  readonly projectId: ProjectId;
  /** The client's run id, unique in the project; part of all addresses. */
  readonly name: string;
  readonly displayName: string;
  readonly state: RunState;
  readonly exitCode: number | null;
  readonly createdBy: UserId | null;
  /** Server clock, milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly heartbeatAt: number;
  /** Client clock of step 0 (`_timestamp − _runtime` of the first row), seconds; null before the first row. Relative time counts from here. */
  readonly startedAt: number | null;
  readonly notes: string;
  readonly description: string;
  readonly groupName: string;
  readonly jobType: string;
  readonly program: string;
  readonly repo: string;
  readonly commit: string;
  readonly host: string;
  readonly sweepName: string | null;
  readonly tags: readonly string[];
  /** JSON text as the client sent it: `{key: {value, desc?}, _wandb: {value: …}}`. May hold NaN and infinities as bare tokens. */
  readonly config: string;
  /** JSON text of the whole summary as the client sent it. May hold NaN and infinities as bare tokens. */
  readonly summary: string;
  /** Counts of durable lines: what the client is told on resume. */
  readonly historyLineCount: number;
  readonly eventsLineCount: number;
  readonly logLineCount: number;
  /** JSON text of the last history and system row, or null. */
  readonly historyTail: string | null;
  readonly eventsTail: string | null;
  /** Smallest step seen; null before the first row. Exact up to 2^53. */
  readonly firstStep: number | null;
  /** Largest step seen; null before the first row. Exact up to 2^53. */
  readonly lastStep: number | null;
  /** Client clock of the earliest and latest history row, microseconds; null before the first row. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  readonly deadLetterCount: number;
  readonly stopRequested: boolean;
  /** True once a row was sent for a step at or below an earlier one: reads must then merge (FINAL). */
  readonly hasRewrites: boolean;
  /** Null for most: the history is what stands under the run's id. */
  readonly lineage: Lineage | null;
}

/** Null and absent both mean "don't touch". */
export interface UpsertRunInput {
  /** Storage id (decoded) when the client knows it. */
  readonly id?: RunId | null;
  readonly name?: string | null;
  readonly entityName?: string | null;
  readonly projectName?: string | null;
  readonly displayName?: string | null;
  readonly description?: string | null;
  readonly notes?: string | null;
  readonly groupName?: string | null;
  readonly jobType?: string | null;
  readonly program?: string | null;
  readonly repo?: string | null;
  readonly commit?: string | null;
  readonly host?: string | null;
  readonly sweepName?: string | null;
  readonly state?: RunState | null;
  readonly tags?: readonly string[] | null;
  readonly config?: string | null;
  readonly summary?: string | null;
}

/** What one acknowledged file-stream chunk changes on its run. Counts only ever grow (`max`). */
export interface RunProgress {
  readonly runId: RunId;
  /** Server clock of the request. */
  readonly heartbeatAt: number;
  readonly historyLineCount?: number;
  readonly eventsLineCount?: number;
  readonly logLineCount?: number;
  readonly historyTail?: string;
  readonly eventsTail?: string;
  readonly firstStep?: number;
  readonly lastStep?: number;
  readonly firstTime?: number;
  readonly lastTime?: number;
  readonly startedAt?: number;
  readonly summary?: string;
  readonly hasRewrites?: boolean;
  readonly preempting?: boolean;
  readonly exitCode?: number | null;
  readonly complete?: boolean;
  /** One of several processes of a shared run speaks: an exit of another is not the end. */
  readonly shared?: boolean;
  readonly deadLetters?: readonly DeadLetterInput[];
}

/** What a fork or a rewind makes of a run's history. Fields that are absent stay. */
export interface HistoryShape {
  readonly lineage: Lineage | null;
  readonly historyLineCount?: number;
  readonly logLineCount?: number;
  readonly historyTail?: string | null;
  readonly firstStep?: number | null;
  readonly lastStep?: number | null;
  readonly firstTime?: number | null;
  readonly lastTime?: number | null;
  readonly startedAt?: number | null;
  readonly summary?: string;
}

/** A line that could not be read; kept as sent, shown on the run. */
export interface DeadLetterInput {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly raw: string;
}

export interface DeadLetter extends DeadLetterInput {
  readonly id: number;
  readonly createdAt: number;
}

export interface RunPage {
  readonly runs: readonly Run[];
  /** Of each run, in the same order: where to go on after it. */
  readonly cursors: readonly string[];
  readonly totalCount: number;
  /** Pass as `after` to go on; null at the end. */
  readonly nextCursor: string | null;
}

export interface RunListOptions {
  readonly first: number;
  readonly after?: string | null;
  /** Newest first unless told. */
  readonly order?: {
    field: 'createdAt' | 'heartbeatAt' | 'updatedAt' | 'name' | 'state';
    ascending: boolean;
  };
}

/** Runs: their identity, metadata and state. Points live in `metrics`, lines in `console`. */
export interface Runs {
  /**
   * Creates or updates by id, else by (entity, project, name). Creates the project when missing.
   * Idempotent; never un-finishes a run or resets what is not given.
   */
  upsert(
    actor: Actor,
    input: UpsertRunInput,
  ): Promise<{ run: Run; project: Project; inserted: boolean }>;
  /** The project must be one the caller was authorized for. Null when missing. */
  findIn(project: Project, name: string): Promise<Run | null>;
  /** Several at once, in the order asked; missing ones are left out. */
  findMany(project: Project, names: readonly string[]): Promise<readonly Run[]>;
  /** @throws RunloomError('not_found') */
  get(actor: Actor, id: RunId, action: 'read' | 'write'): Promise<{ run: Run; project: Project }>;
  list(project: Project, options: RunListOptions): Promise<RunPage>;
  count(project: Project): Promise<number>;
  update(
    actor: Actor,
    project: Project,
    name: string,
    change: { displayName?: string; notes?: string; tags?: readonly string[] },
  ): Promise<Run>;
  requestStop(actor: Actor, id: RunId): Promise<void>;
  /** Applies many chunks in one transaction; returns the runs after it. Data of a finished run makes it running again unless `complete`. */
  applyProgress(progress: readonly RunProgress[]): Promise<readonly Run[]>;
  /** Gives a writer of a shared run a source of its own; returns the run with it. */
  addWriter(id: RunId, client: string): Promise<Run>;
  /** Changes where the history of a run stands, with what follows from it. */
  reshapeHistory(id: RunId, shape: (run: Run) => HistoryShape): Promise<Run>;
  listDeadLetters(project: Project, name: string): Promise<readonly DeadLetter[]>;
  /** Marks runs without a heartbeat for `timeoutMs` as crashed (or preempted). Returns them. */
  sweepSilent(timeoutMs: number): Promise<readonly Run[]>;
}
