import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { Database } from './schema.ts';
import type { ObjectKind, ObjectVersion } from './types.ts';

/** Versions with what their object knows, for a statement to narrow. */
export const versionRows = (db: Database) =>
  db
    .selectFrom('weave_versions as v')
    .innerJoin('weave_objects as o', 'o.id', 'v.object_id')
    .select([
      'v.id',
      'v.object_id',
      'v.project_id',
      'o.kind',
      'o.name',
      'o.latest_version_id',
      'v.digest',
      'v.version_index',
      'v.base_class',
      'v.leaf_class',
      'v.value_blob',
      'v.size_bytes',
      'v.created_at',
      'v.created_by',
      'v.deleted_at',
    ]);

export type VersionRow = Awaited<ReturnType<ReturnType<typeof versionRows>['execute']>>[number] & {
  /** Where it was read with the row. */
  readonly value?: string | null;
};

/** The version without what has to be read for it. */
export const toVersion = (row: VersionRow, value: string): ObjectVersion => ({
  projectId: row.project_id as ProjectId,
  name: row.name,
  kind: row.kind as ObjectKind,
  digest: row.digest,
  versionIndex: row.version_index,
  isLatest: row.latest_version_id === row.id,
  baseClass: row.base_class,
  leafClass: row.leaf_class,
  value,
  sizeBytes: row.size_bytes,
  createdAt: row.created_at,
  createdBy: row.created_by as UserId | null,
  deletedAt: row.deleted_at,
});
