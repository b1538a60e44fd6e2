import type { Generated, Kysely, Transaction } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';

export type ObjectTables = {
  weave_objects: {
    id: Generated<number>;
    project_id: number;
    kind: string;
    name: string;
    /** What all living versions with a class share. */
    base_class: string | null;
    next_index: Generated<number>;
    /** Null once all versions were removed. */
    latest_version_id: number | null;
    created_at: number;
  };
  weave_versions: {
    id: Generated<number>;
    object_id: number;
    project_id: number;
    digest: string;
    version_index: number;
    base_class: string | null;
    leaf_class: string | null;
    value: string | null;
    value_blob: string | null;
    size_bytes: number;
    created_at: number;
    created_by: number | null;
    deleted_at: number | null;
  };
  weave_tags: { version_id: number; tag: string };
  weave_aliases: { project_id: number; name: string; alias: string; version_id: number };
  weave_files: {
    project_id: number;
    digest: string;
    blob: string;
    name: string;
    size_bytes: number;
    created_at: number;
  };
  weave_row_chunks: {
    id: Generated<number>;
    project_id: number;
    digest: string;
    row_count: number;
    size_bytes: number;
  };
  weave_tables: {
    project_id: number;
    digest: string;
    row_count: number;
    size_bytes: number;
    spans: string;
    created_at: number;
  };
  /** Belong to projects; read for an owner's storage, and to remove what was theirs. */
  projects: { id: number; entity_id: number; deleted_at: number | null };
};

/** The tables of objects, in a transaction or outside of one. */
export type Database = Kysely<ObjectTables> | Transaction<ObjectTables>;

export const objectTables = (metadata: MetadataStore): Kysely<ObjectTables> =>
  metadata.db.withTables<ObjectTables>();

/** Values in one statement: engines take some ten thousand parameters. */
const AT_ONCE = 1_000;

/** What `read` answers for slices of `items` that fit into one statement, one after the other. */
export async function inSlices<Item, Result>(
  items: readonly Item[],
  read: (slice: readonly Item[]) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    results.push(...(await read(items.slice(from, from + AT_ONCE))));
  }
  return results;
}
