import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { AnnotationQueue, ItemProgress, ItemState, QueuedCall, QueueItem } from './types.ts';

type Tables = {
  annotation_queues: {
    id: string;
    project_id: number;
    name: string;
    description: string;
    scorer_refs: string;
    annotators: string;
    per_item: number;
    created_by: number | null;
    created_at: number;
    updated_at: number;
    deleted_at: number | null;
  };
  annotation_queue_items: {
    position: Generated<number>;
    id: string;
    queue_id: string;
    call_id: string;
    snapshot: string;
    state: string;
    added_by: number | null;
    annotator: number | null;
    created_at: number;
    updated_at: number;
  };
  annotation_progress: {
    item_id: string;
    user_id: number;
    queue_id: string;
    state: string;
    updated_at: number;
  };
};

type Snapshot = Omit<QueuedCall, 'callId'> & { readonly displayFields: readonly string[] };

/** Rows in one statement: databases bound how many values it has. */
const ROWS_AT_ONCE = 200;

export function createAnnotationStore(metadata: MetadataStore) {
  const db: Kysely<Tables> = metadata.db.withTables<Tables>();
  const queues = (project: ProjectId) =>
    db
      .selectFrom('annotation_queues')
      .selectAll()
      .where('project_id', '=', project)
      .where('deleted_at', 'is', null);

  return {
    async insertQueue(project: ProjectId, queue: AnnotationQueue): Promise<void> {
      await db
        .insertInto('annotation_queues')
        .values({
          id: queue.id,
          project_id: project,
          name: queue.name,
          description: queue.description,
          scorer_refs: JSON.stringify(queue.scorerRefs),
          annotators: JSON.stringify(queue.annotators),
          per_item: queue.perItem,
          created_by: queue.createdBy,
          created_at: queue.createdAt,
          updated_at: queue.updatedAt,
          deleted_at: null,
        })
        .execute();
    },

    async listQueues(project: ProjectId): Promise<AnnotationQueue[]> {
      return (await queues(project).orderBy('created_at').orderBy('id').execute()).map(toQueue);
    },

    async findQueue(project: ProjectId, id: string): Promise<AnnotationQueue | null> {
      const row = await queues(project).where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toQueue(row);
    },

    async updateQueue(project: ProjectId, queue: AnnotationQueue): Promise<void> {
      await db
        .updateTable('annotation_queues')
        .set({
          name: queue.name,
          description: queue.description,
          scorer_refs: JSON.stringify(queue.scorerRefs),
          annotators: JSON.stringify(queue.annotators),
          per_item: queue.perItem,
          updated_at: queue.updatedAt,
          deleted_at: queue.deletedAt,
        })
        .where('project_id', '=', project)
        .where('id', '=', queue.id)
        .execute();
    },

    /** Returns how many were not in the queue before. */
    async insertItems(
      queueId: string,
      items: readonly (QueuedCall & { readonly id: string })[],
      facts: {
        readonly displayFields: readonly string[];
        readonly addedBy: UserId | null;
        readonly now: number;
      },
    ): Promise<number> {
      const rows = items.map(({ id, callId, ...call }) => ({
        id,
        queue_id: queueId,
        call_id: callId,
        snapshot: JSON.stringify({
          ...call,
          displayFields: facts.displayFields,
        } satisfies Snapshot).toWellFormed(),
        state: 'unstarted',
        added_by: facts.addedBy,
        annotator: null,
        created_at: facts.now,
        updated_at: facts.now,
      }));
      return await db.transaction().execute(async (transaction) => {
        let added = 0;
        for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
          const inserted = await transaction
            .insertInto('annotation_queue_items')
            .values(rows.slice(at, at + ROWS_AT_ONCE))
            .onConflict((conflict) => conflict.columns(['queue_id', 'call_id']).doNothing())
            .returning('id')
            .execute();
          added += inserted.length;
        }
        return added;
      });
    },

    async listItems(queueId: string): Promise<QueueItem[]> {
      const rows = await db
        .selectFrom('annotation_queue_items')
        .selectAll()
        .where('queue_id', '=', queueId)
        .orderBy('position')
        .execute();
      return rows.map((row, index) => toItem(row, index + 1));
    },

    async pageOfItems(
      queueId: string,
      page: { readonly state: ItemState | null; readonly offset: number; readonly limit: number },
    ): Promise<{ total: number; items: QueueItem[] }> {
      const own = db.selectFrom('annotation_queue_items').where('queue_id', '=', queueId);
      const places = own
        .select(({ fn }) => [
          'id as place_id',
          fn
            .agg<number>('row_number')
            .over((over) => over.orderBy('position'))
            .as('place'),
        ])
        .as('places');
      const meant = page.state === null ? own : own.where('state', '=', page.state);
      const counted = await meant.select(({ fn }) => fn.countAll().as('n')).executeTakeFirst();
      const rows = await meant
        .innerJoin(places, 'place_id', 'annotation_queue_items.id')
        .selectAll()
        .orderBy('position')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      return {
        total: Number(counted?.n ?? 0),
        items: rows.map((row) => toItem(row, Number(row.place))),
      };
    },

    async findItem(queueId: string, itemId: string): Promise<QueueItem | null> {
      const row = await db
        .selectFrom('annotation_queue_items')
        .selectAll()
        .where('queue_id', '=', queueId)
        .where('id', '=', itemId)
        .executeTakeFirst();
      return row === undefined ? null : toItem(row, await placeOf(row));
    },

    /** The first item that a person has open, else the first that needs them. */
    async nextItem(
      queue: AnnotationQueue,
      user: UserId,
      openSince: number,
    ): Promise<QueueItem | null> {
      const own = db
        .selectFrom('annotation_progress')
        .where('user_id', '=', user)
        .where('queue_id', '=', queue.id);
      const begun = await db
        .selectFrom('annotation_queue_items')
        .selectAll()
        .where('id', 'in', own.where('state', '=', 'in_progress').select('item_id'))
        .orderBy('position')
        .executeTakeFirst();
      const row =
        begun ??
        (await db
          .selectFrom('annotation_queue_items')
          .selectAll()
          .where('queue_id', '=', queue.id)
          .where('id', 'not in', own.select('item_id'))
          .where(
            ({ selectFrom, ref, fn, or, eb, and }) =>
              selectFrom('annotation_progress')
                .whereRef('item_id', '=', ref('annotation_queue_items.id'))
                .where(
                  or([
                    eb('state', '=', 'completed'),
                    and([eb('state', '=', 'in_progress'), eb('updated_at', '>', openSince)]),
                  ]),
                )
                .select(fn.countAll<number>().as('judged')),
            '<',
            queue.perItem,
          )
          .orderBy('position')
          .executeTakeFirst());
      return row === undefined ? null : toItem(row, await placeOf(row));
    },

    async progressOf(itemIds: readonly string[]): Promise<ItemProgress[]> {
      const found: ItemProgress[] = [];
      for (let at = 0; at < itemIds.length; at += ROWS_AT_ONCE) {
        const rows = await db
          .selectFrom('annotation_progress')
          .selectAll()
          .where('item_id', 'in', itemIds.slice(at, at + ROWS_AT_ONCE))
          .orderBy('updated_at')
          .execute();
        found.push(
          ...rows.map((row) => ({
            itemId: row.item_id,
            userId: row.user_id as UserId,
            state: row.state as ItemState,
            updatedAt: row.updated_at,
          })),
        );
      }
      return found;
    },

    /** How many people are how far with the items of queues; nobody (null) for the items themselves. */
    async countStates(
      queueIds: readonly string[],
    ): Promise<readonly { queueId: string; user: UserId | null; state: ItemState; n: number }[]> {
      if (queueIds.length === 0) return [];
      const items = await db
        .selectFrom('annotation_queue_items')
        .where('queue_id', 'in', queueIds)
        .groupBy(['queue_id', 'state'])
        .select(({ fn }) => ['queue_id', 'state', fn.countAll().as('n')])
        .execute();
      const people = await db
        .selectFrom('annotation_progress')
        .where('queue_id', 'in', queueIds)
        .groupBy(['queue_id', 'user_id', 'state'])
        .select(({ fn }) => ['queue_id', 'user_id', 'state', fn.countAll().as('n')])
        .execute();
      return [...items.map((row) => ({ ...row, user_id: null })), ...people].map((row) => ({
        queueId: row.queue_id,
        user: row.user_id as UserId | null,
        state: row.state as ItemState,
        n: Number(row.n),
      }));
    },

    /** Keeps how far somebody is, and what the item is by that. Without anybody, the item's state is set. */
    async setState(
      queue: AnnotationQueue,
      itemId: string,
      state: ItemState,
      annotator: UserId | null,
      now: number,
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        if (annotator !== null) {
          await transaction
            .insertInto('annotation_progress')
            .values({
              item_id: itemId,
              user_id: annotator,
              queue_id: queue.id,
              state,
              updated_at: now,
            })
            .onConflict((conflict) =>
              conflict.columns(['item_id', 'user_id']).doUpdateSet({ state, updated_at: now }),
            )
            .execute();
        }
        const rows = await transaction
          .selectFrom('annotation_progress')
          .select('state')
          .where('item_id', '=', itemId)
          .execute();
        const states = rows.map((row) => row.state as ItemState);
        await transaction
          .updateTable('annotation_queue_items')
          .set({
            state: annotator === null ? state : stateOfItem(states, queue),
            annotator,
            updated_at: now,
          })
          .where('id', '=', itemId)
          .execute();
      });
    },

    /** Works out anew what each item is, after another number of people is wanted. */
    async recountStates(queue: AnnotationQueue): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        const rows = await transaction
          .selectFrom('annotation_progress')
          .select(['item_id', 'state'])
          .where('queue_id', '=', queue.id)
          .execute();
        const begun = [...Map.groupBy(rows, (row) => row.item_id)];
        const byState = Map.groupBy(begun, ([, own]) =>
          stateOfItem(
            own.map((row) => row.state as ItemState),
            queue,
          ),
        );
        for (const [state, items] of byState) {
          for (let at = 0; at < items.length; at += ROWS_AT_ONCE) {
            const ids = items.slice(at, at + ROWS_AT_ONCE).map(([itemId]) => itemId);
            await transaction
              .updateTable('annotation_queue_items')
              .set({ state })
              .where('id', 'in', ids)
              .execute();
          }
        }
      });
    },
  };

  async function placeOf(row: { queue_id: string; position: number }): Promise<number> {
    const counted = await db
      .selectFrom('annotation_queue_items')
      .where('queue_id', '=', row.queue_id)
      .where('position', '<=', row.position)
      .select(({ fn }) => fn.countAll().as('n'))
      .executeTakeFirst();
    return Number(counted?.n ?? 0);
  }
}

/** What an item is, by how far people are with it. */
function stateOfItem(
  states: readonly ItemState[],
  { annotators, perItem }: Pick<AnnotationQueue, 'annotators' | 'perItem'>,
): ItemState {
  const count = (state: ItemState): number => states.filter((one) => one === state).length;
  // No more can come than there are people who are asked.
  const wanted = annotators.length === 0 ? perItem : Math.min(perItem, annotators.length);
  if (count('completed') >= wanted) return 'completed';
  if (count('skipped') >= wanted) return 'skipped';
  return count('completed') + count('in_progress') + count('skipped') > 0
    ? 'in_progress'
    : 'unstarted';
}

function toQueue(row: Selectable<Tables['annotation_queues']>): AnnotationQueue {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    scorerRefs: JSON.parse(row.scorer_refs) as string[],
    annotators: JSON.parse(row.annotators) as UserId[],
    perItem: row.per_item,
    createdBy: row.created_by as UserId | null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  };
}

function toItem(row: Selectable<Tables['annotation_queue_items']>, position: number): QueueItem {
  return {
    id: row.id,
    queueId: row.queue_id,
    callId: row.call_id,
    ...(JSON.parse(row.snapshot) as Snapshot),
    state: row.state as ItemState,
    addedBy: row.added_by as UserId | null,
    annotator: row.annotator as UserId | null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    position,
  };
}
