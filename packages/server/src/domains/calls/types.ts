import type { Actor } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';

/** Microseconds since 1970, as whole numbers (exact in a double until the year 2255). */
export type Microseconds = number;

/** A JSON text exactly as it was sent: `1.0` stays `1.0`, integers keep all their digits. */
export type JsonText = string;

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

export interface CallCost {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheCreationTokens: number;
  readonly requests: number;
  readonly totalTokens: number;
  readonly promptCost: number | null;
  readonly completionCost: number | null;
  readonly cacheReadCost: number | null;
  readonly cacheCreationCost: number | null;
  /** The price it was counted with, in `costs`' words. */
  readonly price: ModelPrice;
}

/** Prices of a model from a moment on, a single token each, in US dollars. */
export interface ModelPrice {
  readonly id: string;
  readonly level: 'default' | 'project';
  readonly providerId: string;
  readonly model: string;
  readonly effectiveAt: Microseconds;
  readonly promptCost: number;
  readonly completionCost: number;
  readonly cacheReadCost: number;
  readonly cacheCreationCost: number;
  readonly createdAt: Microseconds;
  readonly createdBy: string | null;
}

/**
 * All prices of these models that a project may be counted with: its own and the default ones, with
 * their dates. Which of them counts for a call is said here, by its start.
 */
export type ReadPrices = (
  project: ProjectId,
  models: readonly string[],
) => Promise<readonly ModelPrice[]>;

/**
 * The JSON that references name, aligned with them; null for what is gone or was never there. Asked on
 * behalf of a project: what others may not see stays unseen.
 */
export type ReadRefs = (
  project: ProjectId,
  refs: readonly string[],
) => Promise<readonly (JsonText | null)[]>;

export interface Feedback {
  readonly id: string;
  readonly weaveRef: string;
  readonly feedbackType: string;
  readonly payload: JsonText;
  readonly creator: string | null;
  readonly createdAt: Microseconds;
  readonly userId: string | null;
  readonly annotationRef: string | null;
  readonly runnableRef: string | null;
  readonly callRef: string | null;
  readonly triggerRef: string | null;
  readonly queueId: string | null;
  /** The `scorer_*` and `span_*` fields of clients, as one object. */
  readonly extra: JsonText;
}

/** Conditions that must all hold; a list holds for any of its members; an absent one always. */
export interface CallFilter {
  readonly opNames?: readonly string[];
  readonly inputRefs?: readonly string[];
  readonly outputRefs?: readonly string[];
  readonly parentIds?: readonly string[];
  readonly traceIds?: readonly string[];
  readonly callIds?: readonly string[];
  readonly threadIds?: readonly string[];
  readonly turnIds?: readonly string[];
  readonly userIds?: readonly string[];
  readonly wbRunIds?: readonly string[];
  readonly rootsOnly?: boolean;
}

export interface CallSort {
  /** As `$getField` writes it, e.g. `inputs.a` or `summary.weave.latency_ms`. */
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

export interface CallQuery {
  readonly filter?: CallFilter;
  /** The `Query` of the Weave protocol (`{"$expr": …}`), read by `parseCallQuery` of the model. */
  readonly query?: unknown;
  /** Text that stands anywhere in names, inputs or output (words, without case). */
  readonly text?: string;
  /** Default: by start, then id. */
  readonly sort?: readonly CallSort[];
  readonly limit?: number;
  readonly offset?: number;
  /** Fields or paths into them; absent for all. Those not asked for come back empty. */
  readonly columns?: readonly string[];
  /** Paths at which references are followed, in conditions and sorts too. */
  readonly expandColumns?: readonly string[];
  /** Whether what references name comes back in their place. */
  readonly returnsExpanded?: boolean;
  readonly includesCosts?: boolean;
  readonly includesFeedback?: boolean;
  readonly includesStorageSize?: boolean;
  readonly includesTotalStorageSize?: boolean;
}

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
  /** Longer ones than `upTo` bytes are left out; of others the `beginning`, in characters. */
  readonly as: 'whole' | { readonly upTo: number } | { readonly beginning: number };
}

/** Calls right below others, or one deeper; all of them in these traces. */
export interface BriefQuery {
  readonly traceIds: readonly string[];
  readonly parentIds: readonly string[];
  readonly isTwoBelow: boolean;
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

/** Feedback as somebody gives it. What is absent is null, or made here. */
export interface NewFeedback {
  readonly id?: string | undefined;
  /** What it is about: a call (`weave:///entity/project/call/id`) or any other reference. */
  readonly weaveRef: string;
  readonly feedbackType: string;
  /** An object. */
  readonly payload: JsonText;
  readonly creator?: string | null | undefined;
  readonly createdAt?: Microseconds | undefined;
  readonly userId?: string | null | undefined;
  readonly annotationRef?: string | null | undefined;
  readonly runnableRef?: string | null | undefined;
  readonly callRef?: string | null | undefined;
  readonly triggerRef?: string | null | undefined;
  readonly queueId?: string | null | undefined;
  /** The `scorer_*` and `span_*` fields, as one object. */
  readonly extra?: JsonText | undefined;
}

export interface FeedbackQuery {
  /** The `Query` of the Weave protocol, over the fields of feedback. */
  readonly query?: unknown;
  /** Default: oldest first. */
  readonly sort?: readonly CallSort[];
  readonly limit?: number;
  readonly offset?: number;
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

export type StatAggregation =
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'count'
  | 'count_true'
  | 'count_false';

/** A number of calls, and what is wanted of it. Default of aggregations: the sum. */
export interface StatMetric<Name extends string> {
  readonly metric: Name;
  readonly aggregations?: readonly StatAggregation[];
  /** From 0 to 100. */
  readonly percentiles?: readonly number[];
}

export type CallMetric = 'latency_ms' | 'call_count' | 'error_count';

export type UsageMetric =
  | 'input_tokens'
  | 'output_tokens'
  | 'total_tokens'
  | 'cache_read_input_tokens'
  | 'cache_creation_input_tokens'
  | 'requests'
  | 'input_cost'
  | 'output_cost'
  | 'total_cost';

export interface StatsQuery extends Pick<CallQuery, 'filter' | 'query' | 'text'> {
  /** Calls that started at or after it, and before the end. */
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Of a bucket; absent for one that makes about a hundred of them. */
  readonly granularitySeconds?: number;
  /** Where days begin. Default UTC. */
  readonly timezone?: string;
  readonly callMetrics?: readonly StatMetric<CallMetric>[];
  /** Of each model; what is counted twice by calls above each other is counted once, where it was used. */
  readonly usageMetrics?: readonly StatMetric<UsageMetric>[];
  /** Beside the model, or in place of it: whose calls, or of which op. Default: model. */
  readonly usageBy?: 'model' | 'user' | 'op';
}

export interface StatBucket {
  readonly start: Microseconds;
  /** What the usage is of: a model, a user or an op; '' in buckets of calls. */
  readonly group: string;
  readonly count: number;
  /** As `avg_latency_ms`, `p95_latency_ms`, `sum_input_tokens`. */
  readonly values: Readonly<Record<string, number | null>>;
}

export interface CallStats {
  readonly start: Microseconds;
  readonly end: Microseconds;
  readonly granularitySeconds: number;
  readonly timezone: string;
  /** In the order of time; those without calls are left out. */
  readonly callBuckets: readonly StatBucket[];
  readonly usageBuckets: readonly StatBucket[];
}

/** What calls used of a model. Costs are US dollars; null without a price. */
export interface UsageTotal {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheCreationTokens: number;
  readonly requests: number;
  readonly totalTokens: number;
  readonly promptCost: number | null;
  readonly completionCost: number | null;
  readonly cacheReadCost: number | null;
  readonly cacheCreationCost: number | null;
}

export interface CallUsage {
  /** Of each call with all below it, by model. */
  readonly byCall: ReadonlyMap<string, ReadonlyMap<string, UsageTotal>>;
  /** Asked for, and still running, they or a call below them: there may be more to come. */
  readonly unfinishedIds: readonly string[];
}

export interface Calls {
  /**
   * Durable when it resolves. The caller has checked who writes (`projects.open…`); parts that can't
   * be kept are refused by the caller one by one, before.
   */
  write(project: ProjectId, parts: readonly CallPart[]): Promise<void>;
  /** One page after another, in a total and stable order. */
  query(project: ProjectId, query: CallQuery): AsyncIterable<readonly Call[]>;
  /** How many match, counted up to the limit; with it the bytes, where asked for. */
  count(
    project: ProjectId,
    query: CallQuery,
  ): Promise<{ count: number; hasMore: boolean; totalStorageBytes: number | null }>;
  read(project: ProjectId, id: string, options?: CallQuery): Promise<Call | null>;
  /** All calls of a trace without their payloads, by start. */
  outline(project: ProjectId, traceId: string): Promise<readonly CallOutline[]>;
  /** By start. For ten thousands of calls of which little is looked at. */
  readBriefs(project: ProjectId, query: BriefQuery): Promise<readonly CallBrief[]>;
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
