import type { Migration } from './migration.ts';

/** What tokens of models cost, as projects say; default prices are part of the program. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('model_prices')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('provider', text, (c) => c.notNull())
      .addColumn('model', text, (c) => c.notNull())
      // Microseconds since 1970, as calls have them.
      .addColumn('effective_at', integer, (c) => c.notNull())
      // JSON: numbers of any size stay the same on both engines.
      .addColumn('costs', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('created_by', integer)
      .execute();
    await db.schema
      .createIndex('model_prices_by_model')
      .on('model_prices')
      .columns(['project_id', 'model'])
      .execute();
  },
};
