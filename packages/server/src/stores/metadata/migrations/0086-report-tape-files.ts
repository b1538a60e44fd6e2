import type { Migration } from './migration.ts';

/** Files that recorded answers of reports name: they stay as long as the recording does. */
export const migration: Migration = {
  async up(db, { integer, text }) {
    await db.schema
      .createTable('report_tape_files')
      .addColumn('report_id', integer, (c) => c.notNull())
      // Digest of the tape that names the file.
      .addColumn('tape', text, (c) => c.notNull())
      // Of content and name: what the tape has in place of the file's address.
      .addColumn('id', text, (c) => c.notNull())
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('content_type', text, (c) => c.notNull())
      .addColumn('size_bytes', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('report_tape_files_pk', ['report_id', 'tape', 'id'])
      .execute();
    await db.schema
      .createIndex('report_tape_files_by_digest')
      .on('report_tape_files')
      .columns(['digest'])
      .execute();
  },
};
