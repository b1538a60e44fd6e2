import type { Role } from '@runloom/model';
import type { AccessRequestOperations } from './access-request-types.ts';
import type { AccessOperations, Actor, UserActor } from './access-types.ts';
import type {
  Entity,
  EntityId,
  Organization,
  OrganizationId,
  User,
  UserId,
} from './identity-types.ts';
import type { InvitationOperations } from './invitation-types.ts';
import type { KeyOperations } from './key-types.ts';
import type { OrganizationOperations } from './organization-types.ts';
import type { PeopleOperations } from './people-types.ts';
import type { ProjectMemberOperations } from './project-member-types.ts';
import type { Provisioning } from './provisioning-types.ts';
import type { GivenRole, RoleOperations } from './role-types.ts';
import type { SessionOperations } from './session-types.ts';
import type { TeamOperations } from './team-types.ts';

export type { KeyScope, ProjectRole, Role, Visibility } from '@runloom/model';
export type * from './access-request-types.ts';
export type * from './access-types.ts';
export type * from './identity-types.ts';
export type * from './invitation-types.ts';
export type * from './key-types.ts';
export type * from './organization-types.ts';
export type * from './people-types.ts';
export type * from './project-member-types.ts';
export type * from './provisioning-types.ts';
export type * from './role-types.ts';
export type * from './session-types.ts';
export type * from './team-types.ts';

/** Who is who, and what they own projects by. */
export interface Lookups {
  getUser(id: UserId): Promise<User | null>;
  /** Names of those of these users that are there. */
  usernames(ids: Iterable<UserId | null>): Promise<ReadonlyMap<UserId | null, string>>;
  findUser(username: string): Promise<User | null>;
  /** For the server's own use: whose address it is. */
  findUserByEmail(email: string): Promise<User | null>;
  findEntity(name: string): Promise<Entity | null>;
  getEntity(id: EntityId): Promise<Entity | null>;
  getOrganization(id: OrganizationId): Promise<Organization | null>;
  /** What an organization owns its projects by. */
  entityOfOrganization(id: OrganizationId): Promise<Entity | null>;
  /** Personal entity first, then teams; with the actor's role in each. An instance admin sees all teams. */
  listEntities(actor: Actor): Promise<readonly { entity: Entity; role: Role }[]>;
  listMembers(actor: Actor, entity: Entity): Promise<readonly ({ user: User } & GivenRole)[]>;
}

/** Accounts: who is who, who may do what. */
export interface Accounts
  extends Lookups,
    AccessOperations,
    KeyOperations,
    RoleOperations,
    ProjectMemberOperations,
    InvitationOperations,
    AccessRequestOperations,
    OrganizationOperations,
    TeamOperations,
    PeopleOperations,
    Provisioning,
    SessionOperations {
  /** The actor of an API key; null when it is unknown or revoked. @throws RunloomError('unauthenticated') when it is too old */
  authenticateKey(key: string): Promise<UserActor | null>;
  /**
   * First start: creates the user `admin` (with `apiKey` when given, else a new one). Later starts
   * change nothing but add `apiKey` when it is new. Always returns a fresh one-time sign-in token;
   * `newApiKey` is the key in clear only when this call created it.
   */
  ensureAdmin(input: {
    apiKey?: string;
  }): Promise<{ user: User; signInToken: string; newApiKey: string | null }>;
}
