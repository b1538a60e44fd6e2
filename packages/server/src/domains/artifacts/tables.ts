import { type Generated, type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';

export type ArtifactTables = {
  artifact_types: {
    id: Generated<number>;
    project_id: number;
    name: string;
    description: Generated<string>;
    created_at: number;
  };
  artifact_collections: {
    id: Generated<number>;
    project_id: number;
    type_id: number;
    kind: string;
    name: string;
    description: Generated<string>;
    is_described: Generated<number>;
    next_index: Generated<number>;
    client_id: string | null;
    created_by: number | null;
    created_at: number;
    updated_at: number;
    deleted_at: number | null;
  };
  artifact_collection_tags: { collection_id: number; name: string };
  artifact_versions: {
    id: Generated<number>;
    project_id: number;
    collection_id: number;
    state: string;
    version_index: number | null;
    digest: string;
    description: Generated<string>;
    metadata: string | null;
    labels: string | null;
    history_step: number | null;
    size_bytes: Generated<number>;
    file_count: Generated<number>;
    run_id: number | null;
    commit_hash: Generated<string>;
    distributed_id: string | null;
    client_id: string | null;
    ttl_seconds: number | null;
    expires_at: number | null;
    pending_aliases: string;
    pending_tags: string;
    manifest_blob: string | null;
    manifest_md5: string | null;
    manifest_bytes: number | null;
    created_by: number | null;
    created_at: number;
    updated_at: number;
    deleted_at: number | null;
  };
  artifact_tags: { version_id: number; name: string };
  artifact_memberships: {
    id: Generated<number>;
    collection_id: number;
    version_id: number;
    version_index: number;
    created_by: number | null;
    created_at: number;
  };
  artifact_alias_moves: {
    id: Generated<number>;
    collection_id: number;
    alias: string;
    from_index: number | null;
    to_index: number | null;
    moved_by: number | null;
    created_at: number;
  };
  artifact_aliases: {
    id: Generated<number>;
    collection_id: number;
    alias: string;
    version_id: number;
    created_at: number;
  };
  artifact_contents: {
    id: Generated<number>;
    project_id: number;
    digest: string;
    blob: string;
    size_bytes: number;
    birth_version_id: number;
    created_at: number;
  };
  artifact_claims: { version_id: number; content_id: number };
  artifact_entries: {
    version_id: number;
    path: string;
    digest: string;
    size_bytes: number;
    ref: string | null;
    content_id: number | null;
  };
  artifact_manifests: {
    id: Generated<number>;
    version_id: number;
    kind: string;
    name: string;
    md5: string;
    blob: string | null;
    size_bytes: number | null;
    created_at: number;
  };
  artifact_uploads: {
    id: Generated<number>;
    version_id: number;
    digest: string;
    part_count: number;
    created_at: number;
    completed_at: number | null;
  };
  artifact_upload_parts: {
    upload_id: number;
    part: number;
    announced_md5: string;
    blob: string | null;
    size_bytes: number | null;
  };
  artifact_receipts: {
    id: Generated<number>;
    project_id: number;
    reason: string;
    versions: number;
    files: number;
    freed_bytes: number;
    started_at: number;
    finished_at: number;
  };
  /** Belong to projects; read to leave out what is in their trash, and for an owner's storage. */
  projects: { id: number; entity_id: number; deleted_at: number | null };
  /** Belong to accounts; read to find an owner's contents. */
  entities: { id: number; name_key: string };
};

/** The artifact tables, in a transaction or outside of one. */
export type Database = Kysely<ArtifactTables> | Transaction<ArtifactTables>;

export const artifactTables = (metadata: MetadataStore): Kysely<ArtifactTables> =>
  metadata.db.withTables<ArtifactTables>();

/** Values in one statement: engines take some ten thousand parameters. */
export const AT_ONCE = 1_000;

/** Runs `work` on slices of `items` that fit into one statement. */
export async function inSlices<T>(
  items: readonly T[],
  work: (slice: readonly T[]) => Promise<void>,
  size = AT_ONCE,
): Promise<void> {
  for (let from = 0; from < items.length; from += size) await work(items.slice(from, from + size));
}

/** A row as it is handed to the engine. */
export type JsonRow = readonly (string | number | null)[];

/**
 * Rows as one JSON text, which both engines unpack as `j.value`: binding each value costs more, and so
 * does a statement that is another one for each number of rows.
 */
export function unpacked(
  engine: MetadataStore['engine'],
  rows: readonly JsonRow[],
): RawBuilder<unknown> {
  const json = JSON.stringify(rows);
  return engine === 'sqlite'
    ? sql`json_each(${json}) as j`
    : sql`json_array_elements(cast(${json} as json)) as j(value)`;
}
