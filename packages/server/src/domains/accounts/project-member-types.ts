import type { ProjectRole } from '@runloom/model';
import type { Actor, ProjectScope } from './access-types.ts';
import type { Entity, EntityId, User, UserId } from './identity-types.ts';
import type { CustomRole, RoleName } from './role-types.ts';

/** Someone, or everyone in a team, who was given a role in one project. */
export type ProjectMember = { readonly role: ProjectRole; readonly custom: CustomRole | null } & (
  | { readonly user: User }
  | { readonly team: Entity }
);

/** Whom a role of a project is for. */
export type ProjectMemberId =
  | { readonly kind: 'user'; readonly id: UserId }
  | { readonly kind: 'team'; readonly id: EntityId };

/** Roles in single projects. */
export interface ProjectMemberOperations {
  /** Roles given in one project; people first. */
  listProjectMembers(actor: Actor, project: ProjectScope): Promise<readonly ProjectMember[]>;
  /**
   * Gives roles in a project to people and teams of its organization. Needs the right to say who belongs
   * to the project. @throws RunloomError('not_found') for whom the organization does not have
   */
  putProjectMembers(
    actor: Actor,
    project: ProjectScope,
    members: readonly ProjectMemberId[],
    role: RoleName | 'restricted_viewer',
    options: { readonly keepsRoles: boolean },
  ): Promise<void>;
  removeProjectMembers(
    actor: Actor,
    project: ProjectScope,
    members: readonly ProjectMemberId[],
  ): Promise<void>;
  /** Projects in which the actor, or a team of theirs, was given a role. */
  namedProjects(actor: Actor): Promise<readonly number[]>;
}
