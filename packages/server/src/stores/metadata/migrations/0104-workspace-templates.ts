import type { Migration } from './migration.ts';

/** What new workspaces begin with in the projects of a user, a team or the teams of an organization. */
export const migration: Migration = {
  async up(db, { integer, text }) {
    await db.schema
      .createTable('workspace_templates')
      .addColumn('entity_id', integer, (c) =>
        c.primaryKey().references('entities.id').onDelete('cascade'),
      )
      .addColumn('spec', text, (c) => c.notNull())
      .addColumn('updated_by', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .execute();
  },
};
