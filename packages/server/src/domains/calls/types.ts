import type { Actor } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type {
  Feedback,
  FeedbackQuery,
  FeedbackTotal,
  FeedbackTotalsQuery,
  NewFeedback,
} from './feedback-types.ts';
import type { CallQuery, CallSort } from './query-types.ts';
import type { CallStats, StatsQuery } from './stats-types.ts';
import type { JsonText, Microseconds } from './units.ts';
import type { CallCost, CallUsage } from './usage-types.ts';

export * from './feedback-types.ts';
export * from './query-types.ts';
export * from './stats-types.ts';
export * from './units.ts';
export * from './usage-types.ts';

/** Which clients made a call: it tells how use of tokens is counted (`countsDescendants`). */
export type CallSource = 'weave' | 'otlp' | 'runloom';

/**
 * What one request says of a call: all of it, its start, its end, or a new name. Parts of one id are
 * put together, for each field the last that was written; a field that is absent says nothing, and
 * nothing that is known is ever cleared by a part that does not name it. Parts come in any order,
 * twice, the end before the start, the child before its parent.
 */
export interface CallPart {
  readonly id: string;
  readonly source: CallSource;
  readonly traceId?: string;
  /** Null of a root; absent where the part does not say. */
  readonly parentId?: string | null;
  /** `weave:///entity/project/op/name:digest`, or a plain name. */
  readonly opName?: string;
  readonly displayName?: string | null;
  readonly startedAt?: Microseconds;
  readonly endedAt?: Microseconds;
  readonly threadId?: string | null;
  readonly turnId?: string | null;
  /** Objects. */
  readonly attributes?: JsonText;
  readonly inputs?: JsonText;
  readonly summary?: JsonText;
  /** Any JSON. */
  readonly output?: JsonText;
  readonly exception?: string | null;
  /** The span as it came, for those of OpenTelemetry. */
  readonly otelDump?: JsonText;
  /** `entity/project/run`, or the bare name of a run. */
  readonly wbRunId?: string | null;
  readonly wbRunStep?: number | null;
  readonly wbRunStepEnd?: number | null;
  /** Who wrote it. */
  readonly userId?: string;
}

/** A call as it is known now. Those without a start (only the end came) are never shown. */
export interface Call {
  readonly id: string;
  readonly source: CallSource;
  readonly traceId: string;
  readonly parentId: string | null;
  readonly opName: string;
  readonly displayName: string | null;
  readonly startedAt: Microseconds;
  readonly endedAt: Microseconds | null;
  readonly threadId: string | null;
  readonly turnId: string | null;
  readonly attributes: JsonText;
  readonly inputs: JsonText;
  readonly summary: JsonText;
  readonly output: JsonText | null;
  readonly exception: string | null;
  readonly otelDump: JsonText | null;
  readonly wbRunId: string | null;
  readonly wbRunStep: number | null;
  readonly wbRunStepEnd: number | null;
  readonly userId: string | null;
  readonly deletedAt: Microseconds | null;
  /** Made by us of the others. */
  readonly status: CallStatus;
  readonly latencyMs: number | null;
  /** The display name, else the op's name without its address. */
  readonly traceName: string;
  /** Bytes of its JSON texts, only where asked for. */
  readonly storageBytes?: number;
  /** Of its whole trace, for roots, only where asked for. */
  readonly totalStorageBytes?: number;
  /** By model, only where asked for. */
  readonly costs?: Readonly<Record<string, CallCost>>;
  /** Newest last, only where asked for. */
  readonly feedback?: readonly Feedback[];
}

export type CallStatus = 'success' | 'error' | 'running' | 'descendant_error';

/**
 * The JSON that references name, aligned with them; null for what is gone or was never there. Asked on
 * behalf of a project: what others may not see stays unseen.
 */
export type ReadRefs = (
  project: ProjectId,
  refs: readonly string[],
) => Promise<readonly (JsonText | null)[]>;

/** What a tree or a timeline draws of a call: no payloads. */
export interface CallOutline {
  readonly id: string;
  readonly parentId: string | null;
  readonly opName: string;
  readonly traceName: string;
  readonly kind: string | null;
  readonly startedAt: Microseconds;
  readonly endedAt: Microseconds | null;
  readonly status: CallStatus;
  readonly exceptionType: string | null;
  readonly model: string | null;
  readonly ownTokens: number;
  readonly ownCost: number | null;
}

/** A piece of a payload: where it stands (keys of objects, from the outside), and how much of it is read. */
export interface BriefPart {
  readonly root: 'inputs' | 'output' | 'attributes';
  readonly path: readonly string[];
  /**
   * Longer ones than `upTo` bytes are left out; of others the `beginning`, in characters. Of a key that
   * is only asked for its `presence` comes a text that says nothing, or null.
   */
  readonly as:
    | 'whole'
    | 'nothing'
    | 'presence'
    | { readonly upTo: number }
    | { readonly beginning: number };
}

/** Calls right below others, or one deeper; all of them in these traces. */
export interface BriefQuery {
  readonly traceIds: readonly string[];
  readonly parentIds: readonly string[];
  readonly isTwoBelow: boolean;
  /** Whether tokens and their cost are asked for; else both are null. */
  readonly hasUsage: boolean;
  readonly parts: readonly BriefPart[];
}

/** A call with a few pieces of its payloads. */
export interface CallBrief {
  readonly id: string;
  readonly parentId: string;
  readonly opName: string;
  readonly startedAt: Microseconds;
  readonly endedAt: Microseconds | null;
  readonly isFailed: boolean;
  /** As the client summed them up; null where it told none. */
  readonly tokens: number | null;
  /** US dollars; null without a price. */
  readonly cost: number | null;
  /** In the order asked for; null where there is nothing. */
  readonly parts: readonly (JsonText | null)[];
}

/** Equal texts: the same calls below, with the same prices. */
export interface TraceStamp {
  readonly callCount: number;
  readonly text: string;
}

/** Calls with one `thread_id`; its turns are the calls whose `turn_id` is their own id. */
export interface CallThread {
  readonly threadId: string;
  readonly turnCount: number;
  readonly startedAt: Microseconds;
  /** The last end of a turn; of one that runs, its start. */
  readonly updatedAt: Microseconds;
  readonly firstTurnId: string | null;
  readonly lastTurnId: string | null;
  /** Of turns that have ended, milliseconds. */
  readonly medianTurnMs: number | null;
  readonly p99TurnMs: number | null;
}

export interface ThreadQuery {
  readonly threadIds?: readonly string[];
  /** Calls that started after or before these. */
  readonly after?: Microseconds;
  readonly before?: Microseconds;
  /** `thread_id`, `turn_count`, `start_time`, `last_updated`, `p50_turn_duration_ms`, `p99_turn_duration_ms`. Default: last updated first. */
  readonly sort?: readonly CallSort[];
  readonly limit?: number;
  readonly offset?: number;
}

/** What calls are called by. */
export interface NamedQuery {
  /** Words that all stand in the op's name or the display name, or the whole id of a call or trace. */
  readonly text: string;
  /** Null: all. */
  readonly projects: readonly ProjectId[] | null;
  readonly limit: number;
}

export interface NamedCalls {
  /** Newest first, without their payloads. */
  readonly calls: readonly { readonly project: ProjectId; readonly call: Call }[];
  /** There may be more: it was enough, or it took too long. */
  readonly isCutShort: boolean;
}

export interface Calls {
  /**
   * Durable when it resolves. The caller has checked who writes (`projects.open…`); parts that can't
   * be kept are refused by the caller one by one, before.
   */
  write(project: ProjectId, parts: readonly CallPart[]): Promise<void>;
  /** One page after another, in a total and stable order. */
  query(project: ProjectId, query: CallQuery): AsyncIterable<readonly Call[]>;
  /** Calls of many projects by name or id: the newest of them, as far as some seconds reach. */
  findNamed(query: NamedQuery): Promise<NamedCalls>;
  /** How many match, counted up to the limit; with it the bytes, where asked for. */
  count(
    project: ProjectId,
    query: CallQuery,
  ): Promise<{ count: number; hasMore: boolean; totalStorageBytes: number | null }>;
  read(project: ProjectId, id: string, options?: CallQuery): Promise<Call | null>;
  /** Those of these calls that are there, however many are asked for: one page after another. */
  readMany(
    project: ProjectId,
    ids: readonly string[],
    options?: Omit<CallQuery, 'filter' | 'sort' | 'limit' | 'offset'>,
  ): AsyncIterable<readonly Call[]>;
  /** All calls of a trace without their payloads, by start. */
  outline(project: ProjectId, traceId: string): Promise<readonly CallOutline[]>;
  /** By start. For ten thousands of calls of which little is looked at. */
  readBriefs(project: ProjectId, query: BriefQuery): Promise<readonly CallBrief[]>;
  /** By trace, of those that lie still: whether what was made of their briefs before is still true. */
  traceStamps(
    project: ProjectId,
    traceIds: readonly string[],
  ): Promise<ReadonlyMap<string, TraceStamp>>;
  /** When each op (as calls name it) was called last. */
  lastUses(project: ProjectId): Promise<ReadonlyMap<string, Microseconds>>;
  /** Takes them and all their descendants away. Returns how many. */
  remove(actor: Actor, project: ProjectId, ids: readonly string[]): Promise<number>;
  /** Gives a call a name that stands above what clients say, or takes it away. A call that is not there is let be. */
  rename(project: ProjectId, id: string, name: string | null): Promise<void>;
  threads(project: ProjectId, query: ThreadQuery): Promise<readonly CallThread[]>;
  /** @throws RunloomError('invalid') for a range or a bucket that makes no sense */
  stats(project: ProjectId, query: StatsQuery): Promise<CallStats>;
  /** What calls used, all below them included: of those that a query means, at most its limit. */
  usage(project: ProjectId, query: CallQuery): Promise<CallUsage>;
  /** Durable when it resolves. Feedback of an id that is there replaces it. Answers what is kept, in the same order. */
  addFeedback(project: ProjectId, feedback: readonly NewFeedback[]): Promise<readonly Feedback[]>;
  queryFeedback(
    project: ProjectId,
    query: FeedbackQuery,
  ): Promise<{ readonly feedback: readonly Feedback[]; readonly totalCount: number }>;
  totalFeedback(project: ProjectId, query: FeedbackTotalsQuery): Promise<readonly FeedbackTotal[]>;
  /** Removes one and adds another in its place. */
  replaceFeedback(project: ProjectId, id: string, feedback: NewFeedback): Promise<Feedback>;
  /**
   * Puts calls that have ended and are known by parts together, so that they cost no more than others
   * to read. For the server's own use, every few seconds.
   */
  settle(): Promise<number>;
  /** Frees what deleted calls held, and puts late ends to their calls. For the server's own use, every hour. */
  collect(): Promise<{ readonly freedBytes: number }>;
  /** Returns how many there were. */
  removeFeedback(project: ProjectId, ids: readonly string[]): Promise<number>;
}
