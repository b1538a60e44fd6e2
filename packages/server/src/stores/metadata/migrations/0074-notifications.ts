import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** What people are told, by which ways, and what became of it. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('notifications')
      .addColumn('id', ...id)
      .addColumn('user_id', integer, (c) => c.notNull())
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('project_id', integer)
      // JSON: what one must be able to see to be told.
      .addColumn('subject', text, (c) => c.notNull())
      // What happens again while one is unread is counted; null: never.
      .addColumn('group_key', text)
      // The same event is told once.
      .addColumn('event_key', text, (c) => c.notNull())
      .addColumn('title', text, (c) => c.notNull())
      .addColumn('body', text, (c) => c.notNull())
      .addColumn('path', text, (c) => c.notNull())
      .addColumn('group_path', text, (c) => c.notNull())
      .addColumn('severity', text, (c) => c.notNull())
      .addColumn('actor_id', integer)
      .addColumn('count', integer, (c) => c.notNull())
      .addColumn('in_page', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addColumn('read_at', integer)
      .execute();
    for (const [name, columns] of Object.entries({
      notifications_of_user: ['user_id', 'updated_at', 'id'],
      notifications_of_group: ['user_id', 'group_key', 'updated_at'],
      notifications_by_age: ['updated_at'],
    })) {
      await db.schema.createIndex(name).on('notifications').columns(columns).execute();
    }
    await db.schema
      .createIndex('notifications_unread')
      .on('notifications')
      .columns(['user_id', 'updated_at'])
      .where(sql.ref('read_at'), 'is', null)
      .execute();
    // Events that a counted notification stands for, so that none is counted twice.
    await db.schema
      .createTable('notification_events_told')
      .addColumn('user_id', integer, (c) => c.notNull())
      .addColumn('event_key', text, (c) => c.notNull())
      .addColumn('told_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('notification_events_told_pk', ['user_id', 'event_key'])
      .execute();
    await db.schema
      .createIndex('notification_events_told_by_age')
      .on('notification_events_told')
      .columns(['told_at'])
      .execute();

    await db.schema
      .createTable('notification_settings')
      .addColumn('user_id', integer, (c) => c.primaryKey())
      .addColumn('rhythm', text, (c) => c.notNull())
      // Integrations of the person's own.
      .addColumn('channel_id', integer)
      .addColumn('webhook_id', integer)
      // JSON: what differs from the standard, by kind and way.
      .addColumn('choices', text, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('notification_mutes')
      .addColumn('user_id', integer, (c) => c.notNull())
      .addColumn('project_id', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('notification_mutes_pk', ['user_id', 'project_id'])
      .execute();
    await db.schema
      .createTable('notification_watches')
      .addColumn('user_id', integer, (c) => c.notNull())
      .addColumn('project_id', integer, (c) => c.notNull())
      // 0: all runs of the project.
      .addColumn('run_id', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('notification_watches_pk', ['project_id', 'run_id', 'user_id'])
      .execute();
    await db.schema
      .createIndex('notification_watches_of_user')
      .on('notification_watches')
      .columns(['user_id'])
      .execute();

    await db.schema
      .createTable('notification_deliveries')
      .addColumn('id', ...id)
      .addColumn('notification_id', integer, (c) => c.notNull())
      .addColumn('user_id', integer, (c) => c.notNull())
      .addColumn('way', text, (c) => c.notNull())
      .addColumn('state', text, (c) => c.notNull())
      .addColumn('attempts', integer, (c) => c.notNull())
      .addColumn('detail', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('finished_at', integer)
      .execute();
    await db.schema
      .createIndex('notification_deliveries_of_user')
      .on('notification_deliveries')
      .columns(['user_id', 'id'])
      .execute();
    await db.schema
      .createIndex('notification_deliveries_once')
      .unique()
      .on('notification_deliveries')
      .columns(['notification_id', 'way'])
      .where(sql.ref('state'), '=', 'waiting')
      .execute();
    await db.schema
      .createIndex('notification_deliveries_waiting')
      .on('notification_deliveries')
      .columns(['user_id', 'way'])
      .where(sql.ref('state'), '=', 'waiting')
      .execute();

    // What happened to runs, alerts and automations and was not told yet: noted by triggers, in the
    // transaction in which it happens, whichever process and room it happens in.
    await db.schema
      .createTable('notification_queue')
      .addColumn('id', ...id)
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('subject_id', integer, (c) => c.notNull())
      .addColumn('detail', text, (c) => c.notNull())
      .execute();
    const isPostgres = integer === 'bigint';
    if (isPostgres) {
      await sql`create function notification_note_run() returns trigger language plpgsql as $$
        begin
          insert into notification_queue (kind, subject_id, detail)
            values ('run', new.id, new.state);
          return null;
        end $$`.execute(db);
      await sql`create function notification_note_row() returns trigger language plpgsql as $$
        begin
          insert into notification_queue (kind, subject_id, detail) values (tg_argv[0], new.id, '');
          return null;
        end $$`.execute(db);
      await sql`create trigger notification_runs after update of state on runs
        for each row when (old.state is distinct from new.state
          and new.state in ('finished', 'failed', 'crashed'))
        execute function notification_note_run()`.execute(db);
      await sql`create trigger notification_alerts after insert on run_alerts
        for each row execute function notification_note_row('alert')`.execute(db);
      await sql`create trigger notification_automations after insert on automation_executions
        for each row execute function notification_note_row('automation')`.execute(db);
      return;
    }
    await sql`create trigger notification_runs after update of state on runs
      when old.state is not new.state and new.state in ('finished', 'failed', 'crashed')
      begin insert into notification_queue (kind, subject_id, detail)
        values ('run', new.id, new.state); end`.execute(db);
    await sql`create trigger notification_alerts after insert on run_alerts
      begin insert into notification_queue (kind, subject_id, detail)
        values ('alert', new.id, ''); end`.execute(db);
    await sql`create trigger notification_automations after insert on automation_executions
      begin insert into notification_queue (kind, subject_id, detail)
        values ('automation', new.id, ''); end`.execute(db);
  },
};
