import type { Migration } from './migration.ts';

/** Reports: what is known of them, their text as changes, versions, and what hangs on them. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('reports')
      // The number of the view that reserves it: clients of W&B know reports as views.
      .addColumn('id', integer, (c) => c.primaryKey())
      .addColumn('project_id', integer, (c) => c.notNull().references('projects.id'))
      .addColumn('title', text, (c) => c.notNull())
      .addColumn('description', text, (c) => c.notNull())
      .addColumn('is_draft', integer, (c) => c.notNull())
      .addColumn('visibility', text, (c) => c.notNull())
      // JSON: a list of origins.
      .addColumn('frame_origins', text, (c) => c.notNull())
      .addColumn('created_by', integer, (c) => c.notNull().references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addColumn('version', integer, (c) => c.notNull())
      .addColumn('preview', text, (c) => c.notNull())
      // For searches, in small letters: title, description and author; and the text.
      .addColumn('head_text', text, (c) => c.notNull())
      .addColumn('body_text', text, (c) => c.notNull())
      // Base64: all changes up to the number `snapshot_through`, as one.
      .addColumn('snapshot', text)
      .addColumn('snapshot_through', integer, (c) => c.notNull())
      // When the first change after the latest version came; null when there is none. JSON: by whom.
      .addColumn('unversioned_since', integer)
      .addColumn('unversioned_by', text, (c) => c.notNull())
      // What a client of W&B wrote, letter by letter, and the digest of the document that it means.
      .addColumn('client_text', text)
      .addColumn('client_digest', text)
      .addColumn('client_name', text, (c) => c.notNull())
      .addColumn('preview_url', text)
      .addColumn('cover_url', text)
      .execute();
    await db.schema
      .createIndex('reports_of_project')
      .on('reports')
      .columns(['project_id', 'updated_at', 'id'])
      .execute();
    await db.schema
      .createIndex('reports_unversioned')
      .on('reports')
      .columns(['unversioned_since'])
      .execute();

    await db.schema
      .createTable('report_updates')
      .addColumn('id', ...id)
      .addColumn('report_id', integer, (c) => c.notNull())
      // Base64.
      .addColumn('changes', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('report_updates_of_report')
      .on('report_updates')
      .columns(['report_id', 'id'])
      .execute();

    await db.schema
      .createTable('report_versions')
      .addColumn('report_id', integer, (c) => c.notNull())
      .addColumn('number', integer, (c) => c.notNull())
      .addColumn('name', text)
      .addColumn('cause', text, (c) => c.notNull())
      // JSON: a list of ids of users.
      .addColumn('authors', text, (c) => c.notNull())
      .addColumn('title', text, (c) => c.notNull())
      // The document as JSON, in the blob store.
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('restored_from', integer)
      .addPrimaryKeyConstraint('report_versions_pk', ['report_id', 'number'])
      .execute();
  },
};
