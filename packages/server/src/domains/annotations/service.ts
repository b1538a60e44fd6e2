import { randomUUID } from 'node:crypto';
import { invalid, notFound } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Actor, authorOf, type UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { createAnnotationStore } from './store.ts';
import {
  type AnnotationQueue,
  type Annotations,
  ITEM_STATES,
  type ItemState,
  type QueueItem,
  type QueueItemFilter,
  type QueueProgress,
} from './types.ts';

const MAX_NAME = 256;
const MAX_DESCRIPTION = 10_000;
const MAX_REFS = 100;
const MAX_CALLS = 10_000;
const MAX_ANNOTATORS = 100;
/** How long an item that somebody has open is kept for them. */
const OPEN_MS = 30 * 60 * 1000;

/** Queues over the metadata store. `clock` in milliseconds. */
export function createAnnotations(deps: {
  readonly metadata: MetadataStore;
  readonly clock?: () => number;
}): Annotations {
  const { metadata, clock = Date.now } = deps;
  const store = createAnnotationStore(metadata);

  const getQueue = async (project: ProjectId, id: string): Promise<AnnotationQueue> => {
    const queue = await store.findQueue(project, id);
    if (queue === null) throw notFound('The annotation queue');
    return queue;
  };

  const getItem = async (
    project: ProjectId,
    queueId: string,
    itemId: string,
  ): Promise<QueueItem> => {
    const queue = await getQueue(project, queueId);
    return itemIn(queue, itemId);
  };

  const itemIn = async (queue: AnnotationQueue, itemId: string): Promise<QueueItem> => {
    const item = await store.findItem(queue.id, itemId);
    if (item === null) throw notFound('The item of the queue');
    return item;
  };

  return {
    async createQueue(actor, project, given) {
      const now = clock();
      const queue: AnnotationQueue = {
        annotators: [],
        perItem: 1,
        ...given,
        id: randomUUID(),
        createdBy: authorIn(actor),
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      };
      check(queue);
      await store.insertQueue(project, queue);
      return queue;
    },
    async listQueues(project, { name, ...page } = {}) {
      const wanted = name?.toLowerCase();
      const queues = (await store.listQueues(project)).filter(
        (queue) => wanted === undefined || queue.name.toLowerCase().includes(wanted),
      );
      return paged(queues, QUEUE_FIELDS, page);
    },
    getQueue,
    async updateQueue(project, id, change) {
      const before = await getQueue(project, id);
      const queue = { ...before, ...change, updatedAt: clock() };
      check(queue);
      await store.updateQueue(project, queue);
      if (change.perItem !== undefined || change.annotators !== undefined) {
        await store.recountStates(queue);
      }
      return queue;
    },
    async removeQueue(project, id) {
      const now = clock();
      const queue = { ...(await getQueue(project, id)), updatedAt: now, deletedAt: now };
      await store.updateQueue(project, queue);
      return queue;
    },
    async addItems(actor, project, queueId, calls, displayFields) {
      const queue = await getQueue(project, queueId);
      if (calls.length > MAX_CALLS || displayFields.length > MAX_REFS) {
        throw invalid(`At most ${MAX_CALLS} calls are added at once, with ${MAX_REFS} fields.`);
      }
      const once = new Map(calls.map((call) => [call.callId, { ...call, id: randomUUID() }]));
      const facts = { displayFields, addedBy: authorIn(actor), now: clock() };
      const added = await store.insertItems(queue.id, [...once.values()], facts);
      return { added, duplicates: calls.length - added };
    },
    async listItems(project, queueId, { filter = {}, ...page } = {}) {
      const queue = await getQueue(project, queueId);
      const items = (await store.listItems(queue.id)).filter((item) => isMeant(item, filter));
      return paged(items, ITEM_FIELDS, page);
    },
    pageOfItems: async (project, queueId, page) =>
      store.pageOfItems((await getQueue(project, queueId)).id, page),
    getItem,
    async nextItem(actor, project, queueId) {
      const queue = await getQueue(project, queueId);
      const user = authorOf(actor);
      if (queue.annotators.length > 0 && !queue.annotators.includes(user)) return null;
      return store.nextItem(queue, user, clock() - OPEN_MS);
    },
    progressOf: store.progressOf,
    async setState(actor, project, queueId, itemId, state) {
      const queue = await getQueue(project, queueId);
      await itemIn(queue, itemId);
      await store.setState(queue, itemId, state, authorIn(actor), clock());
      return itemIn(queue, itemId);
    },
    async progress(project, queueIds) {
      const known = new Set((await store.listQueues(project)).map(({ id }) => id));
      const ids = [...new Set(queueIds)].filter((id) => known.has(id));
      const counts = Map.groupBy(await store.countStates(ids), ({ queueId }) => queueId);
      return new Map(ids.map((id) => [id, progressIn(counts.get(id) ?? [])]));
    },
  };
}

function progressIn(
  counts: readonly {
    readonly user: UserId | null;
    readonly state: ItemState;
    readonly n: number;
  }[],
): QueueProgress {
  const byUser = Map.groupBy(counts, ({ user }) => user);
  const statesOf = (user: UserId | null): Record<ItemState, number> => {
    const states = { unstarted: 0, in_progress: 0, completed: 0, skipped: 0 };
    for (const { state, n } of byUser.get(user) ?? []) states[state] = n;
    return states;
  };
  const states = statesOf(null);
  const people = [...byUser.keys()].filter((user) => user !== null);
  return {
    total: ITEM_STATES.reduce((sum, state) => sum + states[state], 0),
    states,
    annotators: new Map(people.map((user) => [user, statesOf(user)])),
  };
}

const authorIn = (actor: Actor): UserId | null => (actor.kind === 'user' ? authorOf(actor) : null);

function check(queue: AnnotationQueue): void {
  const { name, description, scorerRefs, annotators, perItem } = queue;
  if (name.trim() === '' || name.length > MAX_NAME) {
    throw invalid(`The name of a queue has 1 to ${MAX_NAME} characters.`);
  }
  if (description.length > MAX_DESCRIPTION) {
    throw invalid(`The description of a queue has at most ${MAX_DESCRIPTION} characters.`);
  }
  if (scorerRefs.length > MAX_REFS) {
    throw invalid(`A queue asks for at most ${MAX_REFS} things.`);
  }
  if (annotators.length > MAX_ANNOTATORS) {
    throw invalid(`A queue is judged by at most ${MAX_ANNOTATORS} named people.`);
  }
  if (!Number.isInteger(perItem) || perItem < 1 || perItem > MAX_ANNOTATORS) {
    throw invalid(`Each call is judged by 1 to ${MAX_ANNOTATORS} people.`);
  }
}

const isMeant = (item: QueueItem, filter: QueueItemFilter): boolean =>
  (filter.id === undefined || item.id === filter.id) &&
  (filter.callId === undefined || item.callId === filter.callId) &&
  (filter.opName === undefined || item.opName === filter.opName) &&
  (filter.traceId === undefined || item.traceId === filter.traceId) &&
  (filter.states === undefined || filter.states.includes(item.state)) &&
  (filter.addedBy === undefined || String(item.addedBy) === filter.addedBy);

type Reader<T> = Readonly<Record<string, (value: T) => string | number | null>>;

const QUEUE_FIELDS: Reader<AnnotationQueue> = {
  id: (queue) => queue.id,
  name: (queue) => queue.name,
  created_at: (queue) => queue.createdAt,
  updated_at: (queue) => queue.updatedAt,
};

const ITEM_FIELDS: Reader<QueueItem> = {
  id: (item) => item.id,
  call_id: (item) => item.callId,
  call_op_name: (item) => item.opName,
  call_started_at: (item) => item.startedAt,
  call_ended_at: (item) => item.endedAt,
  annotation_state: (item) => item.state,
  created_at: (item) => item.createdAt,
  updated_at: (item) => item.updatedAt,
  position_in_queue: (item) => item.position,
};

/** @throws RunloomError('invalid') for a field that can't be sorted by */
function paged<T>(
  values: readonly T[],
  fields: Reader<T>,
  page: {
    readonly sort?: readonly { readonly field: string; readonly direction: 'asc' | 'desc' }[];
    readonly limit?: number;
    readonly offset?: number;
  },
): readonly T[] {
  const { sort = [], limit = values.length, offset = 0 } = page;
  const orders = sort.map(({ field, direction }) => {
    const read = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (read === undefined) {
      throw invalid(`Sort by ${Object.keys(fields).join(', ')}, not ${JSON.stringify(field)}.`);
    }
    return { read, sign: direction === 'desc' ? -1 : 1 };
  });
  const sorted = [...values].sort((a, b) => {
    for (const { read, sign } of orders) {
      const [left, right] = [read(a) ?? '', read(b) ?? ''];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
  return sorted.slice(offset, offset + limit);
}
