import type { Migration } from './migration.ts';

/** Trials of evaluations that were read once, for the next who asks. */
export const migration: Migration = {
  async up(db, { integer, text }) {
    await db.schema
      .createTable('kept_trials')
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('evaluation_id', text, (c) => c.notNull())
      // Of its calls when they were read.
      .addColumn('stamp', text, (c) => c.notNull())
      // Compressed, in base64.
      .addColumn('content', text, (c) => c.notNull())
      .addColumn('written_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('kept_trials_once', ['project_id', 'evaluation_id'])
      .execute();
    await db.schema
      .createIndex('kept_trials_by_age')
      .on('kept_trials')
      .columns(['written_at'])
      .execute();
  },
};
