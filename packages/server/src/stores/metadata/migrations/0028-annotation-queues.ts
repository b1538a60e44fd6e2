import type { Migration } from './migration.ts';

/** Calls that wait for people to judge them. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('annotation_queues')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('description', text, (c) => c.notNull())
      // JSON: references to scorers.
      .addColumn('scorer_refs', text, (c) => c.notNull())
      .addColumn('created_by', integer)
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addColumn('deleted_at', integer)
      .execute();
    await db.schema
      .createIndex('annotation_queues_by_project')
      .on('annotation_queues')
      .columns(['project_id', 'created_at'])
      .execute();
    await db.schema
      .createTable('annotation_queue_items')
      .addColumn('position', ...id)
      .addColumn('id', text, (c) => c.notNull().unique())
      .addColumn('queue_id', text, (c) => c.notNull())
      .addColumn('call_id', text, (c) => c.notNull())
      // JSON: what the call was when it was added, and what of it is shown.
      .addColumn('snapshot', text, (c) => c.notNull())
      .addColumn('state', text, (c) => c.notNull())
      .addColumn('added_by', integer)
      .addColumn('annotator', integer)
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addUniqueConstraint('annotation_queue_items_once', ['queue_id', 'call_id'])
      .execute();
  },
};
