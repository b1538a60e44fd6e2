import type { Kysely } from 'kysely';
import type { MetadataStore } from '../../../stores/metadata/types.ts';

/** The columns of other rooms' tables that the search reads. Their rooms alone write them. */
export type SourceTables = {
  projects: {
    id: number;
    entity_id: number;
    name: string;
    description: string;
    created_at: number;
    updated_at: number;
    deleted_at: number | null;
  };
  runs: {
    id: number;
    project_id: number;
    name: string;
    display_name: string;
    notes: string;
    tags: string;
    group_name: string;
    job_type: string;
    sweep_name: string | null;
    created_at: number;
    deleted_at: number | null;
  };
  artifact_collections: {
    id: number;
    project_id: number;
    type_id: number;
    kind: string;
    name: string;
    description: string;
    created_at: number;
    updated_at: number;
    deleted_at: number | null;
  };
  artifact_types: { id: number; name: string };
  artifact_collection_tags: { collection_id: number; name: string };
  artifact_aliases: { collection_id: number; alias: string };
  views: {
    id: number;
    project_id: number;
    type: string;
    display_name: string;
    description: string;
    updated_at: number;
  };
  reports: {
    id: number;
    project_id: number;
    title: string;
    description: string;
    body_text: string;
    is_draft: number;
    created_by: number;
    visibility: string;
    updated_at: number;
  };
  weave_objects: {
    id: number;
    project_id: number;
    kind: string;
    name: string;
    base_class: string | null;
    latest_version_id: number | null;
    created_at: number;
  };
  weave_versions: {
    id: number;
    digest: string;
    leaf_class: string | null;
    value: string | null;
    created_at: number;
  };
  annotation_queues: {
    id: string;
    project_id: number;
    name: string;
    description: string;
    created_at: number;
    updated_at: number;
    deleted_at: number | null;
  };
};

export const sourceTables = (metadata: MetadataStore): Kysely<SourceTables> =>
  metadata.db.withTables<SourceTables>();

/** Keys of tables whose ids are numbers. */
export const idsOf = (keys: readonly string[]): number[] => keys.map(Number);

/** Keys of such a table behind this one, as `Source.keysAfter` gives them; also of what is in the trash. */
export async function numberedKeys(
  db: Kysely<SourceTables>,
  table: 'projects' | 'runs' | 'artifact_collections' | 'views' | 'reports' | 'weave_objects',
  key: string | null,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom(table)
    .select('id')
    .where('id', '>', Number(key ?? 0))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => String(id));
}
