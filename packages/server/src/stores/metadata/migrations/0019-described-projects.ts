import type { Migration } from './migration.ts';

/** Clients tell a description that nobody gave from an empty one. Those of before count as given. */
export const migration: Migration = {
  async up(db, { integer }) {
    await db.schema
      .alterTable('projects')
      .addColumn('is_described', integer, (c) => c.notNull().defaultTo(1))
      .execute();
  },
};
