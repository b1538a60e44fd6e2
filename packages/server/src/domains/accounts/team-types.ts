import type { Actor } from './access-types.ts';
import type { Entity, OrganizationId, User, UserId } from './identity-types.ts';
import type { GivenRole, RoleName } from './role-types.ts';

/** Teams and their service accounts. Changing members needs the right to say who belongs to the team. */
export interface TeamOperations {
  /**
   * A team with one admin: the actor unless someone else is named. In the organization given, else in
   * the oldest that the actor manages; the first one of an instance is made for its admin.
   * @throws RunloomError('conflict') when the name is taken
   */
  createTeam(
    actor: Actor,
    input: { name: string; admin?: string; organizationId?: OrganizationId },
  ): Promise<Entity>;
  /**
   * Takes someone out of a team; one may always leave. A service account is deleted with it.
   * @throws RunloomError('conflict') when the team would be without an admin
   */
  removeMember(actor: Actor, team: string, id: UserId): Promise<void>;
  /** @throws RunloomError('conflict') when the team would be without an admin */
  setMemberRole(
    actor: Actor,
    team: string,
    id: UserId,
    role: RoleName,
  ): Promise<{ readonly user: User } & GivenRole>;
  /** An account for programs of one team, with a key of its own. */
  createServiceAccount(actor: Actor, team: string, description: string): Promise<User>;
  /** The key of a service account, for those who manage its team, for ten minutes; null otherwise. */
  readServiceKey(actor: Actor, account: User): Promise<string | null>;
  /**
   * The actor who makes things in someone else's name: only service accounts do, and only for members
   * of their team. Anyone else stays who they are.
   */
  actFor(actor: Actor, username: string): Promise<Actor>;
}
