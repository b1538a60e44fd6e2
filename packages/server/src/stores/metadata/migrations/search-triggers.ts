import { sql } from 'kysely';
import type { ColumnTypes, Migration } from './migration.ts';

/** A table whose rows are found by the search, and the columns that what is found depends on. */
export interface Watched {
  readonly table: string;
  readonly kind: string;
  /** The column that names the thing in the queue. */
  readonly key: string;
  /** Empty: rows of it never change, they come and go. */
  readonly columns: readonly string[];
}

type Database = Parameters<Migration['up']>[0];

/** Has the rows of a table that come, go or change noted in the queue of the search. */
export const watchForSearch = (
  db: Database,
  integer: ColumnTypes['integer'],
  watched: Watched,
): Promise<void> =>
  integer === 'bigint' ? postgresTriggers(db, watched) : sqliteTriggers(db, watched);

async function sqliteTriggers(db: Database, { table, kind, key, columns }: Watched): Promise<void> {
  const note = (row: 'new' | 'old') =>
    sql`begin insert into search_queue (kind, object_key)
      values (${sql.lit(kind)}, cast(${sql.ref(`${row}.${key}`)} as text)); end`;
  const name = (event: string) => sql.ref(`search_${table}_${event}`);
  await sql`create trigger ${name('insert')} after insert on ${sql.table(table)} ${note('new')}`.execute(
    db,
  );
  await sql`create trigger ${name('delete')} after delete on ${sql.table(table)} ${note('old')}`.execute(
    db,
  );
  if (columns.length === 0) return;
  const named = sql.join(columns.map((column) => sql.ref(column)));
  const differs = sql.join(
    columns.map((column) => sql`${sql.ref(`old.${column}`)} is not ${sql.ref(`new.${column}`)}`),
    sql` or `,
  );
  await sql`create trigger ${name('update')} after update of ${named} on ${sql.table(table)}
    when ${differs} ${note('new')}`.execute(db);
}

async function postgresTriggers(
  db: Database,
  { table, kind, key, columns }: Watched,
): Promise<void> {
  const note = sql`execute function search_note(${sql.lit(kind)}, ${sql.lit(key)})`;
  await sql`create trigger ${sql.ref(`search_${table}_rows`)} after insert or delete
    on ${sql.table(table)} for each row ${note}`.execute(db);
  if (columns.length === 0) return;
  const named = sql.join(columns.map((column) => sql.ref(column)));
  const differs = sql.join(
    columns.map(
      (column) => sql`${sql.ref(`old.${column}`)} is distinct from ${sql.ref(`new.${column}`)}`,
    ),
    sql` or `,
  );
  await sql`create trigger ${sql.ref(`search_${table}_update`)} after update of ${named}
    on ${sql.table(table)} for each row when (${differs}) ${note}`.execute(db);
}
