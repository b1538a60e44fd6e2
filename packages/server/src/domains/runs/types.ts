import type { ExactJson, RunField, RunFilter, RunOrder } from '@runloom/model';
import type { Actor, UserId } from '../accounts/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';
import type { HistorySource, Lineage, RunId } from './lineage.ts';
import type { Moments } from './search/moments.ts';

export { type Moments, sampleDeviation } from './search/moments.ts';

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
  /** One of several processes of a shared run: its config joins that of the others. */
  readonly shared?: boolean;
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

export interface DeadLetterPage {
  readonly deadLetters: readonly DeadLetter[];
  readonly nextCursor: string | null;
}

export interface RunPage {
  readonly runs: readonly Run[];
  /** Of each run, in the same order: where to go on after it. */
  readonly cursors: readonly string[];
  /** Pass as `after` to go on; null at the end. */
  readonly nextCursor: string | null;
  /** Whether there may be runs before the page. */
  readonly hasPrevious: boolean;
  /** How many runs the filter means in all; null when that was not asked for. */
  readonly totalCount: number | null;
}

/** A page from the start (or behind `after`), or with `last` from the end (or before `before`). */
export interface RunListOptions {
  readonly first?: number;
  readonly after?: string | null;
  readonly last?: number;
  readonly before?: string | null;
  /** All runs unless told. */
  readonly filter?: RunFilter;
  /** Newest first unless told. */
  readonly order?: RunOrder;
  /** Whether the page tells how many runs the filter means in all. */
  readonly isCounted?: boolean;
}

/** Projects whose runs make one list. The caller must have been authorized for each of them. */
export type ListedProjects = readonly Project[];

/** A part of a list, anywhere in it. */
export interface RunIdOptions {
  /** All runs unless told. */
  readonly filter?: RunFilter;
  /** The first counts most; newest first unless told. */
  readonly orders?: readonly RunOrder[];
  /** Runs before the part. */
  readonly skip: number;
  readonly limit: number;
}

/** A run as a row of a table: what all lists show, and the values of the columns that were asked for. */
export interface RunRow {
  readonly id: RunId;
  readonly projectId: ProjectId;
  readonly name: string;
  readonly displayName: string;
  readonly state: RunState;
  readonly user: string | null;
  readonly createdAt: number;
  readonly heartbeatAt: number;
  readonly durationMs: number;
  readonly tags: readonly string[];
  /** The beginning of the notes. */
  readonly notes: string;
  readonly group: string;
  readonly jobType: string;
  readonly sweep: string | null;
  readonly lastStep: number | null;
  readonly stopRequested: boolean;
  /** In the order of the columns; undefined where the run has no plain value. */
  readonly values: readonly (ExactJson | undefined)[];
}

/** What all runs of a group have in common; null: they have no number or text there. */
export type GroupKey = number | string | null;

export interface RunGroup {
  readonly key: GroupKey;
  readonly count: number;
  /** Of the numbers of each column that was asked for, over all runs of the group; null without any. */
  readonly moments: readonly (Moments | null)[];
}

/** A key of the configs or summaries of a project's runs. */
export interface RunPath {
  readonly source: 'config' | 'summary';
  readonly path: string;
  /** Some run has a number there, some run a text. */
  readonly hasNumbers: boolean;
  readonly hasTexts: boolean;
}

export interface RunPathSearch {
  /** Words that the name holds, in any case. */
  readonly search: string;
  readonly source: RunPath['source'] | null;
  readonly limit: number;
}

/** Sorted by name. */
export interface RunPathPage {
  readonly paths: readonly RunPath[];
  readonly hasMore: boolean;
}

/** A run in the trash, from which it can be taken back until it is removed for good. */
export interface DeletedRun {
  readonly run: Run;
  readonly deletedAt: number;
}

/** What a person may change. An empty text clears; the display name can't be cleared. */
export interface RunEdit {
  readonly displayName?: string;
  readonly notes?: string;
  readonly groupName?: string;
  readonly jobType?: string;
  readonly tags?: readonly string[];
}

/** A run that goes on from another one, after its step. */
export interface RunFork {
  readonly name: string;
  readonly displayName: string;
  readonly step: number;
}

/** States that a user may set by hand. */
export type SettableState = 'pending' | 'failed';

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
  get(
    actor: Actor,
    id: RunId,
    action: 'read' | 'write' | 'delete',
  ): Promise<{ run: Run; project: Project }>;
  /** For the server's own use: asks for no right. Null when it is gone. */
  findById(id: RunId): Promise<Run | null>;
  /** Whatever was written before is seen. @throws RunloomError('invalid') on a wrong pattern or cursor */
  list(project: Project, options: RunListOptions): Promise<RunPage>;
  count(projects: ListedProjects, filter?: RunFilter): Promise<number>;
  listIds(projects: ListedProjects, options: RunIdOptions): Promise<readonly RunId[]>;
  /** Runs as rows with the values of these columns. Whatever was written before is seen. */
  listRows(
    projects: ListedProjects,
    options: RunIdOptions & { readonly columns?: readonly RunField[] },
  ): Promise<readonly RunRow[]>;
  /** Rows of these runs of the projects, in their order. */
  rowsOf(
    projects: ListedProjects,
    ids: readonly RunId[],
    columns: readonly RunField[],
  ): Promise<readonly RunRow[]>;
  /** Runs that the filter means with larger ids than `after`, smallest first: for who works through all of them. */
  listBehind(
    projects: ListedProjects,
    filter: RunFilter,
    after: number,
    limit: number,
  ): Promise<readonly RunRow[]>;
  /** Groups by a value, with statistics over all runs of each. @throws RunloomError('invalid') for too many */
  listGroups(
    projects: ListedProjects,
    options: {
      readonly filter?: RunFilter;
      readonly by: RunField;
      readonly columns?: readonly RunField[];
    },
  ): Promise<readonly RunGroup[]>;
  /** Keys of the projects' configs and summaries. */
  listPaths(projects: ListedProjects, search: RunPathSearch): Promise<RunPathPage>;
  /** Texts that runs have there, sorted. */
  listTexts(
    projects: ListedProjects,
    field: RunField,
    options: { readonly search: string; readonly limit: number },
  ): Promise<readonly string[]>;
  /** Brings the index of values up to date for up to `maxRuns` runs; returns how many were behind. */
  refreshIndex(maxRuns: number): Promise<number>;
  /**
   * Sets the state by hand, where the run's own state allows it: `pending` to have it run again,
   * `failed` to give it up.
   * @throws RunloomError('conflict') where it does not, or the run belongs to a sweep
   */
  setState(actor: Actor, id: RunId, state: SettableState): Promise<Run>;
  /** Moves the run to the trash; one that is there already stays as it is, so that a request may be sent again. */
  remove(actor: Actor, id: RunId): Promise<{ run: Run; project: Project }>;
  /** The project's trash, last deleted first. */
  listTrash(project: Project): Promise<readonly DeletedRun[]>;
  /** Takes the run back from the trash. @throws RunloomError('conflict') when another one has its name now */
  restore(actor: Actor, project: Project, id: RunId): Promise<Run>;
  /**
   * Moves a run that is over to another project, which is made when it is missing.
   * @throws RunloomError('conflict') while it runs, or when the other project has a run of this name
   */
  move(
    actor: Actor,
    project: Project,
    name: string,
    target: { entityName: string; projectName: string },
  ): Promise<{ run: Run; project: Project }>;
  /** Runs deleted before `before`, themselves or with their project, the first deleted first. */
  listExpired(before: number, limit: number): Promise<readonly Run[]>;
  /**
   * Rows that go with these runs: their own, and those they inherited from runs that are gone already,
   * as far as no other run has inherited them too.
   */
  orphanedSources(gone: readonly Run[]): Promise<readonly HistorySource[]>;
  /** Removes deleted runs for good. Everything that refers to them must be gone. */
  forget(ids: readonly RunId[]): Promise<void>;
  update(actor: Actor, project: Project, name: string, change: RunEdit): Promise<Run>;
  requestStop(actor: Actor, id: RunId): Promise<void>;
  /** Applies many chunks in one transaction; returns the runs after it. Data of a finished run makes it running again unless `complete`. */
  applyProgress(progress: readonly RunProgress[]): Promise<readonly Run[]>;
  /** Gives a writer of a shared run a source of its own; returns the run with it. */
  addWriter(id: RunId, client: string): Promise<Run>;
  /** Changes where the history of a run stands, with what follows from it. */
  reshapeHistory(id: RunId, shape: (run: Run) => HistoryShape): Promise<Run>;
  /** Runs of the project that were forked from this one and are still there, the oldest first. */
  listForks(run: Run): Promise<readonly RunFork[]>;
  listDeadLetters(
    project: Project,
    name: string,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<DeadLetterPage>;
  /** Marks runs without a heartbeat for `timeoutMs` as crashed (or preempted). Returns them. */
  sweepSilent(timeoutMs: number): Promise<readonly Run[]>;
}
