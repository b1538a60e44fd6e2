import type { Migration } from './migration.ts';

/** Where sessions began and by what, so that their owners recognise them. */
export const migration: Migration = {
  async up(db, { text }) {
    await db.schema
      .alterTable('sessions')
      .addColumn('address', text, (c) => c.notNull().defaultTo(''))
      .execute();
    // Earlier ones count as opened by a password: that gives the fewest rights.
    await db.schema
      .alterTable('sessions')
      .addColumn('opened_by', text, (c) => c.notNull().defaultTo('password'))
      .execute();
    await db.schema
      .createIndex('sessions_by_user')
      .on('sessions')
      .columns(['user_id', 'address'])
      .execute();
  },
};
