import { type Kysely, sql } from 'kysely';
import { createProjectMemberStore, type ProjectGrant } from './project-member-store.ts';
import { extraOf, HELD_ROLE, toHeldRole } from './role-store.ts';
import { toUser, USER } from './store.ts';
import type { AccountTables } from './tables.ts';
import type { Action, EntityId, GivenRole, OrganizationId, Role, User, UserId } from './types.ts';

/** What a user belongs to, as far as access depends on it. */
export interface Memberships {
  readonly entityId: EntityId | null;
  readonly teams: ReadonlyMap<EntityId, Role>;
  /** What custom roles in teams add. */
  readonly extras: ReadonlyMap<EntityId, readonly Action[]>;
  readonly organizations: ReadonlyMap<OrganizationId, Role>;
  /** Roles given in single projects. */
  readonly projects: ReadonlyMap<number, readonly ProjectGrant[]>;
}

/** Who belongs to what. A member of a team is also one of its organization. */
export type MemberStore = ReturnType<typeof createMemberStore>;

export function createMemberStore(db: Kysely<AccountTables>) {
  const projectMembers = createProjectMemberStore(db);
  return {
    async memberships(userId: UserId): Promise<Memberships> {
      const rows = await db
        .selectFrom('users')
        .select([
          sql<string>`'self'`.as('kind'),
          'entity_id as id',
          sql<string>`'admin'`.as('role'),
          sql<string | null>`null`.as('custom_permissions'),
        ])
        .where('id', '=', userId)
        .unionAll(
          db
            .selectFrom('team_members')
            .leftJoin('custom_roles', 'custom_roles.id', 'team_members.custom_role_id')
            .select([
              sql<string>`'team'`.as('kind'),
              'entity_id as id',
              'role',
              'custom_roles.permissions as custom_permissions',
            ])
            .where('user_id', '=', userId),
        )
        .unionAll(
          db
            .selectFrom('organization_members')
            .select([
              sql<string>`'organization'`.as('kind'),
              'organization_id as id',
              'role',
              sql<string | null>`null`.as('custom_permissions'),
            ])
            .where('user_id', '=', userId),
        )
        .execute();
      const of = (kind: string) => rows.filter((row) => row.kind === kind);
      return {
        entityId: (of('self')[0]?.id ?? null) as EntityId | null,
        teams: new Map(of('team').map((row) => [row.id as EntityId, row.role as Role])),
        extras: new Map(of('team').map((row) => [row.id as EntityId, extraOf(row)])),
        organizations: new Map(
          of('organization').map((row) => [row.id as OrganizationId, row.role as Role]),
        ),
        projects: await projectMembers.grantsOf(userId),
      };
    },

    async listTeamMembers(id: EntityId): Promise<readonly ({ user: User } & GivenRole)[]> {
      const rows = await db
        .selectFrom('users')
        .innerJoin('team_members', 'team_members.user_id', 'users.id')
        .leftJoin('custom_roles', 'custom_roles.id', 'team_members.custom_role_id')
        .select(USER)
        .select('team_members.role')
        .select(HELD_ROLE)
        .where('team_members.entity_id', '=', id)
        .orderBy('users.username')
        .execute();
      return rows.map((row) => ({
        user: toUser(row),
        role: row.role as Role,
        custom: toHeldRole(row),
      }));
    },

    async listOrganizationMembers(
      id: OrganizationId,
    ): Promise<readonly { user: User; role: Role }[]> {
      const rows = await db
        .selectFrom('users')
        .innerJoin('organization_members', 'organization_members.user_id', 'users.id')
        .select(USER)
        .select('organization_members.role')
        .where('organization_members.organization_id', '=', id)
        .orderBy('users.username')
        .execute();
      return rows.map((row) => ({ user: toUser(row), role: row.role as Role }));
    },

    /**
     * Admins of the team beside this user, and how many people there are beside them. Inside a
     * transaction both stay true until its end: writing the rows takes their locks, on both engines.
     */
    async countOthersInTeam(
      entityId: EntityId,
      userId: UserId,
    ): Promise<{ admins: number; people: number }> {
      await db
        .updateTable('team_members')
        .set((eb) => ({ role: eb.ref('role') }))
        .where('entity_id', '=', entityId)
        .where('role', '=', 'admin')
        .execute();
      const rows = await db
        .selectFrom('team_members')
        .innerJoin('users', 'users.id', 'team_members.user_id')
        .select('team_members.role')
        .where('team_members.entity_id', '=', entityId)
        .where('team_members.user_id', '<>', userId)
        .where('users.service_entity_id', 'is', null)
        .execute();
      return { admins: rows.filter(({ role }) => role === 'admin').length, people: rows.length };
    },

    /** The same of an organization. */
    async countOthersInOrganization(
      organizationId: OrganizationId,
      userId: UserId,
    ): Promise<{ admins: number; people: number }> {
      await db
        .updateTable('organization_members')
        .set((eb) => ({ role: eb.ref('role') }))
        .where('organization_id', '=', organizationId)
        .where('role', '=', 'admin')
        .execute();
      const rows = await db
        .selectFrom('organization_members')
        .innerJoin('users', 'users.id', 'organization_members.user_id')
        .select('organization_members.role')
        .where('organization_members.organization_id', '=', organizationId)
        .where('organization_members.user_id', '<>', userId)
        .where('users.service_entity_id', 'is', null)
        .execute();
      return { admins: rows.filter(({ role }) => role === 'admin').length, people: rows.length };
    },

    /** Where the user is an admin now, read with nothing remembered. */
    async administered(
      userId: UserId,
    ): Promise<{ teams: readonly EntityId[]; organizations: readonly OrganizationId[] }> {
      const teams = await db
        .selectFrom('team_members')
        .select('entity_id')
        .where('user_id', '=', userId)
        .where('role', '=', 'admin')
        .execute();
      const organizations = await db
        .selectFrom('organization_members')
        .select('organization_id')
        .where('user_id', '=', userId)
        .where('role', '=', 'admin')
        .execute();
      return {
        teams: teams.map((row) => row.entity_id as EntityId),
        organizations: organizations.map((row) => row.organization_id as OrganizationId),
      };
    },

    /** True when the user was no member before. */
    async putTeamMember(
      entityId: EntityId,
      userId: UserId,
      { role, custom }: GivenRole,
    ): Promise<boolean> {
      const held = { role, custom_role_id: custom?.id ?? null };
      const inserted = await db
        .insertInto('team_members')
        .values({ entity_id: entityId, user_id: userId, ...held })
        .onConflict((conflict) => conflict.doNothing())
        .returning('user_id')
        .executeTakeFirst();
      if (inserted) return true;
      await db
        .updateTable('team_members')
        .set(held)
        .where('entity_id', '=', entityId)
        .where('user_id', '=', userId)
        .execute();
      return false;
    },

    /** True when the user was a member. */
    async deleteTeamMember(entityId: EntityId, userId: UserId): Promise<boolean> {
      const deleted = await db
        .deleteFrom('team_members')
        .where('entity_id', '=', entityId)
        .where('user_id', '=', userId)
        .returning('user_id')
        .executeTakeFirst();
      await projectMembers.removeFromOwners(userId, [entityId]);
      return deleted !== undefined;
    },

    /** True when the user was no member before. `keep-role` changes nothing for someone who is. */
    async putOrganizationMember(
      organizationId: OrganizationId,
      userId: UserId,
      role: Role,
      whenMember: 'set-role' | 'keep-role',
    ): Promise<boolean> {
      const inserted = await db
        .insertInto('organization_members')
        .values({ organization_id: organizationId, user_id: userId, role })
        .onConflict((conflict) => conflict.doNothing())
        .returning('user_id')
        .executeTakeFirst();
      if (inserted) return true;
      if (whenMember === 'set-role') {
        await db
          .updateTable('organization_members')
          .set({ role })
          .where('organization_id', '=', organizationId)
          .where('user_id', '=', userId)
          .execute();
      }
      return false;
    },

    /** Takes the user out of the organization and of all its teams; true when they were a member. */
    async deleteOrganizationMember(
      organizationId: OrganizationId,
      userId: UserId,
    ): Promise<boolean> {
      const owned = await db
        .selectFrom('entities')
        .select('entities.id')
        .where('entities.organization_id', '=', organizationId)
        .execute();
      const owners = owned.map(({ id }) => id as EntityId);
      if (owners.length > 0) {
        await db
          .deleteFrom('team_members')
          .where('user_id', '=', userId)
          .where('entity_id', 'in', owners)
          .execute();
      }
      await projectMembers.removeFromOwners(userId, owners);
      const deleted = await db
        .deleteFrom('organization_members')
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .returning('user_id')
        .executeTakeFirst();
      return deleted !== undefined;
    },
  };
}
