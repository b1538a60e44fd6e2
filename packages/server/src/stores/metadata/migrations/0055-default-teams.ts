import type { Migration } from './migration.ts';

/** The team that a person's runs go to when they name no entity; null for their own. */
export const migration: Migration = {
  async up(db, { integer }) {
    await db.schema.alterTable('users').addColumn('default_team_id', integer).execute();
  },
};
