import type { Migration } from './migration.ts';

/** Monitors, their versions, what they said of calls, what that used, and how alarms stand. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('monitors')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('version', integer, (c) => c.notNull())
      // JSON: what it does, and the references of what was published for it.
      .addColumn('spec', text, (c) => c.notNull())
      .addColumn('published', text, (c) => c.notNull())
      .addColumn('active', integer, (c) => c.notNull())
      .addColumn('created_by', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addColumn('since', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('monitors_by_name')
      .on('monitors')
      .columns(['project_id', 'name'])
      .unique()
      .execute();
    await db.schema
      .createTable('monitor_versions')
      .addColumn('monitor_id', integer, (c) => c.notNull())
      .addColumn('version', integer, (c) => c.notNull())
      .addColumn('spec', text, (c) => c.notNull())
      .addColumn('active', integer, (c) => c.notNull())
      .addColumn('created_by', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('monitor_versions_once', ['monitor_id', 'version'])
      .execute();
    await db.schema
      .createTable('monitor_scores')
      .addColumn('id', ...id)
      .addColumn('monitor_id', integer, (c) => c.notNull())
      .addColumn('call_id', text, (c) => c.notNull())
      .addColumn('scorer', text, (c) => c.notNull())
      .addColumn('state', text, (c) => c.notNull())
      .addColumn('attempts', integer, (c) => c.notNull())
      .addColumn('message', text)
      // JSON of what the scorer said.
      .addColumn('value', text)
      .addColumn('call_ended_at', integer, (c) => c.notNull())
      .addColumn('scored_at', integer)
      .execute();
    await db.schema
      .createIndex('monitor_scores_once')
      .on('monitor_scores')
      .columns(['monitor_id', 'call_id', 'scorer'])
      .unique()
      .execute();
    await db.schema
      .createIndex('monitor_scores_by_state')
      .on('monitor_scores')
      .columns(['monitor_id', 'state', 'id'])
      .execute();
    await db.schema
      .createTable('monitor_values')
      .addColumn('score_id', integer, (c) => c.notNull())
      .addColumn('key', text, (c) => c.notNull())
      .addColumn('monitor_id', integer, (c) => c.notNull())
      .addColumn('call_ended_at', integer, (c) => c.notNull())
      .addColumn('value', 'double precision', (c) => c.notNull())
      .addColumn('is_flag', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('monitor_values_once', ['score_id', 'key'])
      .execute();
    await db.schema
      .createIndex('monitor_values_by_time')
      .on('monitor_values')
      .columns(['monitor_id', 'key', 'call_ended_at'])
      .execute();
    await db.schema
      .createTable('monitor_days')
      .addColumn('monitor_id', integer, (c) => c.notNull())
      // Days since 1970, in UTC.
      .addColumn('day', integer, (c) => c.notNull())
      .addColumn('calls', integer, (c) => c.notNull())
      .addColumn('cost', 'double precision', (c) => c.notNull())
      .addPrimaryKeyConstraint('monitor_days_once', ['monitor_id', 'day'])
      .execute();
    await db.schema
      .createTable('monitor_watches')
      .addColumn('monitor_id', integer, (c) => c.notNull())
      .addColumn('key', text, (c) => c.notNull())
      // JSON: the rule that is watched, and how far its test is.
      .addColumn('rule', text, (c) => c.notNull())
      .addColumn('progress', text, (c) => c.notNull())
      .addColumn('state', text, (c) => c.notNull())
      .addColumn('since', integer, (c) => c.notNull())
      .addColumn('alarm_at', integer)
      .addColumn('acknowledged_at', integer)
      .addColumn('acknowledged_by', integer)
      .addPrimaryKeyConstraint('monitor_watches_once', ['monitor_id', 'key'])
      .execute();
  },
};
