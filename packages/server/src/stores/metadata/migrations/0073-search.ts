import { sql } from 'kysely';
import type { Migration } from './migration.ts';
import { type Watched, watchForSearch } from './search-triggers.ts';

const WATCHED: readonly Watched[] = [
  {
    table: 'projects',
    kind: 'project',
    key: 'id',
    columns: ['name', 'description', 'deleted_at', 'entity_id'],
  },
  {
    table: 'runs',
    kind: 'run',
    key: 'id',
    columns: [
      'name',
      'display_name',
      'tags',
      'notes',
      'group_name',
      'job_type',
      'sweep_name',
      'project_id',
      'deleted_at',
    ],
  },
  {
    table: 'artifact_collections',
    kind: 'artifact',
    key: 'id',
    columns: ['name', 'description', 'project_id', 'type_id', 'deleted_at'],
  },
  { table: 'artifact_collection_tags', kind: 'artifact', key: 'collection_id', columns: [] },
  { table: 'artifact_aliases', kind: 'artifact', key: 'collection_id', columns: ['alias'] },
  {
    table: 'views',
    kind: 'view',
    key: 'id',
    columns: ['type', 'name', 'display_name', 'description', 'spec', 'project_id'],
  },
  {
    table: 'weave_objects',
    kind: 'object',
    key: 'id',
    columns: ['latest_version_id', 'base_class', 'name'],
  },
  {
    table: 'annotation_queues',
    kind: 'queue',
    key: 'id',
    columns: ['name', 'description', 'deleted_at'],
  },
];

/**
 * The index of the search, and the queue of what it is behind with. Triggers fill the queue, in the
 * transaction of the change: nothing that is written, by whatever room, is missed, and all that it
 * costs the writer is one narrow row, in a table without any key that two writers could wait for.
 */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('search_queue')
      .addColumn('id', ...id)
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('object_key', text, (c) => c.notNull())
      .execute();
    // How far each kind of what was there before the index has come; a row goes when all of it is in.
    await db.schema
      .createTable('search_backfill')
      .addColumn('kind', text, (c) => c.primaryKey())
      .addColumn('after_key', text)
      .execute();
    // An entry gets a new id whenever it changes: the order of ids is the order of changes.
    await db.schema
      .createTable('search_entries')
      .addColumn('id', ...id)
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('source', text, (c) => c.notNull())
      .addColumn('object_key', text, (c) => c.notNull())
      .addColumn('owner_id', integer, (c) => c.notNull())
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('title', text, (c) => c.notNull())
      // JSON: what an address is made of, and what is shown beside the title.
      .addColumn('detail', text, (c) => c.notNull())
      .addColumn('body', text, (c) => c.notNull())
      // Folded names, each behind a line break, and folded words, each behind a space.
      .addColumn('names', text, (c) => c.notNull())
      .addColumn('words', text, (c) => c.notNull())
      .addColumn('name_key', text, (c) => c.notNull())
      .addColumn('changed_at', integer, (c) => c.notNull())
      .execute();
    for (const [name, columns] of Object.entries({
      search_entries_of_object: ['source', 'object_key'],
      search_entries_by_time: ['kind', 'id'],
      search_entries_by_name: ['kind', 'name_key'],
      search_entries_of_owner: ['owner_id', 'kind', 'name_key'],
      search_entries_of_project: ['project_id'],
    })) {
      await db.schema.createIndex(name).on('search_entries').columns(columns).execute();
    }
    await (integer === 'bigint' ? postgresIndex(db) : sqliteIndex(db));
    for (const watched of WATCHED) await watchForSearch(db, integer, watched);
    for (const kind of new Set(WATCHED.map((watched) => watched.kind))) {
      await sql`insert into search_backfill (kind, after_key) values (${kind}, null)`.execute(db);
    }
  },
};

type Database = Parameters<Migration['up']>[0];

/**
 * Only which entries hold which token: texts stand in `search_entries`. Tokens are made by the search,
 * letters and digits alone, so that the tokenizer has nothing to decide.
 */
async function sqliteIndex(db: Database): Promise<void> {
  await sql`create virtual table search_index using fts5(
    tokens, content='', contentless_delete=1, detail=none, prefix='2 3 4 5', tokenize='ascii')`.execute(
    db,
  );
}

/** Without `fastupdate`, which would have every search look through what was written last. */
async function postgresIndex(db: Database): Promise<void> {
  await sql`alter table search_entries add column tokens tsvector not null default ''`.execute(db);
  await sql`create index search_entries_by_token on search_entries using gin (tokens)
    with (fastupdate = off)`.execute(db);
  await sql`create function search_note() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        insert into search_queue (kind, object_key)
          values (tg_argv[0], to_jsonb(old) ->> tg_argv[1]);
      else
        insert into search_queue (kind, object_key)
          values (tg_argv[0], to_jsonb(new) ->> tg_argv[1]);
      end if;
      return null;
    end $$`.execute(db);
}
