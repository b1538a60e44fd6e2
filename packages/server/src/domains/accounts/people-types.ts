import type { Actor, UserActor } from './access-types.ts';
import type { Entity, Organization, User, UserId } from './identity-types.ts';

/** Finding people, and what they belong to. */
export interface PeopleOperations {
  /**
   * People and service accounts whose user name or e-mail is the text, or begins or ends with it;
   * exact ones first, at most 100. Instance admins search among all, others among themselves and those
   * they share a team or an organization with.
   */
  searchUsers(actor: Actor, text: string): Promise<readonly User[]>;
  /**
   * A user known by e-mail, whose name is made of it; they join the teams that invited them.
   * Instance admins only. @throws RunloomError('conflict') when someone has this e-mail
   */
  createUser(actor: Actor, input: { email: string; isAdmin: boolean }): Promise<User>;
  /** What someone belongs to, told to themselves and to instance admins; to others, nothing. */
  listAffiliations(
    actor: Actor,
    id: UserId,
  ): Promise<{ entities: readonly Entity[]; organizations: readonly Organization[] }>;
  /** What a person belongs to of what the actor may see. */
  listShared(
    actor: UserActor,
    person: UserId,
  ): Promise<{ teams: readonly Entity[]; organizations: readonly Organization[] }>;
  /** Changes the name by which others see the actor. */
  setDisplayName(actor: UserActor, displayName: string): Promise<User>;
  /** Where what the user logs goes when it names no entity: the user's own, or a team. */
  defaultEntityOf(user: User): Promise<string>;
  /**
   * Chooses that for the actor: a team in which they may log, or their own name.
   * @throws RunloomError('not_found' | 'forbidden' | 'invalid')
   */
  setDefaultEntity(actor: UserActor, name: string): Promise<void>;
}
