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
  /** Takes them and all their descendants away. Returns how many. */
  remove(actor: Actor, project: ProjectId, ids: readonly string[]): Promise<number>;
}
