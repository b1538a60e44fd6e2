import type { Migration } from './migration.ts';

/** Jobs that outlive the process, secrets, integrations, and automations with what they did. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('jobs')
      .addColumn('id', ...id)
      .addColumn('kind', text, (c) => c.notNull())
      // Of a job that waits; null once it was taken, so that the next wish for it is not lost.
      .addColumn('unique_key', text)
      .addColumn('payload', text, (c) => c.notNull())
      .addColumn('run_at', integer, (c) => c.notNull())
      .addColumn('attempts', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('max_attempts', integer, (c) => c.notNull())
      // While a process works on it; past: that process is gone.
      .addColumn('leased_until', integer)
      .addColumn('last_error', text)
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('jobs_once', ['kind', 'unique_key'])
      .execute();
    await db.schema.createIndex('jobs_by_time').on('jobs').columns(['run_at', 'id']).execute();

    await db.schema
      .createTable('secrets')
      .addColumn('id', ...id)
      .addColumn('entity_id', integer, (c) => c.notNull().references('entities.id'))
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('sealed', text, (c) => c.notNull())
      .addColumn('created_by', integer, (c) => c.notNull().references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addUniqueConstraint('secrets_once', ['entity_id', 'name'])
      .execute();

    await db.schema
      .createTable('integrations')
      .addColumn('id', ...id)
      .addColumn('entity_id', integer, (c) => c.notNull().references('entities.id'))
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      // Of a chat: the workspace that the channel is in.
      .addColumn('workspace', text)
      // Addresses of chat channels are secrets themselves.
      .addColumn('sealed_url', text, (c) => c.notNull())
      .addColumn('secret_name', text)
      .addColumn('access_token_name', text)
      .addColumn('created_by', integer, (c) => c.notNull().references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('integrations_once', ['entity_id', 'kind', 'name'])
      .execute();

    await db.schema
      .createTable('automations')
      .addColumn('id', ...id)
      // Who owns the scope; projects keep their automations when they change hands.
      .addColumn('entity_id', integer, (c) => c.notNull().references('entities.id'))
      .addColumn('scope_kind', text, (c) => c.notNull())
      .addColumn('scope_id', integer, (c) => c.notNull())
      // The project of the scope; null for an owner's.
      .addColumn('project_id', integer, (c) => c.references('projects.id'))
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('description', text)
      .addColumn('enabled', integer, (c) => c.notNull())
      .addColumn('event_type', text, (c) => c.notNull())
      // As the client sent it: it reads back what it wrote.
      .addColumn('event_filter', text, (c) => c.notNull())
      .addColumn('action', text, (c) => c.notNull())
      .addColumn('created_by', integer, (c) => c.notNull().references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addUniqueConstraint('automations_once', ['entity_id', 'name'])
      .execute();

    await db.schema
      .createIndex('automations_of_project')
      .on('automations')
      .columns(['project_id'])
      .execute();
    await db.schema
      .createIndex('automations_by_scope')
      .on('automations')
      .columns(['scope_kind', 'scope_id'])
      .execute();

    await db.schema
      .createTable('automation_runs')
      .addColumn('automation_id', integer, (c) => c.notNull().references('automations.id'))
      .addColumn('run_id', integer, (c) => c.notNull())
      // How far the run was looked at, as JSON, and when the automation last acted on it.
      .addColumn('progress', text, (c) => c.notNull())
      .addColumn('fired_at', integer)
      .addPrimaryKeyConstraint('automation_runs_key', ['automation_id', 'run_id'])
      .execute();
    await db.schema
      .createIndex('automation_runs_by_run')
      .on('automation_runs')
      .columns(['run_id'])
      .execute();

    await db.schema
      .createTable('automation_executions')
      .addColumn('id', ...id)
      .addColumn('automation_id', integer, (c) => c.notNull().references('automations.id'))
      .addColumn('event', text, (c) => c.notNull())
      .addColumn('state', text, (c) => c.notNull())
      .addColumn('attempts', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('detail', text)
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('finished_at', integer)
      .execute();
    await db.schema
      .createIndex('automation_executions_of')
      .on('automation_executions')
      .columns(['automation_id', 'id'])
      .execute();
  },
};
