import type { Migration } from './migration.ts';

/** Who asks to be let in, by the address they came by: what it names may or may not exist. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('access_requests')
      .addColumn('id', ...id)
      .addColumn('user_id', integer, (c) => c.notNull().references('users.id'))
      // Names as they were typed; what they mean is looked up when somebody who may decide reads them.
      .addColumn('entity_name', text, (c) => c.notNull())
      .addColumn('entity_key', text, (c) => c.notNull())
      // Empty: the team itself.
      .addColumn('project_name', text, (c) => c.notNull())
      .addColumn('message', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('decided_at', integer)
      .addColumn('decided_by', integer, (c) => c.references('users.id'))
      .addColumn('was_granted', integer)
      .execute();
    await db.schema
      .createIndex('access_requests_by_place')
      .on('access_requests')
      .columns(['entity_key', 'created_at'])
      .execute();
    await db.schema
      .createIndex('access_requests_of_user')
      .on('access_requests')
      .columns(['user_id', 'created_at'])
      .execute();
  },
};
