import type { Permission } from '@runloom/model';
import type { Kysely } from 'kysely';
import { actionsOf, isPermission } from './access.ts';
import { nameKey } from './names.ts';
import type { AccountTables } from './tables.ts';
import type { Action, CustomRole, CustomRoleId, OrganizationId } from './types.ts';

/** Roles that organizations made. */
export type RoleStore = ReturnType<typeof createRoleStore>;

/** Where roles are held. */
const HOLDING = ['team_members', 'project_members', 'invitations'] as const;

const ROLE = ['id', 'name', 'base', 'permissions'] as const;

/** Columns of a role that may be held beside another row; all null when there is none. */
export const HELD_ROLE = [
  'custom_roles.id as custom_id',
  'custom_roles.name as custom_name',
  'custom_roles.base as custom_base',
  'custom_roles.permissions as custom_permissions',
] as const;

export interface HeldRoleRow {
  readonly custom_id: number | null;
  readonly custom_name: string | null;
  readonly custom_base: string | null;
  readonly custom_permissions: string | null;
}

export function createRoleStore(db: Kysely<AccountTables>) {
  return {
    async list(organizationId: OrganizationId): Promise<readonly CustomRole[]> {
      const rows = await db
        .selectFrom('custom_roles')
        .select(ROLE)
        .where('organization_id', '=', organizationId)
        .orderBy('name_key')
        .execute();
      return rows.map(toRole);
    },

    async find(organizationId: OrganizationId, name: string): Promise<CustomRole | null> {
      const row = await db
        .selectFrom('custom_roles')
        .select(ROLE)
        .where('organization_id', '=', organizationId)
        .where('name_key', '=', nameKey(name))
        .executeTakeFirst();
      return row ? toRole(row) : null;
    },

    /** Makes the role, or changes the one of this name; who holds it stands by the new base. */
    async put(
      organizationId: OrganizationId,
      role: Omit<CustomRole, 'id'>,
      now: number,
    ): Promise<{ created: boolean; value: CustomRole }> {
      const values = { base: role.base, permissions: JSON.stringify(role.permissions) };
      const inserted = await db
        .insertInto('custom_roles')
        .values({
          organization_id: organizationId,
          name: role.name,
          name_key: nameKey(role.name),
          ...values,
          created_at: now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning(ROLE)
        .executeTakeFirst();
      if (inserted) return { created: true, value: toRole(inserted) };
      const updated = await db
        .updateTable('custom_roles')
        .set(values)
        .where('organization_id', '=', organizationId)
        .where('name_key', '=', nameKey(role.name))
        .returning(ROLE)
        .executeTakeFirstOrThrow();
      for (const table of HOLDING) {
        await db
          .updateTable(table)
          .set({ role: role.base })
          .where('custom_role_id', '=', updated.id)
          .execute();
      }
      return { created: false, value: toRole(updated) };
    },

    /** Who held it keeps its base. */
    async delete(ids: readonly CustomRoleId[]): Promise<void> {
      if (ids.length === 0) return;
      for (const table of HOLDING) {
        await db
          .updateTable(table)
          .set({ custom_role_id: null })
          .where('custom_role_id', 'in', ids)
          .execute();
      }
      await db.deleteFrom('custom_roles').where('id', 'in', ids).execute();
    },
  };
}

export function toHeldRole(row: HeldRoleRow): CustomRole | null {
  const { custom_id: id, custom_name: name, custom_base: base } = row;
  if (id === null || name === null || base === null) return null;
  return toRole({ id, name, base, permissions: row.custom_permissions ?? '[]' });
}

/** What holding the role adds to its base. */
export function extraOf(row: Pick<HeldRoleRow, 'custom_permissions'>): readonly Action[] {
  return row.custom_permissions === null ? [] : actionsOf(readPermissions(row.custom_permissions));
}

function toRole(row: { id: number; name: string; base: string; permissions: string }): CustomRole {
  return {
    id: row.id as CustomRoleId,
    name: row.name,
    base: row.base === 'member' ? 'member' : 'viewer',
    permissions: readPermissions(row.permissions),
  };
}

/** What a later program wrote and this one does not know gives nothing. */
function readPermissions(text: string): readonly Permission[] {
  const read: unknown = JSON.parse(text);
  return Array.isArray(read) ? read.map(String).filter(isPermission) : [];
}
