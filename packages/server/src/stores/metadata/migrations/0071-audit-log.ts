import type { Migration } from './migration.ts';

/** The audit log: entries that hang on each other, the newest of them, and where they begin. */
export const migration: Migration = {
  async up(db, { integer, text }) {
    await db.schema
      .createTable('audit_entries')
      .addColumn('sequence', integer, (c) => c.primaryKey())
      .addColumn('entry', text, (c) => c.notNull())
      .addColumn('hash', text, (c) => c.notNull())
      .addColumn('at', integer, (c) => c.notNull())
      .addColumn('actor', text, (c) => c.notNull())
      .addColumn('action', text, (c) => c.notNull())
      .addColumn('resource', text, (c) => c.notNull())
      .addColumn('organization', text)
      .addColumn('outcome', text, (c) => c.notNull())
      .execute();
    // Few, since each is a page more to write for every entry; all else is found by the order of time.
    await db.schema
      .createIndex('audit_entries_by_actor')
      .on('audit_entries')
      .columns(['actor', 'sequence'])
      .execute();
    await db.schema
      .createIndex('audit_entries_by_organization')
      .on('audit_entries')
      .columns(['organization', 'sequence'])
      .where('organization', 'is not', null)
      .execute();
    await db.schema
      .createTable('audit_head')
      .addColumn('id', integer, (c) => c.primaryKey())
      .addColumn('sequence', integer, (c) => c.notNull())
      .addColumn('hash', text, (c) => c.notNull())
      .execute();
    await db
      .withTables<{ audit_head: { id: number; sequence: number; hash: string } }>()
      .insertInto('audit_head')
      .values({ id: 1, sequence: 0, hash: '0'.repeat(64) })
      .execute();
    await db.schema
      .createTable('audit_checkpoints')
      .addColumn('sequence', integer, (c) => c.primaryKey())
      .addColumn('hash', text, (c) => c.notNull())
      .addColumn('at', integer, (c) => c.notNull())
      .addColumn('signature', text, (c) => c.notNull())
      .execute();
  },
};
