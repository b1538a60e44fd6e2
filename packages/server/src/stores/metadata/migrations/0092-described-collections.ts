import type { Migration } from './migration.ts';

/** Whether somebody wrote the description of a collection, an empty one too: clients tell that from none. */
export const migration: Migration = {
  async up(db, { integer }) {
    await db.schema
      .alterTable('artifact_collections')
      .addColumn('is_described', integer, (c) => c.notNull().defaultTo(0))
      .execute();
  },
};
