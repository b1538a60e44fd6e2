import type { ColumnType, Generated, Selectable } from 'kysely';

/** The tables of this room. (Kysely wants a type.) */
export type SearchTables = {
  search_queue: { id: Generated<number>; kind: string; object_key: string };
  search_backfill: { kind: string; after_key: string | null };
  search_entries: {
    id: Generated<number>;
    kind: string;
    source: string;
    object_key: string;
    owner_id: number;
    project_id: number;
    title: string;
    detail: string;
    body: string;
    names: string;
    words: string;
    name_key: string;
    changed_at: number;
    /** PostgreSQL only; SQLite has its index beside the table. */
    tokens?: ColumnType<never, string | undefined, string>;
  };
  /** SQLite only: the full-text index. */
  search_index: { rowid: number; tokens: string };
  /** Belongs to projects; read for who owns what is put into the index. */
  projects: { id: number; entity_id: number; deleted_at: number | null };
};

export type EntryRow = Omit<Selectable<SearchTables['search_entries']>, 'tokens'>;
