import type { Actor, UserActor, UserId } from '../accounts/index.ts';
import type { Call } from '../calls/index.ts';
import type { ProjectId } from '../projects/index.ts';

/** Calls that wait for people to judge them. Times are milliseconds since 1970. */
export interface AnnotationQueue {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Of what is asked: references to annotation fields and scorers. */
  readonly scorerRefs: readonly string[];
  /** Who judges; empty for whoever may write to the project. */
  readonly annotators: readonly UserId[];
  /** How many people each call needs. */
  readonly perItem: number;
  readonly createdBy: UserId | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
}

export const ITEM_STATES = ['unstarted', 'in_progress', 'completed', 'skipped'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** A call in a queue, as it was when it was added. */
export interface QueueItem extends QueuedCall {
  readonly id: string;
  readonly queueId: string;
  /** Which parts of the call are shown. */
  readonly displayFields: readonly string[];
  /** Completed once as many people have judged it as the queue wants; skipped when that many left it out. */
  readonly state: ItemState;
  readonly addedBy: UserId | null;
  /** Who changed the state last. */
  readonly annotator: UserId | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** From 1, among the items of the queue. */
  readonly position: number;
}

/** How far one person is with an item. */
export interface ItemProgress {
  readonly itemId: string;
  readonly userId: UserId;
  readonly state: ItemState;
  readonly updatedAt: number;
}

/** How many items of a queue are in each state, and the same of each person who began one. */
export interface QueueProgress {
  readonly total: number;
  readonly states: Readonly<Record<ItemState, number>>;
  readonly annotators: ReadonlyMap<UserId, Readonly<Record<ItemState, number>>>;
}

export interface QueuedCall {
  readonly callId: string;
  readonly opName: string;
  readonly traceId: string;
  /** Microseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** What a queue keeps of a call. */
export const queuedCall = ({ id, ...call }: Call): QueuedCall => ({
  callId: id,
  opName: call.opName,
  traceId: call.traceId,
  startedAt: call.startedAt,
  endedAt: call.endedAt,
});

export interface QueueItemFilter {
  readonly id?: string;
  readonly callId?: string;
  readonly opName?: string;
  readonly traceId?: string;
  readonly states?: readonly ItemState[];
  readonly addedBy?: string;
}

interface Page {
  readonly sort?: readonly { readonly field: string; readonly direction: 'asc' | 'desc' }[];
  readonly limit?: number;
  readonly offset?: number;
}

export interface QueueListing extends Page {
  /** Part of the name, without case. */
  readonly name?: string;
}

export interface ItemListing extends Page {
  readonly filter?: QueueItemFilter;
}

export type QueueSettings = Pick<
  AnnotationQueue,
  'name' | 'description' | 'scorerRefs' | 'annotators' | 'perItem'
>;

/** Queues of calls for people to judge. The caller has checked that the actor may read or write. */
export interface Annotations {
  /** Without annotators and how many: anyone, one. */
  createQueue(
    actor: Actor,
    project: ProjectId,
    queue: Omit<QueueSettings, 'annotators' | 'perItem'> & Partial<QueueSettings>,
  ): Promise<AnnotationQueue>;
  /** Oldest first, deleted ones left out. */
  listQueues(project: ProjectId, listing?: QueueListing): Promise<readonly AnnotationQueue[]>;
  /** @throws RunloomError('not_found') */
  getQueue(project: ProjectId, id: string): Promise<AnnotationQueue>;
  /** Items whose state other settings change are counted anew. */
  updateQueue(
    project: ProjectId,
    id: string,
    change: Partial<QueueSettings>,
  ): Promise<AnnotationQueue>;
  removeQueue(project: ProjectId, id: string): Promise<AnnotationQueue>;
  /** Each call stands in a queue once. */
  addItems(
    actor: Actor,
    project: ProjectId,
    queueId: string,
    calls: readonly QueuedCall[],
    displayFields: readonly string[],
  ): Promise<{ readonly added: number; readonly duplicates: number }>;
  /** In the order in which they were added. */
  listItems(
    project: ProjectId,
    queueId: string,
    listing?: ItemListing,
  ): Promise<readonly QueueItem[]>;
  /** A part of them, or of those in a state, in that order; `total` counts all of these. */
  pageOfItems(
    project: ProjectId,
    queueId: string,
    page: { readonly state: ItemState | null; readonly offset: number; readonly limit: number },
  ): Promise<{ readonly total: number; readonly items: readonly QueueItem[] }>;
  /** @throws RunloomError('not_found') */
  getItem(project: ProjectId, queueId: string, itemId: string): Promise<QueueItem>;
  /**
   * What the actor judges next: what they began, else the first item that they have not judged and that
   * needs one more person. Items that another has open count as judged by them for half an hour.
   * Null when there is none, and for who is not among the annotators.
   */
  nextItem(actor: UserActor, project: ProjectId, queueId: string): Promise<QueueItem | null>;
  /** How far people are with these items. */
  progressOf(itemIds: readonly string[]): Promise<readonly ItemProgress[]>;
  /** Says how far the actor is with an item. */
  setState(
    actor: Actor,
    project: ProjectId,
    queueId: string,
    itemId: string,
    state: ItemState,
  ): Promise<QueueItem>;
  /** Of each queue that is there. */
  progress(
    project: ProjectId,
    queueIds: readonly string[],
  ): Promise<ReadonlyMap<string, QueueProgress>>;
}
