import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Versions of saved views, and personal workspaces. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    // Every save, the current one among them. Views of clients have none: their spec is in `views`.
    await db.schema
      .createTable('view_versions')
      .addColumn('id', ...id)
      .addColumn('view_id', integer, (c) => c.notNull().references('views.id'))
      .addColumn('number', integer, (c) => c.notNull())
      .addColumn('spec', text, (c) => c.notNull())
      .addColumn('created_by', integer, (c) => c.notNull().references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('view_versions_once', ['view_id', 'number'])
      .execute();
    // What a person sees of a project when no saved view is opened.
    await db.schema
      .createTable('workspaces')
      .addColumn('project_id', integer, (c) => c.notNull().references('projects.id'))
      .addColumn('user_id', integer, (c) => c.notNull().references('users.id'))
      .addColumn('version', integer, (c) => c.notNull())
      .addColumn('spec', text, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('workspaces_pk', ['project_id', 'user_id'])
      .execute();
    // The index of values learns the exact text of booleans and of large integers.
    await db
      .withTables<{ runs: { index_dirty: number; deleted_at: number | null } }>()
      .updateTable('runs')
      .set({ index_dirty: sql.lit(1) })
      .where('deleted_at', 'is', null)
      .execute();
  },
};
