import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { View, ViewFilter, ViewId } from './types.ts';

type ViewTables = {
  views: {
    id: Generated<number>;
    project_id: number;
    type: string;
    name: string;
    display_name: string;
    description: string;
    spec: string;
    preview_url: string | null;
    cover_url: string | null;
    created_by: number;
    created_at: number;
    updated_at: number;
  };
};

export function createViewStore(metadata: MetadataStore) {
  const db: Kysely<ViewTables> = metadata.db.withTables<ViewTables>();

  return {
    async insert(view: Omit<View, 'id'>): Promise<View> {
      const row = await db
        .insertInto('views')
        .values(toRow(view))
        .returningAll()
        .executeTakeFirstOrThrow();
      return toView(row);
    },

    async update(view: View): Promise<void> {
      await db.updateTable('views').set(toRow(view)).where('id', '=', view.id).execute();
    },

    async get(id: ViewId): Promise<View | null> {
      const row = await db.selectFrom('views').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? toView(row) : null;
    },

    async list(
      projectId: ProjectId,
      { type, name, createdBy }: ViewFilter,
      page: { limit: number; after: ViewId | null },
    ): Promise<readonly View[]> {
      let query = db.selectFrom('views').selectAll().where('project_id', '=', projectId);
      if (type !== undefined) query = query.where('type', '=', type);
      if (name !== undefined) query = query.where('name', '=', name);
      if (createdBy !== undefined) query = query.where('created_by', '=', createdBy);
      if (page.after !== null) query = query.where('id', '<', page.after);
      return (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(toView);
    },

    /** Of all projects, oldest first. */
    async listOfTypes(
      types: readonly string[],
      page: { limit: number; after: ViewId | null },
    ): Promise<readonly View[]> {
      let query = db.selectFrom('views').selectAll().where('type', 'in', types);
      if (page.after !== null) query = query.where('id', '>', page.after);
      return (await query.orderBy('id').limit(page.limit).execute()).map(toView);
    },

    async empty(id: ViewId, type: string): Promise<void> {
      const nothing = { name: '', display_name: '', description: '', spec: '{}' };
      await db
        .updateTable('views')
        .set({ type, ...nothing, preview_url: null, cover_url: null })
        .where('id', '=', id)
        .execute();
    },

    async delete(id: ViewId): Promise<void> {
      await db.deleteFrom('views').where('id', '=', id).execute();
    },
  };
}

function toRow(view: Omit<View, 'id'>) {
  return {
    project_id: view.projectId,
    type: view.type,
    name: view.name,
    display_name: view.displayName,
    description: view.description,
    spec: view.spec,
    preview_url: view.previewUrl,
    cover_url: view.coverUrl,
    created_by: view.createdBy,
    created_at: view.createdAt,
    updated_at: view.updatedAt,
  };
}

function toView(row: Selectable<ViewTables['views']>): View {
  return {
    id: row.id as ViewId,
    projectId: row.project_id as ProjectId,
    type: row.type,
    name: row.name,
    displayName: row.display_name,
    description: row.description,
    spec: row.spec,
    previewUrl: row.preview_url,
    coverUrl: row.cover_url,
    createdBy: row.created_by as UserId,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
