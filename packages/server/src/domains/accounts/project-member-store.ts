import type { Kysely } from 'kysely';
import { toEntity, toUser, USER } from './store.ts';
import type { AccountTables } from './tables.ts';
import type { ProjectMember, ProjectMemberId, ProjectRole, UserId } from './types.ts';

/** Roles in single projects, which only projects of organizations have. */
export type ProjectMemberStore = ReturnType<typeof createProjectMemberStore>;

export function createProjectMemberStore(db: Kysely<AccountTables>) {
  const ofMember = ({ kind, id }: ProjectMemberId) =>
    kind === 'user' ? { user_id: id, team_id: null } : { user_id: null, team_id: id };

  return {
    async list(projectId: number): Promise<readonly ProjectMember[]> {
      const people = await db
        .selectFrom('project_members')
        .innerJoin('users', 'users.id', 'project_members.user_id')
        .select(USER)
        .select('project_members.role')
        .where('project_members.project_id', '=', projectId)
        .orderBy('users.username')
        .execute();
      const teams = await db
        .selectFrom('project_members')
        .innerJoin('entities', 'entities.id', 'project_members.team_id')
        .select(['entities.id', 'entities.name', 'entities.kind', 'entities.organization_id'])
        .select('project_members.role')
        .where('project_members.project_id', '=', projectId)
        .orderBy('entities.name_key')
        .execute();
      return [
        ...people.map((row) => ({ user: toUser(row), role: row.role as ProjectRole })),
        ...teams.map((row) => ({ team: toEntity(row), role: row.role as ProjectRole })),
      ];
    },

    /** Roles that the user has by themselves or by one of their teams. */
    async rolesOf(userId: UserId): Promise<ReadonlyMap<number, readonly ProjectRole[]>> {
      const rows = await db
        .selectFrom('project_members')
        .select(['project_id', 'role'])
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
      const roles = new Map<number, ProjectRole[]>();
      for (const { project_id, role } of rows) {
        roles.set(project_id, [...(roles.get(project_id) ?? []), role as ProjectRole]);
      }
      return roles;
    },

    /** `keepsRoles` changes nothing for who has a role already. */
    async put(
      projectId: number,
      member: ProjectMemberId,
      role: ProjectRole,
      keepsRoles: boolean,
    ): Promise<void> {
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
          .values({ project_id: projectId, ...ofMember(member), role })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      } else if (!keepsRoles) {
        await db.updateTable('project_members').set({ role }).where('id', '=', known.id).execute();
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
