import type { Migration } from './migration.ts';

/** Service accounts and invitations of teams, custom charts, and views. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    // The team that a service account serves; null for people.
    await db.schema
      .alterTable('users')
      .addColumn('service_entity_id', integer, (c) => c.references('entities.id'))
      .execute();
    await db.schema
      .createTable('team_invitations')
      .addColumn('id', ...id)
      .addColumn('entity_id', integer, (c) => c.notNull().references('entities.id'))
      .addColumn('email', text, (c) => c.notNull())
      // `email_key` is the lower-cased e-mail.
      .addColumn('email_key', text, (c) => c.notNull())
      .addColumn('role', text, (c) => c.notNull())
      .addColumn('created_by', integer, (c) => c.notNull().references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('team_invitations_once', ['entity_id', 'email_key'])
      .execute();
    await db.schema
      .createIndex('team_invitations_by_email')
      .on('team_invitations')
      .columns(['email_key'])
      .execute();

    await db.schema
      .createTable('custom_charts')
      .addColumn('id', ...id)
      .addColumn('entity_id', integer, (c) => c.notNull().references('entities.id'))
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('display_name', text, (c) => c.notNull())
      .addColumn('type', text, (c) => c.notNull())
      .addColumn('access', text, (c) => c.notNull())
      .addColumn('spec', text, (c) => c.notNull())
      .addColumn('created_by', integer, (c) => c.notNull().references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addUniqueConstraint('custom_charts_once', ['entity_id', 'name'])
      .execute();

    // `spec` is kept letter by letter: clients write keys into it that only they know.
    await db.schema
      .createTable('views')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull().references('projects.id'))
      .addColumn('type', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('display_name', text, (c) => c.notNull())
      .addColumn('description', text, (c) => c.notNull())
      .addColumn('spec', text, (c) => c.notNull())
      .addColumn('preview_url', text)
      .addColumn('cover_url', text)
      .addColumn('created_by', integer, (c) => c.notNull().references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('views_of_project')
      .on('views')
      .columns(['project_id', 'type', 'id'])
      .execute();
  },
};
