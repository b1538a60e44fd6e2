import { type Selectable, sql } from 'kysely';
import type { ArtifactTables, Database } from './tables.ts';
import type { Collection, CollectionId, Version, VersionId, VersionState } from './types.ts';

/** Versions with what they are called; those whose collection or project is in the trash count as deleted. */
export const selectVersions = (db: Database) =>
  db
    .selectFrom('artifact_versions as v')
    .innerJoin('artifact_collections as c', 'c.id', 'v.collection_id')
    .innerJoin('artifact_types as t', 't.id', 'c.type_id')
    .selectAll('v')
    .select([
      'c.name as collection_name',
      'c.type_id',
      't.name as type_name',
      sql<number | null>`coalesce(v.deleted_at, c.deleted_at)`.as('gone_at'),
    ]);

type VersionRow = Selectable<ArtifactTables['artifact_versions']> & {
  readonly collection_name: string;
  readonly type_id: number;
  readonly type_name: string;
  readonly gone_at: number | null;
};

export function toVersion(row: VersionRow): Version {
  return {
    id: row.id as VersionId,
    projectId: row.project_id as Version['projectId'],
    collectionId: row.collection_id as CollectionId,
    collectionName: row.collection_name,
    typeId: row.type_id,
    typeName: row.type_name,
    state: row.gone_at === null ? (row.state as VersionState) : 'deleted',
    index: row.version_index,
    digest: row.digest,
    description: row.description,
    metadata: row.metadata,
    labels: row.labels,
    historyStep: row.history_step,
    sizeBytes: row.size_bytes,
    fileCount: row.file_count,
    runId: row.run_id as Version['runId'],
    commit: row.commit_hash,
    createdBy: row.created_by as Version['createdBy'],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.gone_at,
    ttlSeconds: row.ttl_seconds,
    manifest:
      row.manifest_md5 === null
        ? null
        : { md5: row.manifest_md5, sizeBytes: row.manifest_bytes ?? 0 },
  };
}

export const selectCollections = (db: Database) =>
  db
    .selectFrom('artifact_collections as c')
    .innerJoin('artifact_types as t', 't.id', 'c.type_id')
    .selectAll('c')
    .select('t.name as type_name');

export function toCollection(
  row: Selectable<ArtifactTables['artifact_collections']> & { readonly type_name: string },
): Collection {
  return {
    id: row.id as CollectionId,
    projectId: row.project_id as Collection['projectId'],
    kind: row.kind as Collection['kind'],
    typeId: row.type_id,
    typeName: row.type_name,
    name: row.name,
    description: row.description,
    isDescribed: row.is_described === 1,
    createdBy: row.created_by as Collection['createdBy'],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  };
}
