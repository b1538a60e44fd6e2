import { sql } from 'kysely';
import type { Migration } from './migration.ts';

const SOURCES = ['project', 'run', 'artifact', 'view', 'object', 'queue', 'report'];

/**
 * Tokens of the search say of which kind they are, and titles are narrowed to where somebody may look by
 * one index. The index is made anew, by the job that makes it of what is there.
 */
export const migration: Migration = {
  async up(db, { integer }) {
    if (integer === 'bigint') {
      await sql`truncate search_entries`.execute(db);
    } else {
      await sql`drop table search_index`.execute(db);
      await sql`delete from search_entries`.execute(db);
      // Beginnings of a letter of the kind, a letter of the token and one to four characters.
      await sql`create virtual table search_index using fts5(
        tokens, content='', contentless_delete=1, detail=none, prefix='3 4 5 6', tokenize='ascii')`.execute(
        db,
      );
    }
    await db.schema.dropIndex('search_entries_by_name').execute();
    await db.schema.dropIndex('search_entries_of_owner').execute();
    await db.schema
      .createIndex('search_entries_by_name')
      .on('search_entries')
      .columns(['kind', 'name_key', 'owner_id', 'project_id'])
      .execute();
    for (const source of SOURCES) {
      await sql`insert into search_backfill (kind, after_key) values (${source}, null)
        on conflict (kind) do update set after_key = null`.execute(db);
    }
  },
};
