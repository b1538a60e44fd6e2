import type { Actor, UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';

/** Calls that wait for people to judge them. Times are milliseconds since 1970. */
export interface AnnotationQueue {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Of what is asked: references to annotation fields and scorers. */
  readonly scorerRefs: readonly string[];
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
  readonly state: ItemState;
  readonly addedBy: UserId | null;
  /** Who changed the state last. */
  readonly annotator: UserId | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** From 1, among the items of the queue. */
  readonly position: number;
}

export interface QueuedCall {
  readonly callId: string;
  readonly opName: string;
  readonly traceId: string;
  /** Microseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | null;
}

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

/** Queues of calls for people to judge. The caller has checked that the actor may read or write. */
export interface Annotations {
  createQueue(
    actor: Actor,
    project: ProjectId,
    queue: Pick<AnnotationQueue, 'name' | 'description' | 'scorerRefs'>,
  ): Promise<AnnotationQueue>;
  /** Oldest first, deleted ones left out. */
  listQueues(project: ProjectId, listing?: QueueListing): Promise<readonly AnnotationQueue[]>;
  /** @throws RunloomError('not_found') */
  getQueue(project: ProjectId, id: string): Promise<AnnotationQueue>;
  updateQueue(
    project: ProjectId,
    id: string,
    change: Partial<Pick<AnnotationQueue, 'name' | 'description' | 'scorerRefs'>>,
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
  setState(
    actor: Actor,
    project: ProjectId,
    queueId: string,
    itemId: string,
    state: ItemState,
  ): Promise<QueueItem>;
  /** Of each queue that is there: how many items, and how many of them are completed. */
  count(
    project: ProjectId,
    queueIds: readonly string[],
  ): Promise<
    readonly { readonly queueId: string; readonly total: number; readonly completed: number }[]
  >;
}
