import { reportIdOf } from '@runloom/model';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { ActivityEntry } from './types.ts';

/** Tables of other rooms, read only: each part walks an index of its own. */
type ActivityTables = {
  runs: {
    id: number;
    project_id: number;
    name: string;
    display_name: string;
    created_by: number;
    created_at: number;
    deleted_at: number | null;
  };
  artifact_versions: {
    id: number;
    project_id: number;
    collection_id: number;
    state: string;
    version_index: number | null;
    created_by: number | null;
    created_at: number;
    deleted_at: number | null;
  };
  artifact_collections: { id: number; name: string };
  views: {
    id: number;
    project_id: number;
    type: string;
    display_name: string;
    created_by: number;
    updated_at: number;
  };
};

type Made = Omit<ActivityEntry, 'entity' | 'project'>;

/** How clients call a report that was published. */
const REPORT = 'runs';

export function createActivityStore(metadata: MetadataStore) {
  const db = metadata.db.withTables<ActivityTables>();
  const personOf = (id: number | null) => id as UserId | null;

  return {
    async runs(
      projects: readonly ProjectId[],
      person: UserId | null,
      limit: number,
    ): Promise<readonly Made[]> {
      let query = db
        .selectFrom('runs')
        .select(['project_id', 'name', 'display_name', 'created_by', 'created_at'])
        .where('project_id', 'in', projects)
        .where('deleted_at', 'is', null)
        .orderBy('created_at', 'desc')
        .limit(limit);
      if (person !== null) query = query.where('created_by', '=', person);
      return (await query.execute()).map((row) => ({
        kind: 'run',
        projectId: row.project_id as ProjectId,
        title: row.display_name || row.name,
        name: row.name,
        userId: personOf(row.created_by),
        at: row.created_at,
      }));
    },

    async artifacts(
      projects: readonly ProjectId[],
      person: UserId | null,
      limit: number,
    ): Promise<readonly Made[]> {
      let query = db
        .selectFrom('artifact_versions as versions')
        .innerJoin('artifact_collections', 'artifact_collections.id', 'versions.collection_id')
        .select([
          'versions.project_id',
          'versions.version_index',
          'versions.created_by',
          'versions.created_at',
          'artifact_collections.name',
        ])
        .where('versions.project_id', 'in', projects)
        .where('versions.state', '=', 'committed')
        .where('versions.deleted_at', 'is', null)
        .orderBy('versions.id', 'desc')
        .limit(limit);
      if (person !== null) query = query.where('versions.created_by', '=', person);
      return (await query.execute()).map((row) => ({
        kind: 'artifact',
        projectId: row.project_id as ProjectId,
        title: `${row.name}:v${row.version_index ?? 0}`,
        name: row.name,
        userId: personOf(row.created_by),
        at: row.created_at,
      }));
    },

    async reports(
      projects: readonly ProjectId[],
      person: UserId | null,
      limit: number,
    ): Promise<readonly Made[]> {
      let query = db
        .selectFrom('views')
        .select(['id', 'project_id', 'display_name', 'created_by', 'updated_at'])
        .where('project_id', 'in', projects)
        .where('type', '=', REPORT)
        .orderBy('updated_at', 'desc')
        .limit(limit);
      if (person !== null) query = query.where('created_by', '=', person);
      return (await query.execute()).map((row) => ({
        kind: 'report',
        projectId: row.project_id as ProjectId,
        title: row.display_name,
        name: reportIdOf(row.id),
        userId: personOf(row.created_by),
        at: row.updated_at,
      }));
    },
  };
}
