import type { Migration } from './migration.ts';

/** Evaluations that the server carries out, and which of their trials need to be told of. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('evaluation_runs')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('call_id', text, (c) => c.notNull())
      .addColumn('trace_id', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      // JSON: all that it takes to carry it out.
      .addColumn('plan', text, (c) => c.notNull())
      .addColumn('state', text, (c) => c.notNull())
      .addColumn('total', integer, (c) => c.notNull())
      .addColumn('done', integer, (c) => c.notNull())
      .addColumn('failed', integer, (c) => c.notNull())
      .addColumn('faults', integer, (c) => c.notNull())
      .addColumn('problem', text)
      .addColumn('created_by', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('ended_at', integer)
      .execute();
    await db.schema
      .createIndex('evaluation_runs_by_project')
      .on('evaluation_runs')
      .columns(['project_id', 'id'])
      .execute();
    await db.schema
      .createTable('evaluation_run_trials')
      .addColumn('run_id', integer, (c) => c.notNull())
      .addColumn('place', integer, (c) => c.notNull())
      .addColumn('trial', integer, (c) => c.notNull())
      .addColumn('state', text, (c) => c.notNull())
      .addColumn('attempts', integer, (c) => c.notNull())
      .addColumn('failure', text)
      .addColumn('message', text)
      .addColumn('retry_at', integer)
      .addPrimaryKeyConstraint('evaluation_run_trials_once', ['run_id', 'place', 'trial'])
      .execute();
  },
};
