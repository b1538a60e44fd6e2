import type { MonitorSpec } from '@runloom/model';
import type { Selectable } from 'kysely';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { MonitorDatabase, MonitorTables } from './tables.ts';
import type { ClientMonitor, Monitor, MonitorVersion } from './types.ts';

/** Monitors and their versions. */
export function createMonitorTable(db: MonitorDatabase) {
  return {
    /** @throws UniqueViolationError when the project has one of this name */
    async insert(monitor: Omit<Monitor, 'id'>): Promise<Monitor> {
      return db.transaction().execute(async (transaction) => {
        const row = await transaction
          .insertInto('monitors')
          .values({ ...toRow(monitor), created_at: monitor.createdAt })
          .returningAll()
          .executeTakeFirstOrThrow();
        const stored = toMonitor(row);
        await putVersion(transaction, stored, monitor.createdBy);
        return stored;
      });
    },

    async update(monitor: Monitor, by: UserId): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('monitors')
          .set(toRow(monitor))
          .where('id', '=', monitor.id)
          .execute();
        await putVersion(transaction, monitor, by);
      });
    },

    async remove(id: number): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const table of [
          'monitor_versions',
          'monitor_scores',
          'monitor_values',
          'monitor_days',
          'monitor_watches',
        ] as const) {
          await transaction.deleteFrom(table).where('monitor_id', '=', id).execute();
        }
        await transaction.deleteFrom('monitors').where('id', '=', id).execute();
      });
    },

    async projectsKept(): Promise<readonly ProjectId[]> {
      const rows = await db.selectFrom('monitors').select('project_id').distinct().execute();
      return rows.map(({ project_id }) => project_id as ProjectId);
    },

    /** Up to `most` of its scores with their values; whether there may be more. */
    async removeScores(id: number, most: number): Promise<boolean> {
      return db.transaction().execute(async (transaction) => {
        const gone = await transaction
          .deleteFrom('monitor_scores')
          .where('id', 'in', (eb) =>
            eb.selectFrom('monitor_scores').select('id').where('monitor_id', '=', id).limit(most),
          )
          .returning('id')
          .execute();
        if (gone.length === 0) return false;
        await transaction
          .deleteFrom('monitor_values')
          .where(
            'score_id',
            'in',
            gone.map((score) => score.id),
          )
          .execute();
        return gone.length === most;
      });
    },

    async get(id: number): Promise<Monitor | null> {
      const row = await db
        .selectFrom('monitors')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : toMonitor(row);
    },

    async named(project: ProjectId, name: string): Promise<Monitor | null> {
      const row = await db
        .selectFrom('monitors')
        .selectAll()
        .where('project_id', '=', project)
        .where('name', '=', name)
        .executeTakeFirst();
      return row === undefined ? null : toMonitor(row);
    },

    async list(project: ProjectId): Promise<readonly Monitor[]> {
      const rows = await db
        .selectFrom('monitors')
        .selectAll()
        .where('project_id', '=', project)
        .orderBy('name')
        .execute();
      return rows.map(toMonitor);
    },

    async versions(id: number): Promise<readonly MonitorVersion[]> {
      const rows = await db
        .selectFrom('monitor_versions')
        .selectAll()
        .where('monitor_id', '=', id)
        .orderBy('version', 'desc')
        .execute();
      return rows.map((row) => ({
        version: row.version,
        spec: JSON.parse(row.spec) as MonitorSpec,
        isActive: row.active === 1,
        createdBy: row.created_by as UserId,
        createdAt: row.created_at,
      }));
    },
  };
}

const toRow = (monitor: Omit<Monitor, 'id'>) => ({
  project_id: monitor.projectId,
  name: monitor.name,
  version: monitor.version,
  spec: JSON.stringify(monitor.spec),
  published: JSON.stringify(monitor.published),
  client: monitor.client === null ? null : JSON.stringify(monitor.client),
  active: monitor.isActive ? 1 : 0,
  created_by: monitor.createdBy,
  updated_at: monitor.updatedAt,
  since: monitor.since,
});

async function putVersion(
  db: Pick<MonitorDatabase, 'insertInto'>,
  monitor: Monitor,
  by: UserId,
): Promise<void> {
  await db
    .insertInto('monitor_versions')
    .values({
      monitor_id: monitor.id,
      version: monitor.version,
      spec: JSON.stringify(monitor.spec),
      active: monitor.isActive ? 1 : 0,
      created_by: by,
      created_at: monitor.updatedAt,
    })
    .execute();
}

const toMonitor = (row: Selectable<MonitorTables['monitors']>): Monitor => ({
  id: row.id,
  projectId: row.project_id as ProjectId,
  name: row.name,
  version: row.version,
  spec: JSON.parse(row.spec) as MonitorSpec,
  published: JSON.parse(row.published) as Monitor['published'],
  client: row.client === null ? null : (JSON.parse(row.client) as ClientMonitor),
  isActive: row.active === 1,
  createdBy: row.created_by as UserId,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  since: row.since,
});
