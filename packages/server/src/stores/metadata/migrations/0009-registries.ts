import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Organizations own projects, whose members have roles in each; registries are such projects. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('project_members')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull().references('projects.id'))
      .addColumn('user_id', integer, (c) => c.references('users.id'))
      .addColumn('team_id', integer, (c) => c.references('entities.id'))
      .addColumn('role', text, (c) => c.notNull())
      .addUniqueConstraint('project_members_once', ['project_id', 'user_id', 'team_id'])
      .execute();
    await db.schema
      .createIndex('project_members_of_user')
      .on('project_members')
      .columns(['user_id'])
      .execute();
    await db.schema
      .createIndex('project_members_of_team')
      .on('project_members')
      .columns(['team_id'])
      .execute();

    await db.schema
      .createTable('registries')
      .addColumn('project_id', integer, (c) => c.primaryKey().references('projects.id'))
      .addColumn('allows_all_types', integer, (c) => c.notNull())
      // JSON lists of texts.
      .addColumn('types', text, (c) => c.notNull())
      .addColumn('protected_aliases', text, (c) => c.notNull())
      .execute();

    // Organizations that are there get what new ones are made with.
    const organizations = await sql<{ id: number; name: string; created_at: number }>`
      select id, name, created_at from organizations order by id`.execute(db);
    for (const organization of organizations.rows) {
      const { name } = organization;
      for (const free of [`${name}-org`, `${name}-org-${organization.id}`]) {
        const made = await sql`
          insert into entities (name, name_key, kind, organization_id, created_at)
          values (${free}, ${free.toLowerCase()}, 'organization', ${organization.id},
            ${organization.created_at})
          on conflict do nothing returning id`.execute(db);
        if (made.rows.length > 0) break;
      }
    }
  },
};
