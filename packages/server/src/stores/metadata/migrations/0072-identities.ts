import type { Migration } from './migration.ts';

/** Who is who at other sign-in servers: by issuer and subject, never by e-mail. */
export const migration: Migration = {
  async up(db, { integer, text }) {
    await db.schema
      .createTable('identities')
      .addColumn('issuer', text, (c) => c.notNull())
      .addColumn('subject', text, (c) => c.notNull())
      .addColumn('user_id', integer, (c) => c.notNull().references('users.id'))
      .addColumn('email', text)
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('last_used_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('identities_once', ['issuer', 'subject'])
      .execute();
    await db.schema
      .createIndex('identities_by_user')
      .on('identities')
      .columns(['user_id', 'issuer'])
      .execute();
  },
};
