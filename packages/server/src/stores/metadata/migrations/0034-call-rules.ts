import type { Migration } from './migration.ts';

/** What projects do to calls before they are stored. The rate is a text, so that it stays as given. */
export const migration: Migration = {
  async up(db, { integer, text }) {
    await db.schema
      .createTable('call_rules')
      .addColumn('project_id', integer, (c) => c.primaryKey())
      .addColumn('redactions', text, (c) => c.notNull())
      .addColumn('sample_rate', text, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addColumn('updated_by', integer, (c) => c.notNull())
      .execute();
  },
};
