import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** How far an API key reaches and until when, and invitations that a link accepts once. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .alterTable('api_keys')
      .addColumn('scope', text, (c) => c.notNull().defaultTo(sql`'admin'`))
      .execute();
    // Null: wherever its user may go.
    await db.schema
      .alterTable('api_keys')
      .addColumn('entity_id', integer, (c) => c.references('entities.id'))
      .execute();
    await db.schema
      .alterTable('api_keys')
      .addColumn('project_id', integer, (c) => c.references('projects.id'))
      .execute();
    await db.schema.alterTable('api_keys').addColumn('expires_at', integer).execute();

    await db.schema
      .createTable('invitations')
      .addColumn('id', ...id)
      .addColumn('entity_id', integer, (c) => c.notNull().references('entities.id'))
      .addColumn('email', text, (c) => c.notNull())
      .addColumn('email_key', text, (c) => c.notNull())
      .addColumn('role', text, (c) => c.notNull())
      .addColumn('custom_role_id', integer, (c) => c.references('custom_roles.id'))
      // Null for those made before there were links, until they are sent again.
      .addColumn('token_hash', text, (c) => c.unique())
      .addColumn('created_by', integer, (c) => c.notNull().references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('expires_at', integer, (c) => c.notNull())
      .addColumn('used_at', integer)
      .addColumn('used_by', integer, (c) => c.references('users.id'))
      .addColumn('withdrawn_at', integer)
      .execute();
    await sql`create unique index invitations_open on invitations (entity_id, email_key)
      where used_at is null and withdrawn_at is null`.execute(db);
    await db.schema
      .createIndex('invitations_by_email')
      .on('invitations')
      .columns(['email_key'])
      .execute();
    const monthMs = 30 * 24 * 3_600_000;
    await sql`insert into invitations
        (entity_id, email, email_key, role, created_by, created_at, expires_at)
      select entity_id, email, email_key, role, created_by, created_at, created_at + ${monthMs}
      from team_invitations`.execute(db);
    await db.schema.dropTable('team_invitations').execute();
  },
};
