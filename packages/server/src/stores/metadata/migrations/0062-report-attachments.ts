import type { Migration } from './migration.ts';

/** What hangs on reports: comments, files, secret links and recorded evidence. */
export const migration: Migration = {
  async up(db, { integer, text }) {
    await db.schema
      .createTable('report_threads')
      .addColumn('report_id', integer, (c) => c.notNull())
      .addColumn('thread', text, (c) => c.notNull())
      .addColumn('block', text)
      .addColumn('quote', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('resolved_at', integer)
      .addColumn('resolved_by', integer)
      .addPrimaryKeyConstraint('report_threads_pk', ['report_id', 'thread'])
      .execute();
    await db.schema
      .createTable('report_comments')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('report_id', integer, (c) => c.notNull())
      .addColumn('thread', text, (c) => c.notNull())
      .addColumn('author', integer, (c) => c.notNull())
      .addColumn('body', text, (c) => c.notNull())
      // JSON: a list of ids of users.
      .addColumn('mentions', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('edited_at', integer)
      .execute();
    await db.schema
      .createIndex('report_comments_of_report')
      .on('report_comments')
      .columns(['report_id', 'created_at'])
      .execute();

    await db.schema
      .createTable('report_files')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('report_id', integer, (c) => c.notNull())
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('content_type', text, (c) => c.notNull())
      .addColumn('size_bytes', integer, (c) => c.notNull())
      .addColumn('created_by', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .execute();

    await db.schema
      .createTable('report_links')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('report_id', integer, (c) => c.notNull())
      // SHA-256 of the token, hex.
      .addColumn('token_hash', text, (c) => c.notNull().unique())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('created_by', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('expires_at', integer)
      .addColumn('revoked_at', integer)
      .addColumn('last_used_at', integer)
      .execute();

    await db.schema
      .createTable('report_tapes')
      .addColumn('report_id', integer, (c) => c.notNull())
      // SHA-256 of the tape as JSON, which is in the blob store.
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('block', text, (c) => c.notNull())
      .addColumn('recorded_by', integer, (c) => c.notNull())
      .addColumn('recorded_at', integer, (c) => c.notNull())
      .addColumn('size_bytes', integer, (c) => c.notNull())
      // A version shows it, so that it stays.
      .addColumn('is_kept', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('report_tapes_pk', ['report_id', 'digest'])
      .execute();

    for (const table of ['report_files', 'report_links']) {
      await db.schema.createIndex(`${table}_of_report`).on(table).columns(['report_id']).execute();
    }
    for (const table of ['report_files', 'report_versions', 'report_tapes']) {
      await db.schema.createIndex(`${table}_by_digest`).on(table).columns(['digest']).execute();
    }
  },
};
