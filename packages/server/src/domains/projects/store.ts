import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { EntityId, UserId, Visibility } from '../accounts/index.ts';
import type { Project, ProjectChange, ProjectId, ProjectOverview } from './types.ts';

type ProjectTables = {
  projects: {
    id: Generated<number>;
    entity_id: number;
    name: string;
    visibility: string;
    description: string;
    is_described: number;
    created_by: number | null;
    created_at: number;
    updated_at: number;
    deleted_at: number | null;
  };
  /** Belongs to accounts; read for the owner's name. */
  entities: { id: number; name: string; kind: string };
  /** Belongs to accounts; read for who was given a role in a single project, and emptied with a change of owner. */
  project_members: { project_id: number };
  /** Belongs to runs; read for the counts of an overview, which one query gives for all projects. */
  runs: { project_id: number; state: string; heartbeat_at: number; deleted_at: number | null };
};

const COLUMNS = [
  'projects.id',
  'projects.entity_id',
  'projects.name',
  'projects.visibility',
  'projects.description',
  'projects.is_described',
  'projects.created_by',
  'projects.created_at',
  'projects.updated_at',
] as const;

/** States in which a run is at work. */
const AT_WORK = ['running', 'preempting'];

export function createProjectStore(metadata: MetadataStore) {
  const db: Kysely<ProjectTables> = metadata.db.withTables<ProjectTables>();

  const living = () =>
    db
      .selectFrom('projects')
      .innerJoin('entities', 'entities.id', 'projects.entity_id')
      .select([...COLUMNS, 'entities.name as entity_name'])
      .where('projects.deleted_at', 'is', null);

  return {
    async get(id: ProjectId): Promise<Project | null> {
      const row = await living().where('projects.id', '=', id).executeTakeFirst();
      return row ? toProject(row) : null;
    },

    async getAll(ids: readonly ProjectId[]): Promise<ReadonlyMap<ProjectId, Project>> {
      if (ids.length === 0) return new Map();
      const rows = await living().where('projects.id', 'in', ids).execute();
      return new Map(rows.map(toProject).map((project) => [project.id, project]));
    },

    async find(entityId: EntityId, name: string): Promise<Project | null> {
      const row = await living()
        .where('projects.entity_id', '=', entityId)
        .where('projects.name', '=', name)
        .executeTakeFirst();
      return row ? toProject(row) : null;
    },

    /** False when there is one of this name. */
    async insert(input: {
      entityId: EntityId;
      name: string;
      visibility: Visibility;
      /** Null when none was given. */
      description: string | null;
      createdBy: UserId;
      now: number;
    }): Promise<boolean> {
      const row = await db
        .insertInto('projects')
        .values({
          entity_id: input.entityId,
          name: input.name,
          visibility: input.visibility,
          description: input.description ?? '',
          is_described: input.description === null ? 0 : 1,
          created_by: input.createdBy,
          created_at: input.now,
          updated_at: input.now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async update(id: ProjectId, change: ProjectChange, now: number): Promise<void> {
      await db
        .updateTable('projects')
        .set((eb) => ({
          visibility: change.visibility ?? eb.ref('visibility'),
          description: change.description ?? eb.ref('description'),
          is_described: change.description === undefined ? eb.ref('is_described') : 1,
          updated_at: now,
        }))
        .where('id', '=', id)
        .execute();
    },

    /** False when the owner has another project of this name. */
    async rename(project: Project, name: string, now: number): Promise<boolean> {
      return db.transaction().execute(async (transaction) => {
        const other = await transaction
          .selectFrom('projects')
          .select('id')
          .where('entity_id', '=', project.entityId)
          .where('name', '=', name)
          .where('id', '<>', project.id)
          .where('deleted_at', 'is', null)
          .executeTakeFirst();
        if (other) return false;
        await transaction
          .updateTable('projects')
          .set({ name, updated_at: now })
          .where('id', '=', project.id)
          .execute();
        return true;
      });
    },

    /** False when the new owner has a project of this name. */
    async transfer(project: Project, owner: EntityId, now: number): Promise<boolean> {
      return db.transaction().execute(async (transaction) => {
        const other = await transaction
          .selectFrom('projects')
          .select('id')
          .where('entity_id', '=', owner)
          .where('name', '=', project.name)
          .where('deleted_at', 'is', null)
          .executeTakeFirst();
        if (other) return false;
        // Roles were given among the people of the old owner.
        await transaction
          .deleteFrom('project_members')
          .where('project_id', '=', project.id)
          .execute();
        await transaction
          .updateTable('projects')
          .set({ entity_id: owner, updated_at: now })
          .where('id', '=', project.id)
          .execute();
        return true;
      });
    },

    async remove(id: ProjectId, now: number): Promise<void> {
      await db
        .updateTable('projects')
        .set({ deleted_at: now, updated_at: now })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .execute();
    },

    async trashedBefore(moment: number, ids: readonly ProjectId[]): Promise<ProjectId[]> {
      if (ids.length === 0) return [];
      const rows = await db
        .selectFrom('projects')
        .select('id')
        .where('id', 'in', ids)
        .where('deleted_at', '<', moment)
        .execute();
      return rows.map(({ id }) => id as ProjectId);
    },

    /**
     * All projects that someone with a role in these entities could possibly see: who does is not
     * decided here.
     */
    async listNear(owners: readonly EntityId[]): Promise<readonly Project[]> {
      const rows = await living()
        .where((eb) =>
          eb.or([
            eb('projects.visibility', '=', 'public'),
            eb('entities.kind', '=', 'organization'),
            eb('projects.id', 'in', eb.selectFrom('project_members').select('project_id')),
            ...(owners.length > 0 ? [eb('projects.entity_id', 'in', owners)] : []),
          ]),
        )
        .execute();
      return rows.map(toProject);
    },

    /**
     * Projects with the counts of their runs, most recently active first.
     * @param owners only of these entities, those named, and public ones of any; all when absent
     */
    async list(filter: {
      id?: ProjectId;
      entityId?: EntityId;
      owners?: readonly EntityId[];
      named?: readonly ProjectId[];
    }): Promise<readonly ProjectOverview[]> {
      // Each part walks an index of its own: a row with its config is wide, and a project has many.
      let query = living()
        .select((eb) => {
          const ofProject = eb
            .selectFrom('runs')
            .whereRef('runs.project_id', '=', 'projects.id')
            .where('runs.deleted_at', 'is', null);
          return [
            ofProject.select((of) => of.fn.countAll<number>().as('n')).as('run_count'),
            ofProject
              .where('runs.state', 'in', AT_WORK)
              .select((of) => of.fn.countAll<number>().as('n'))
              .as('running_count'),
            eb.fn
              .coalesce(
                ofProject.select((of) => of.fn.max('runs.heartbeat_at').as('at')),
                'projects.created_at',
              )
              .as('last_activity_at'),
          ];
        })
        .orderBy('last_activity_at', 'desc')
        .orderBy('projects.id', 'desc');
      const { id, entityId, owners, named = [] } = filter;
      if (id !== undefined) query = query.where('projects.id', '=', id);
      if (entityId !== undefined) query = query.where('projects.entity_id', '=', entityId);
      if (owners !== undefined) {
        query = query.where((eb) =>
          eb.or([
            eb('projects.visibility', '=', 'public'),
            ...(owners.length > 0 ? [eb('projects.entity_id', 'in', owners)] : []),
            ...(named.length > 0 ? [eb('projects.id', 'in', named)] : []),
          ]),
        );
      }
      const rows = await query.execute();
      return rows.map((row) => ({
        ...toProject(row),
        runCount: Number(row.run_count),
        runningCount: Number(row.running_count),
        lastActivityAt: Number(row.last_activity_at),
      }));
    },
  };
}

function toProject(
  row: Omit<Selectable<ProjectTables['projects']>, 'deleted_at'> & { entity_name: string },
): Project {
  return {
    id: row.id as ProjectId,
    entityId: row.entity_id as EntityId,
    entityName: row.entity_name,
    name: row.name,
    visibility: row.visibility as Visibility,
    description: row.description,
    isDescribed: row.is_described === 1,
    createdBy: row.created_by as UserId | null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
