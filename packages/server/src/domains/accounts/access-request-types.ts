import type { Actor, ProjectScope, UserActor } from './access-types.ts';
import type { Entity, User, UserId } from './identity-types.ts';
import type { RoleName } from './role-types.ts';

/** A wish to be let in, as whoever may decide about it sees it. */
export interface AccessRequest {
  readonly id: number;
  readonly user: User;
  readonly entity: string;
  /** Null: into the team itself. */
  readonly project: string | null;
  readonly message: string;
  readonly createdAt: number;
}

/** The same as the one who made it sees it: that nobody answered tells nothing. */
export interface OwnAccessRequest {
  readonly id: number;
  readonly entity: string;
  readonly project: string | null;
  readonly createdAt: number;
  readonly state: 'waiting' | 'granted' | 'ended';
}

/** Asking to be let in, by the address one came by. */
export interface AccessRequestOperations {
  /**
   * Asks for access to what an address names, which may not exist: the answer is the same.
   * @throws RunloomError('rate_limited') when too many of the actor's requests wait
   */
  requestAccess(
    actor: UserActor,
    wanted: { readonly entity: string; readonly project: string | null; readonly message: string },
  ): Promise<void>;
  listOwnRequests(actor: UserActor): Promise<readonly OwnAccessRequest[]>;
  /** Requests for a team or person and what they own, for who may say who belongs to it. */
  listRequests(
    actor: Actor,
    entity: string,
    findProject: (name: string) => Promise<ProjectScope | null>,
  ): Promise<readonly AccessRequest[]>;
  /** Who may decide about requests for an entity and what it owns: instance admins only where nobody else may. */
  listDeciders(entity: Entity): Promise<readonly UserId[]>;
  /** `role` null: refused, which is not told. @throws RunloomError('conflict') when it was answered */
  decideRequest(
    actor: Actor,
    entity: string,
    decision: { readonly id: number; readonly role: RoleName | null },
    findProject: (name: string) => Promise<ProjectScope | null>,
  ): Promise<void>;
}
