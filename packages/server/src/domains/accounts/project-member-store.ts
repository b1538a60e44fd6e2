import type { Kysely } from 'kysely';
import { extraOf, HELD_ROLE, type HeldRoleRow, toHeldRole } from './role-store.ts';
import { toEntity, toUser, USER } from './store.ts';
import type { AccountTables } from './tables.ts';
import type {
  Action,
  CustomRole,
  EntityId,
  ProjectMember,
  ProjectMemberId,
  ProjectRole,
  UserId,
} from './types.ts';

/** A role that someone has in one project. */
export interface ProjectGrant {
  readonly role: ProjectRole;
  /** Whether it was given to them or to a team that they are in. */
  readonly by: 'user' | 'team';
  /** What a custom role adds. */
  readonly extra: readonly Action[];
}

/** Roles in single projects. */
export type ProjectMemberStore = ReturnType<typeof createProjectMemberStore>;

export function createProjectMemberStore(db: Kysely<AccountTables>) {
  const ofMember = ({ kind, id }: ProjectMemberId) =>
    kind === 'user' ? { user_id: id, team_id: null } : { user_id: null, team_id: id };

  return {
    async list(projectId: number): Promise<readonly ProjectMember[]> {
      const people = await db
        .selectFrom('project_members')
        .innerJoin('users', 'users.id', 'project_members.user_id')
        .leftJoin('custom_roles', 'custom_roles.id', 'project_members.custom_role_id')
        .select(USER)
        .select('project_members.role')
        .select(HELD_ROLE)
        .where('project_members.project_id', '=', projectId)
        .orderBy('users.username')
        .execute();
      const teams = await db
        .selectFrom('project_members')
        .innerJoin('entities', 'entities.id', 'project_members.team_id')
        .leftJoin('custom_roles', 'custom_roles.id', 'project_members.custom_role_id')
        .select(['entities.id', 'entities.name', 'entities.kind', 'entities.organization_id'])
        .select('project_members.role')
        .select(HELD_ROLE)
        .where('project_members.project_id', '=', projectId)
        .orderBy('entities.name_key')
        .execute();
      const held = (row: HeldRoleRow & { role: string }) => ({
        role: row.role as ProjectRole,
        custom: toHeldRole(row),
      });
      return [
        ...people.map((row) => ({ user: toUser(row), ...held(row) })),
        ...teams.map((row) => ({ team: toEntity(row), ...held(row) })),
      ];
    },

    /** Roles that the user has by themselves or by one of their teams. */
    async grantsOf(userId: UserId): Promise<ReadonlyMap<number, readonly ProjectGrant[]>> {
      const rows = await db
        .selectFrom('project_members')
        .leftJoin('custom_roles', 'custom_roles.id', 'project_members.custom_role_id')
        .select([
          'project_members.project_id',
          'project_members.role',
          'project_members.user_id',
          'custom_roles.permissions as custom_permissions',
        ])
        .where((where) =>
          where.or([
            where('user_id', '=', userId),
            where(
              'team_id',
              'in',
              where
                .selectFrom('team_members')
                .select('team_members.entity_id')
                .where('team_members.user_id', '=', userId),
            ),
          ]),
        )
        .execute();
      const grants = new Map<number, ProjectGrant[]>();
      for (const row of rows) {
        const by = row.user_id === null ? 'team' : 'user';
        const grant = { role: row.role as ProjectRole, by, extra: extraOf(row) } as const;
        grants.set(row.project_id, [...(grants.get(row.project_id) ?? []), grant]);
      }
      return grants;
    },

    /** Takes the roles of a person away in all projects of these owners. */
    async removeFromOwners(userId: UserId, owners: readonly EntityId[]): Promise<void> {
      if (owners.length === 0) return;
      await db
        .deleteFrom('project_members')
        .where('user_id', '=', userId)
        .where('project_id', 'in', (eb) =>
          eb.selectFrom('projects').select('projects.id').where('projects.entity_id', 'in', owners),
        )
        .execute();
    },

    /** `keepsRoles` changes nothing for who has a role already. */
    async put(
      projectId: number,
      member: ProjectMemberId,
      { role, custom }: { role: ProjectRole; custom: CustomRole | null },
      keepsRoles: boolean,
    ): Promise<void> {
      const held = { role, custom_role_id: custom?.id ?? null };
      const column = member.kind === 'user' ? 'user_id' : 'team_id';
      const known = await db
        .selectFrom('project_members')
        .select('id')
        .where('project_id', '=', projectId)
        .where(column, '=', member.id)
        .executeTakeFirst();
      if (known === undefined) {
        await db
          .insertInto('project_members')
          .values({ project_id: projectId, ...ofMember(member), ...held })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      } else if (!keepsRoles) {
        await db.updateTable('project_members').set(held).where('id', '=', known.id).execute();
      }
    },

    async remove(projectId: number, member: ProjectMemberId): Promise<void> {
      await db
        .deleteFrom('project_members')
        .where('project_id', '=', projectId)
        .where(member.kind === 'user' ? 'user_id' : 'team_id', '=', member.id)
        .execute();
    },
  };
}
