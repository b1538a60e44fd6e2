import type { Migration } from './migration.ts';

/** What was made from what: nodes of any kind, and the edges between them, in the way data flowed. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('lineage_nodes')
      .addColumn('id', ...id)
      .addColumn('kind', text, (c) => c.notNull())
      // The id that the room of this kind knows it by.
      .addColumn('key', text, (c) => c.notNull())
      .addUniqueConstraint('lineage_nodes_once', ['kind', 'key'])
      .execute();
    await db.schema
      .createTable('lineage_edges')
      .addColumn('source_id', integer, (c) => c.notNull())
      .addColumn('target_id', integer, (c) => c.notNull())
      .addColumn('relation', text, (c) => c.notNull())
      .addColumn('label', text, (c) => c.notNull().defaultTo(''))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('lineage_edges_pk', ['source_id', 'relation', 'target_id'])
      .execute();
    await db.schema
      .createIndex('lineage_edges_back')
      .on('lineage_edges')
      .columns(['target_id', 'relation', 'source_id'])
      .execute();
  },
};
