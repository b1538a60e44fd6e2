import { type Kysely, sql } from 'kysely';
import { createProjectMemberStore } from './project-member-store.ts';
import { toUser, USER } from './store.ts';
import type { AccountTables } from './tables.ts';
import type { EntityId, OrganizationId, ProjectRole, Role, User, UserId } from './types.ts';

/** What a user belongs to, as far as access depends on it. */
export interface Memberships {
  readonly entityId: EntityId | null;
  readonly teams: ReadonlyMap<EntityId, Role>;
  readonly organizations: ReadonlyMap<OrganizationId, Role>;
  /** Roles given in single projects. */
  readonly projects: ReadonlyMap<number, readonly ProjectRole[]>;
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
        ])
        .where('id', '=', userId)
        .unionAll(
          db
            .selectFrom('team_members')
            .select([sql<string>`'team'`.as('kind'), 'entity_id as id', 'role'])
            .where('user_id', '=', userId),
        )
        .unionAll(
          db
            .selectFrom('organization_members')
            .select([sql<string>`'organization'`.as('kind'), 'organization_id as id', 'role'])
            .where('user_id', '=', userId),
        )
        .execute();
      const of = (kind: string) => rows.filter((row) => row.kind === kind);
      return {
        entityId: (of('self')[0]?.id ?? null) as EntityId | null,
        teams: new Map(of('team').map((row) => [row.id as EntityId, row.role as Role])),
        organizations: new Map(
          of('organization').map((row) => [row.id as OrganizationId, row.role as Role]),
        ),
        projects: await projectMembers.rolesOf(userId),
      };
    },

    async listTeamMembers(id: EntityId): Promise<readonly { user: User; role: Role }[]> {
      const rows = await db
        .selectFrom('users')
        .innerJoin('team_members', 'team_members.user_id', 'users.id')
        .select(USER)
        .select('team_members.role')
        .where('team_members.entity_id', '=', id)
        .orderBy('users.username')
        .execute();
      return rows.map((row) => ({ user: toUser(row), role: row.role as Role }));
    },

    /** True when the user was no member before. */
    async putTeamMember(entityId: EntityId, userId: UserId, role: Role): Promise<boolean> {
      const inserted = await db
        .insertInto('team_members')
        .values({ entity_id: entityId, user_id: userId, role })
        .onConflict((conflict) => conflict.doNothing())
        .returning('user_id')
        .executeTakeFirst();
      if (inserted) return true;
      await db
        .updateTable('team_members')
        .set({ role })
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
      await db
        .deleteFrom('team_members')
        .where('user_id', '=', userId)
        .where('entity_id', 'in', (eb) =>
          eb
            .selectFrom('entities')
            .select('entities.id')
            .where('entities.organization_id', '=', organizationId),
        )
        .execute();
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
