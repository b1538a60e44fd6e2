import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Accounts, projects, runs and their files. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('organizations')
      .addColumn('id', ...id)
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('name_key', text, (c) => c.notNull().unique())
      .addColumn('created_at', integer, (c) => c.notNull())
      .execute();
    // `name_key` is the lower-cased name: two entities may not differ in case alone.
    await db.schema
      .createTable('entities')
      .addColumn('id', ...id)
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('name_key', text, (c) => c.notNull().unique())
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('organization_id', integer, (c) => c.references('organizations.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('users')
      .addColumn('id', ...id)
      .addColumn('entity_id', integer, (c) => c.notNull().references('entities.id'))
      .addColumn('username', text, (c) => c.notNull().unique())
      .addColumn('email', text)
      .addColumn('display_name', text, (c) => c.notNull())
      .addColumn('password_hash', text)
      .addColumn('is_admin', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('created_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('organization_members')
      .addColumn('organization_id', integer, (c) => c.notNull().references('organizations.id'))
      .addColumn('user_id', integer, (c) => c.notNull().references('users.id'))
      .addColumn('role', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('organization_members_pk', ['organization_id', 'user_id'])
      .execute();
    await db.schema
      .createTable('team_members')
      .addColumn('entity_id', integer, (c) => c.notNull().references('entities.id'))
      .addColumn('user_id', integer, (c) => c.notNull().references('users.id'))
      .addColumn('role', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('team_members_pk', ['entity_id', 'user_id'])
      .execute();
    await db.schema
      .createTable('api_keys')
      .addColumn('id', ...id)
      .addColumn('user_id', integer, (c) => c.notNull().references('users.id'))
      .addColumn('hash', text, (c) => c.notNull().unique())
      .addColumn('prefix', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('last_used_at', integer)
      .execute();
    await db.schema
      .createTable('sessions')
      .addColumn('hash', text, (c) => c.primaryKey())
      .addColumn('user_id', integer, (c) => c.notNull().references('users.id'))
      .addColumn('user_agent', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('last_seen_at', integer, (c) => c.notNull())
      .addColumn('expires_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('sign_in_links')
      .addColumn('hash', text, (c) => c.primaryKey())
      .addColumn('user_id', integer, (c) => c.notNull().references('users.id'))
      .addColumn('expires_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('instance_settings')
      .addColumn('key', text, (c) => c.primaryKey())
      .addColumn('value', text, (c) => c.notNull())
      .execute();

    await db.schema
      .createTable('projects')
      .addColumn('id', ...id)
      .addColumn('entity_id', integer, (c) => c.notNull().references('entities.id'))
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('visibility', text, (c) => c.notNull())
      .addColumn('description', text, (c) => c.notNull().defaultTo(''))
      .addColumn('run_counter', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('created_by', integer, (c) => c.references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addColumn('deleted_at', integer)
      .execute();
    await db.schema
      .createIndex('projects_by_name')
      .unique()
      .on('projects')
      .columns(['entity_id', 'name'])
      .where(sql.ref('deleted_at'), 'is', null)
      .execute();

    await db.schema
      .createTable('runs')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull().references('projects.id'))
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('display_name', text, (c) => c.notNull())
      .addColumn('state', text, (c) => c.notNull())
      .addColumn('preempting', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('exit_code', integer)
      .addColumn('created_by', integer, (c) => c.references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addColumn('heartbeat_at', integer, (c) => c.notNull())
      .addColumn('started_at', 'double precision')
      .addColumn('notes', text, (c) => c.notNull().defaultTo(''))
      .addColumn('description', text, (c) => c.notNull().defaultTo(''))
      .addColumn('group_name', text, (c) => c.notNull().defaultTo(''))
      .addColumn('job_type', text, (c) => c.notNull().defaultTo(''))
      .addColumn('program', text, (c) => c.notNull().defaultTo(''))
      .addColumn('repo', text, (c) => c.notNull().defaultTo(''))
      .addColumn('commit_hash', text, (c) => c.notNull().defaultTo(''))
      .addColumn('host', text, (c) => c.notNull().defaultTo(''))
      .addColumn('sweep_name', text)
      .addColumn('tags', text, (c) => c.notNull().defaultTo('[]'))
      .addColumn('config', text, (c) => c.notNull().defaultTo('{}'))
      .addColumn('summary', text, (c) => c.notNull().defaultTo('{}'))
      .addColumn('history_lines', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('events_lines', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('log_lines', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('history_tail', text)
      .addColumn('events_tail', text)
      .addColumn('first_step', integer)
      .addColumn('last_step', integer)
      .addColumn('first_time', integer)
      .addColumn('last_time', integer)
      .addColumn('dead_letters', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('stop_requested', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('has_rewrites', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('deleted_at', integer)
      .execute();
    await db.schema
      .createIndex('runs_by_name')
      .unique()
      .on('runs')
      .columns(['project_id', 'name'])
      .where(sql.ref('deleted_at'), 'is', null)
      .execute();
    await db.schema
      .createIndex('runs_by_creation')
      .on('runs')
      .columns(['project_id', 'created_at', 'id'])
      .execute();
    await db.schema
      .createIndex('runs_alive')
      .on('runs')
      .columns(['heartbeat_at'])
      .where(sql.ref('state'), 'in', ['running', 'preempting'])
      .execute();
    await db.schema
      .createTable('run_dead_letters')
      .addColumn('id', ...id)
      .addColumn('run_id', integer, (c) => c.notNull().references('runs.id'))
      .addColumn('file', text, (c) => c.notNull())
      .addColumn('line', integer, (c) => c.notNull())
      .addColumn('reason', text, (c) => c.notNull())
      .addColumn('raw', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('run_dead_letters_once', ['run_id', 'file', 'line'])
      .execute();
    await db.schema
      .createTable('run_files')
      .addColumn('run_id', integer, (c) => c.notNull().references('runs.id'))
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('md5', text, (c) => c.notNull())
      .addColumn('size_bytes', integer, (c) => c.notNull())
      .addColumn('mime_type', text, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('run_files_pk', ['run_id', 'name'])
      .execute();
    await db.schema
      .createTable('metric_keys')
      .addColumn('project_id', integer, (c) => c.notNull().references('projects.id'))
      .addColumn('stream', text, (c) => c.notNull())
      .addColumn('key', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('metric_keys_pk', ['project_id', 'stream', 'key'])
      .execute();
  },
};
