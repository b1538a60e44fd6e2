import type { Migration } from './migration.ts';

/** Marks of removed contents stay for a while, so that who stored the same bytes meanwhile sees them. */
export const migration: Migration = {
  async up(db, { integer }) {
    await db.schema.alterTable('blob_removals').addColumn('removed_at', integer).execute();
  },
};
