import { sql } from 'kysely';
import type { Migration } from './migration.ts';
import { watchForSearch } from './search-triggers.ts';

/** Reports are found by what they are now, and views that became reports are no views any more. */
export const migration: Migration = {
  async up(db, { integer }) {
    await watchForSearch(db, integer, {
      table: 'reports',
      kind: 'report',
      key: 'id',
      columns: ['title', 'description', 'body_text', 'is_draft', 'visibility', 'project_id'],
    });
    for (const kind of ['report', 'view']) {
      await sql`insert into search_backfill (kind, after_key) values (${kind}, null)
        on conflict (kind) do update set after_key = null`.execute(db);
    }
  },
};
