import type { Migration } from './migration.ts';

/** Evaluations in numbers, for who compares them first after a restart. */
export const migration: Migration = {
  async up(db, { integer, text }) {
    await db.schema
      .createTable('kept_outlines')
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('evaluation_id', text, (c) => c.notNull())
      // Of its calls when they were read.
      .addColumn('stamp', text, (c) => c.notNull())
      // Compressed, in base64.
      .addColumn('content', text, (c) => c.notNull())
      .addColumn('written_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('kept_outlines_once', ['project_id', 'evaluation_id'])
      .execute();
    await db.schema
      .createIndex('kept_outlines_by_age')
      .on('kept_outlines')
      .columns(['written_at'])
      .execute();
  },
};
