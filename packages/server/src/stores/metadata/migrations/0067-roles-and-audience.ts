import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Roles that organizations make for themselves, and who sees what is new in them. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('custom_roles')
      .addColumn('id', ...id)
      .addColumn('organization_id', integer, (c) => c.notNull().references('organizations.id'))
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('name_key', text, (c) => c.notNull())
      // `viewer` or `member`: what it has beside its permissions.
      .addColumn('base', text, (c) => c.notNull())
      // A JSON list of texts.
      .addColumn('permissions', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('custom_roles_once', ['organization_id', 'name_key'])
      .execute();
    // The role that is held stands beside its base, so that who reads only that gives nobody too much.
    for (const table of ['team_members', 'project_members']) {
      await db.schema
        .alterTable(table)
        .addColumn('custom_role_id', integer, (c) => c.references('custom_roles.id'))
        .execute();
    }
    for (const [name, value] of [
      ['default_visibility', sql`'team'`],
      ['allows_public', sql`1`],
    ] as const) {
      await db.schema
        .alterTable('organizations')
        .addColumn(name, name === 'allows_public' ? integer : text, (c) =>
          c.notNull().defaultTo(value),
        )
        .execute();
    }
  },
};
