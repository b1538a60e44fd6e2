import { sql } from 'kysely';
import type { Migration } from './migration.ts';

const COLUMNS = ['title', 'description', 'body_text', 'is_draft', 'visibility', 'project_id'];

/** Reports are found by what they are now, and views that became reports are no views any more. */
export const migration: Migration = {
  async up(db, { integer }) {
    const named = sql.join(COLUMNS.map((column) => sql.ref(column)));
    const differs = (distinct: 'is not' | 'is distinct from') =>
      sql.join(
        COLUMNS.map(
          (column) =>
            sql`${sql.ref(`old.${column}`)} ${sql.raw(distinct)} ${sql.ref(`new.${column}`)}`,
        ),
        sql` or `,
      );
    if (integer === 'bigint') {
      const note = sql`execute function search_note('report', 'id')`;
      await sql`create trigger search_reports_rows after insert or delete on reports
        for each row ${note}`.execute(db);
      await sql`create trigger search_reports_update after update of ${named} on reports
        for each row when (${differs('is distinct from')}) ${note}`.execute(db);
    } else {
      const note = (row: 'new' | 'old') =>
        sql`begin insert into search_queue (kind, object_key)
          values ('report', cast(${sql.ref(`${row}.id`)} as text)); end`;
      await sql`create trigger search_reports_insert after insert on reports ${note('new')}`.execute(
        db,
      );
      await sql`create trigger search_reports_delete after delete on reports ${note('old')}`.execute(
        db,
      );
      await sql`create trigger search_reports_update after update of ${named} on reports
        when ${differs('is not')} ${note('new')}`.execute(db);
    }
    for (const kind of ['report', 'view']) {
      await sql`insert into search_backfill (kind, after_key) values (${kind}, null)
        on conflict (kind) do update set after_key = null`.execute(db);
    }
  },
};
