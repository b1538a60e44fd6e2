import type { Migration } from './migration.ts';

/** Parquet files of histories, and which one was first given out under an address. */
export const migration: Migration = {
  async up(db, { integer, text }) {
    await db.schema
      .createTable('history_exports')
      .addColumn('run_id', integer, (c) => c.primaryKey())
      .addColumn('version', text, (c) => c.notNull())
      .addColumn('is_uniform', integer, (c) => c.notNull())
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('size_bytes', integer, (c) => c.notNull())
      .addColumn('used_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('history_exports_by_digest')
      .on('history_exports')
      .column('digest')
      .execute();
    // Hashes, so that no name outlives what it was a name of.
    await db.schema
      .createTable('history_export_offers')
      .addColumn('address_hash', text, (c) => c.primaryKey())
      .addColumn('digest', text, (c) => c.notNull())
      .execute();
  },
};
