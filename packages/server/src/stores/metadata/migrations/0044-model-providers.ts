import type { Migration } from './migration.ts';

/** Where models are asked, with keys that only this server opens. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('model_providers')
      .addColumn('id', ...id)
      .addColumn('entity_id', integer, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('interface', text, (c) => c.notNull())
      .addColumn('base_url', text, (c) => c.notNull())
      .addColumn('sealed_key', text)
      // A JSON list of names.
      .addColumn('models', text, (c) => c.notNull())
      .addColumn('created_by', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('model_providers_by_name')
      .on('model_providers')
      .columns(['entity_id', 'name'])
      .unique()
      .execute();
  },
};
