import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { AnnotationQueue, ItemState, QueuedCall, QueueItem } from './types.ts';

type Tables = {
  annotation_queues: {
    id: string;
    project_id: number;
    name: string;
    description: string;
    scorer_refs: string;
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

    async setState(
      itemId: string,
      state: ItemState,
      annotator: UserId | null,
      now: number,
    ): Promise<void> {
      await db
        .updateTable('annotation_queue_items')
        .set({ state, annotator, updated_at: now })
        .where('id', '=', itemId)
        .execute();
    },
  };
}

function toQueue(row: Selectable<Tables['annotation_queues']>): AnnotationQueue {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    scorerRefs: JSON.parse(row.scorer_refs) as string[],
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
