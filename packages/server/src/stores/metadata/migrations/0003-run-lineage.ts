import type { Migration } from './migration.ts';

/** Where the history of a run that was forked, rewound or written by several processes stands. */
export const migration: Migration = {
  async up(db, { text }) {
    await db.schema.alterTable('runs').addColumn('lineage', text).execute();
  },
};
