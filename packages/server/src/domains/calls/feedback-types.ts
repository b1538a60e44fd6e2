import type { CallSort } from './query-types.ts';
import type { JsonText, Microseconds } from './units.ts';

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

/** What scorers' feedback is summed up by: what was run, and what the scored span says of itself. */
export const FEEDBACK_GROUPS = [
  'scorer_id',
  'span_agent_name',
  'span_agent_version',
  'span_status_code',
] as const;
export type FeedbackGroup = (typeof FEEDBACK_GROUPS)[number];

/** Conditions that must all hold; a list holds for any of its members. */
export interface FeedbackTotalsQuery {
  /** Feedback that was given at or after it, and before the end. */
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Buckets begin at multiples of it since 1970; absent for one over all of the time. */
  readonly bucketSeconds?: number;
  readonly groupBy?: readonly FeedbackGroup[];
  /** What the type begins with. */
  readonly types?: readonly string[];
  /** References to what made it and to what was run; a `*` at the end stands for anything. */
  readonly triggers?: readonly string[];
  readonly scorers?: readonly string[];
  readonly agentNames?: readonly string[];
  readonly about?: readonly ('agent_turn' | 'agent_conversation')[];
  readonly tags?: readonly string[];
  /** A rating within both. */
  readonly ratingMin?: number;
  readonly ratingMax?: number;
}

export interface FeedbackTotal {
  readonly bucketStart: Microseconds | null;
  readonly group: ReadonlyMap<FeedbackGroup, string>;
  readonly totalCount: number;
  /** Those with a rating or a tag. */
  readonly scoredCount: number;
  readonly ratingSums: ReadonlyMap<string, number>;
  readonly ratingCounts: ReadonlyMap<string, number>;
  readonly tagCounts: ReadonlyMap<string, number>;
}
