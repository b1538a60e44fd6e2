import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** What lists of runs are filtered and sorted by, the trash, and alerts. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    // 1 when the rows of `run_values` may be behind the run.
    await db.schema
      .alterTable('runs')
      .addColumn('index_dirty', integer, (c) => c.notNull().defaultTo(1))
      .execute();
    await db.schema
      .createIndex('runs_to_index')
      .on('runs')
      .columns(['project_id', 'index_dirty', 'id'])
      .where(sql.ref('index_dirty'), '=', sql.lit(1))
      .where(sql.ref('deleted_at'), 'is', null)
      .execute();
    // Pages of a list are walked on an index alone: a row with its config is wide.
    await db.schema.dropIndex('runs_by_creation').execute();
    for (const column of ['created_at', 'heartbeat_at', 'updated_at', 'state', 'name']) {
      await db.schema
        .createIndex(`runs_listed_by_${column}`)
        .on('runs')
        .columns(['project_id', column, 'id'])
        .where(sql.ref('deleted_at'), 'is', null)
        .execute();
    }
    await db.schema
      .createIndex('runs_in_project')
      .on('runs')
      .columns(['project_id', 'id'])
      .where(sql.ref('deleted_at'), 'is', null)
      .execute();
    await db.schema
      .createIndex('runs_in_trash')
      .on('runs')
      .columns(['deleted_at'])
      .where(sql.ref('deleted_at'), 'is not', null)
      .execute();

    // A dotted path into the configs (`c`) or summaries (`s`) of a project's runs, an attribute of
    // them (`r`), or a tag (`t`).
    await db.schema
      .createTable('run_paths')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull().references('projects.id'))
      .addColumn('source', text, (c) => c.notNull())
      .addColumn('path', text, (c) => c.notNull())
      .addUniqueConstraint('run_paths_once', ['project_id', 'source', 'path'])
      .execute();
    // `kind`: 0 number, 1 text, 2 NaN, 3 null, 4 object, 5 list. A value that is no number has the
    // number 0, one that is no text the text ''. Rows of deleted runs are removed.
    await db.schema
      .createTable('run_values')
      .addColumn('run_id', integer, (c) => c.notNull().references('runs.id'))
      .addColumn('path_id', integer, (c) => c.notNull().references('run_paths.id'))
      .addColumn('kind', integer, (c) => c.notNull())
      .addColumn('number', 'double precision', (c) => c.notNull())
      .addColumn('text', text, (c) => c.notNull())
      .addColumn('long_text', text)
      .addPrimaryKeyConstraint('run_values_pk', ['run_id', 'path_id'])
      .execute();
    await db.schema
      .createIndex('run_values_sorted')
      .on('run_values')
      .columns(['path_id', 'kind', 'number', 'text', 'run_id'])
      .execute();
    await db.schema
      .createIndex('run_values_long')
      .on('run_values')
      .columns(['path_id'])
      .where(sql.ref('long_text'), 'is not', null)
      .execute();

    await db.schema
      .createTable('run_alerts')
      .addColumn('id', ...id)
      .addColumn('run_id', integer, (c) => c.notNull().references('runs.id'))
      .addColumn('title', text, (c) => c.notNull())
      .addColumn('text', text, (c) => c.notNull())
      .addColumn('severity', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('held_back', integer, (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createIndex('run_alerts_of_run')
      .on('run_alerts')
      .columns(['run_id', 'id'])
      .execute();
    // Contents that are being removed: who refers to one of them now must send it again.
    await db.schema
      .createTable('blob_removals')
      .addColumn('digest', text, (c) => c.primaryKey())
      .addColumn('marked_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('run_files_by_digest')
      .on('run_files')
      .columns(['digest'])
      .execute();
  },
};
