import { sql } from 'kysely';
import { markRemovals } from '../contents/index.ts';
import type { ObjectRoom } from './room.ts';
import type { Database } from './schema.ts';
import type { Objects } from './types.ts';

/** As long as other things lie in the trash. */
const RETENTION_MS = 7 * 24 * 3_600_000;
const AT_ONCE = 500;

interface Held {
  readonly blob: string | null;
  readonly size_bytes: number;
}

/** Removes for good what was removed long ago: values of versions, and all that trashed projects had. */
export function createTrash({
  db,
  columns,
  contents,
  clock,
}: Pick<ObjectRoom, 'db' | 'columns' | 'contents' | 'clock'>): Pick<Objects, 'collect'> {
  /** Takes rows away until none are left, and the bytes that nobody holds any more. */
  async function empty(
    takeSome: (transaction: Database) => Promise<readonly Held[]>,
  ): Promise<number> {
    let freed = 0;
    for (;;) {
      const taken = await db.transaction().execute(async (transaction) => {
        const some = await takeSome(transaction);
        await markRemovals(transaction, blobsOf(some), clock());
        return some;
      });
      if (taken.length === 0) return freed;
      freed += taken.reduce((sum, { blob, size_bytes }) => sum + (blob ? 0 : size_bytes), 0);
      freed += await contents.release(
        new Map(taken.flatMap(({ blob, size_bytes }) => (blob ? [[blob, size_bytes]] : []))),
      );
    }
  }

  async function collectProject(project: number): Promise<number> {
    await columns.command({
      sql: 'ALTER TABLE weave_rows DELETE WHERE project = {project:UInt64}',
      params: { project },
    });
    let freed = await empty((transaction) =>
      transaction
        .deleteFrom('weave_files')
        .where('project_id', '=', project)
        .where('digest', 'in', (eb) =>
          eb
            .selectFrom('weave_files')
            .select('digest')
            .where('project_id', '=', project)
            .limit(AT_ONCE),
        )
        .returning(['blob', 'size_bytes'])
        .execute(),
    );
    freed += await empty(async (transaction) => {
      const some = await transaction
        .selectFrom('weave_versions')
        .select('id')
        .where('project_id', '=', project)
        .limit(AT_ONCE)
        .execute();
      const ids = some.map(({ id }) => id);
      if (ids.length === 0) return [];
      await transaction.deleteFrom('weave_tags').where('version_id', 'in', ids).execute();
      await transaction.deleteFrom('weave_aliases').where('version_id', 'in', ids).execute();
      return transaction
        .deleteFrom('weave_versions')
        .where('id', 'in', ids)
        .returning(['value_blob as blob', 'size_bytes'])
        .execute();
    });
    await db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('weave_objects').where('project_id', '=', project).execute();
      await transaction.deleteFrom('weave_tables').where('project_id', '=', project).execute();
      const rows = await transaction
        .deleteFrom('weave_row_chunks')
        .where('project_id', '=', project)
        .returning('size_bytes')
        .execute();
      freed += rows.reduce((sum, { size_bytes }) => sum + size_bytes, 0);
    });
    return freed;
  }

  return {
    async collect() {
      const before = clock() - RETENTION_MS;
      let freed = await empty((transaction) => takeValues(transaction, before));
      for (const project of await trashedProjects(db, before)) {
        freed += await collectProject(project);
      }
      return freed;
    },
  };
}

const blobsOf = (rows: readonly Held[]): string[] => rows.flatMap(({ blob }) => blob ?? []);

/** The row stays, so that references can tell that it was removed. */
async function takeValues(db: Database, before: number): Promise<readonly Held[]> {
  const some = await db
    .selectFrom('weave_versions')
    .select(['id', 'value_blob as blob', 'size_bytes'])
    .where('deleted_at', '<', before)
    .where((eb) => eb.or([eb('value', 'is not', null), eb('value_blob', 'is not', null)]))
    .limit(AT_ONCE)
    .execute();
  if (some.length === 0) return [];
  await db
    .updateTable('weave_versions')
    .set({ value: null, value_blob: null, size_bytes: 0 })
    .where(
      'id',
      'in',
      some.map(({ id }) => id),
    )
    .execute();
  return some;
}

/** Those that still have something here. */
async function trashedProjects(db: Database, before: number): Promise<readonly number[]> {
  const of = (table: 'weave_objects' | 'weave_files' | 'weave_tables' | 'weave_row_chunks') =>
    db.selectFrom(table).select('project_id');
  const rows = await db
    .selectFrom('projects')
    .select('id')
    .where('deleted_at', '<', before)
    .where((eb) =>
      eb.or([
        eb('id', 'in', of('weave_objects')),
        eb('id', 'in', of('weave_files')),
        eb('id', 'in', of('weave_tables')),
        eb('id', 'in', of('weave_row_chunks')),
      ]),
    )
    .orderBy(sql.ref('id'))
    .execute();
  return rows.map(({ id }) => id);
}
