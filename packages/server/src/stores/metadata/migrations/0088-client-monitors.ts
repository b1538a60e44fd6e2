import type { Migration } from './migration.ts';

/** Monitors that clients made: which calls they mean in Weave's words, and what of them is not carried out. */
export const migration: Migration = {
  async up(db, { text }) {
    // JSON; null for those of the pages.
    await db.schema.alterTable('monitors').addColumn('client', text).execute();
  },
};
