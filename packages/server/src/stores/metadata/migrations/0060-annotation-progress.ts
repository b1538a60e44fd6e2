import type { Migration } from './migration.ts';

/** Who judges a queue, how many each call needs, and how far each of them is. */
export const migration: Migration = {
  async up(db, { integer, text }) {
    // JSON: ids of users; empty for whoever may write.
    await db.schema
      .alterTable('annotation_queues')
      .addColumn('annotators', text, (c) => c.notNull().defaultTo('[]'))
      .execute();
    await db.schema
      .alterTable('annotation_queues')
      .addColumn('per_item', integer, (c) => c.notNull().defaultTo(1))
      .execute();
    await db.schema
      .createTable('annotation_progress')
      .addColumn('item_id', text, (c) => c.notNull())
      .addColumn('user_id', integer, (c) => c.notNull())
      .addColumn('queue_id', text, (c) => c.notNull())
      .addColumn('state', text, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('annotation_progress_once', ['item_id', 'user_id'])
      .execute();
    await db.schema
      .createIndex('annotation_progress_by_queue')
      .on('annotation_progress')
      .columns(['queue_id', 'user_id', 'state'])
      .execute();
  },
};
