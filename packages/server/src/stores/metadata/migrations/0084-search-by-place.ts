import type { Migration } from './migration.ts';

/** Titles are read place by place for who may look in few: of an owner, of a project. */
export const migration: Migration = {
  async up(db) {
    await db.schema.dropIndex('search_entries_of_project').execute();
    for (const [name, place] of [
      ['search_entries_of_project', 'project_id'],
      ['search_entries_of_owner', 'owner_id'],
    ] as const) {
      await db.schema
        .createIndex(name)
        .on('search_entries')
        .columns([place, 'kind', 'name_key'])
        .execute();
    }
  },
};
