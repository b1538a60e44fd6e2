import type { Migration } from './migration.ts';

/** Secret links whose data are recorded anew when somebody looks; those that there are stay as they were. */
export const migration: Migration = {
  async up(db, { integer }) {
    await db.schema
      .alterTable('report_links')
      .addColumn('is_live', integer, (c) => c.notNull().defaultTo(0))
      .execute();
  },
};
