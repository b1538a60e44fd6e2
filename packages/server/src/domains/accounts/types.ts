import type { SessionOperations } from './session-types.ts';

export type * from './session-types.ts';

/** Numeric ids, branded so that two kinds can't be swapped. */
export type UserId = number & { readonly __brand: 'UserId' };
export type EntityId = number & { readonly __brand: 'EntityId' };
export type OrganizationId = number & { readonly __brand: 'OrganizationId' };
export type InvitationId = number & { readonly __brand: 'InvitationId' };

/** Who asks. Every domain operation takes one as its first argument. */
export type Actor =
  | {
      readonly kind: 'user';
      readonly userId: UserId;
      readonly username: string;
      readonly isAdmin: boolean;
      /** How the actor proved who they are; cookie sessions need the same-origin check. */
      readonly via: 'key' | 'session';
      /** The team of a service account: where its runs go that name no entity. */
      readonly serves?: { readonly entityId: EntityId; readonly name: string };
      /** The team that a person chose for runs that name no entity, while they are in it. */
      readonly defaultTeam?: string;
      /** For whom a service account acts: what it makes is theirs. Its rights stay its own. */
      readonly onBehalfOf?: UserId;
    }
  | { readonly kind: 'anonymous' };

export type UserActor = Extract<Actor, { kind: 'user' }>;

export type Role = 'admin' | 'member' | 'viewer';

/** private: owner (personal) or creator and team admins; team: every member; public: readable by everyone. */
export type Visibility = 'private' | 'team' | 'public';

export interface User {
  readonly id: UserId;
  readonly username: string;
  readonly email: string | null;
  readonly displayName: string;
  readonly isAdmin: boolean;
  /** The user's personal entity; it has the same name as the user. */
  readonly entityId: EntityId;
  /** The team that a service account serves; null for people. */
  readonly serviceOf: EntityId | null;
  readonly createdAt: number;
}

/** An owner of projects: a user's personal entity, a team, or an organization, which owns its registries. */
export interface Entity {
  readonly id: EntityId;
  readonly name: string;
  readonly kind: 'user' | 'team' | 'organization';
  readonly organizationId: OrganizationId | null;
}

export interface Organization {
  readonly id: OrganizationId;
  readonly name: string;
}

/** What `authorize` needs to know of a project. */
export interface ProjectScope {
  readonly id: number;
  /** For the audit log. */
  readonly name?: string;
  readonly entityId: EntityId;
  readonly visibility: Visibility;
  readonly createdBy: UserId | null;
}

export type Resource =
  | { readonly kind: 'instance' }
  | { readonly kind: 'organization'; readonly organizationId: OrganizationId }
  | { readonly kind: 'entity'; readonly entityId: EntityId }
  | { readonly kind: 'project'; readonly project: ProjectScope };

/** read: see it; write: log to it or change content; manage: change its settings, members, or delete it. */
export type Action = 'read' | 'write' | 'manage';

export interface ApiKeyInfo {
  readonly id: number;
  readonly name: string;
  /** The first characters, to recognise it by; the rest is never stored. */
  readonly prefix: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

export interface UserInput {
  readonly email?: string | null;
  readonly displayName?: string;
  readonly isAdmin?: boolean;
  readonly password?: string;
  /** 40 or more characters of `[A-Za-z0-9_-]`; becomes one of the user's keys. */
  readonly apiKey?: string;
}

/** Someone, or everyone in a team, who was given a role in one project of an organization. */
export type ProjectMember = { readonly role: ProjectRole } & (
  | { readonly user: User }
  | { readonly team: Entity }
);

/** `restricted_viewer` sees what there is, as a viewer does. */
export type ProjectRole = Role | 'restricted_viewer';

/** Whom a role of a project is for. */
export type ProjectMemberId =
  | { readonly kind: 'user'; readonly id: UserId }
  | { readonly kind: 'team'; readonly id: EntityId };

/** Someone without an account who joins the team as soon as they have one. */
export interface Invitation {
  readonly id: InvitationId;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: number;
}

/** Whom to ask into a team: someone by user name, or anyone by e-mail. */
export type Invitee = { readonly username: string } | { readonly email: string };

/** Who has an account is a member at once. */
export type InviteResult =
  | { readonly kind: 'member'; readonly user: User; readonly invitedAt: number }
  | { readonly kind: 'invitation'; readonly invitation: Invitation };

/** `created` tells 201 from 200. */
export interface PutResult<T> {
  readonly created: boolean;
  readonly value: T;
}

/** Accounts: who is who, who may do what. The one place that decides about access. */
export interface Accounts extends SessionOperations {
  /**
   * The one decision about access.
   * @throws RunloomError('unauthenticated') for anonymous actors where signing in could help,
   *   'not_found' when the actor may not know of the resource, 'forbidden' when they may see it
   *   but not do this
   */
  authorize(actor: Actor, action: Action, resource: Resource): Promise<void>;
  /** The same decision as a question. */
  may(actor: Actor, action: Action, resource: Resource): Promise<boolean>;

  /** The actor of an API key; null when the key is unknown or revoked. */
  authenticateKey(key: string): Promise<UserActor | null>;

  /**
   * First start: creates the user `admin` (with `apiKey` when given, else a new one). Later starts
   * change nothing but add `apiKey` when it is new. Always returns a fresh one-time sign-in token;
   * `newApiKey` is the key in clear only when this call created it.
   */
  ensureAdmin(input: {
    apiKey?: string;
  }): Promise<{ user: User; signInToken: string; newApiKey: string | null }>;

  getUser(id: UserId): Promise<User | null>;
  /** Names of those of these users that are there. */
  usernames(ids: Iterable<UserId | null>): Promise<ReadonlyMap<UserId | null, string>>;
  findUser(username: string): Promise<User | null>;
  findEntity(name: string): Promise<Entity | null>;
  /**
   * The user or team of this name, with the right to act on it.
   * @throws as `authorize`
   */
  findOwner(actor: Actor, name: string, action: Action): Promise<Entity>;
  getEntity(id: EntityId): Promise<Entity | null>;
  getOrganization(id: OrganizationId): Promise<Organization | null>;
  /** What an organization owns its projects by. */
  entityOfOrganization(id: OrganizationId): Promise<Entity | null>;
  /** Roles given in one project; people first. */
  listProjectMembers(actor: Actor, project: ProjectScope): Promise<readonly ProjectMember[]>;
  /**
   * Gives roles in a project of an organization to people and teams that belong to it. Needs the right
   * to manage the project. @throws RunloomError('not_found') for whom the organization does not have
   */
  putProjectMembers(
    actor: Actor,
    project: ProjectScope,
    members: readonly ProjectMemberId[],
    role: ProjectRole,
    options: { readonly keepsRoles: boolean },
  ): Promise<void>;
  removeProjectMembers(
    actor: Actor,
    project: ProjectScope,
    members: readonly ProjectMemberId[],
  ): Promise<void>;
  /** Personal entity first, then teams; with the actor's role in each. An instance admin sees all teams. */
  listEntities(actor: Actor): Promise<readonly { entity: Entity; role: Role }[]>;
  listMembers(actor: Actor, entity: Entity): Promise<readonly { user: User; role: Role }[]>;
  /** An organization that the actor may see; null otherwise. */
  findOrganization(actor: Actor, name: string): Promise<Organization | null>;
  /** What someone belongs to, told to themselves and to instance admins; to others, nothing. */
  listAffiliations(
    actor: Actor,
    id: UserId,
  ): Promise<{ entities: readonly Entity[]; organizations: readonly Organization[] }>;
  /** Where what the user logs goes when it names no entity: the user's own, or a team. */
  defaultEntityOf(user: User): Promise<string>;
  /**
   * Chooses that for the actor: a team in which they may log, or their own name.
   * @throws RunloomError('not_found' | 'forbidden' | 'invalid')
   */
  setDefaultEntity(actor: UserActor, name: string): Promise<void>;
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
   * Asks someone into a team; needs the right to manage it.
   * @throws RunloomError('conflict') when they are in it or invited already, 'not_found' for an
   *   unknown user name
   */
  invite(actor: Actor, team: string, invitee: Invitee, role: Role): Promise<InviteResult>;
  /** Who waits to join; told to those who manage the team, empty for others. */
  listInvitations(actor: Actor, team: Entity): Promise<readonly Invitation[]>;
  withdrawInvitation(actor: Actor, team: string, id: InvitationId): Promise<void>;
  /** Takes someone out of a team; one may always leave. A service account is deleted with it. */
  removeMember(actor: Actor, team: string, id: UserId): Promise<void>;
  /** An account for programs of one team, with a key of its own; needs the right to manage the team. */
  createServiceAccount(actor: Actor, team: string, description: string): Promise<User>;
  /** The key of a service account, for those who manage its team, for ten minutes; null otherwise. */
  readServiceKey(actor: Actor, account: User): Promise<string | null>;
  /**
   * The actor who makes things in someone else's name: only service accounts do, and only for members
   * of their team. Anyone else stays who they are.
   */
  actFor(actor: Actor, username: string): Promise<Actor>;

  /** Keys of oneself, or of anyone for an instance admin; empty for others. */
  listApiKeysOf(actor: Actor, id: UserId): Promise<readonly ApiKeyInfo[]>;
  listApiKeys(actor: UserActor): Promise<readonly ApiKeyInfo[]>;
  /** The key in clear is returned this once. */
  createApiKey(actor: UserActor, name: string): Promise<{ key: string; info: ApiKeyInfo }>;
  /** One's own; an instance admin's power reaches all. */
  revokeApiKey(actor: UserActor, id: number): Promise<void>;
  /**
   * Provisioning. Users and organizations: instance admins; members and teams of an organization:
   * also its admins; members of a team: also the team's admins. Names: 1–128 characters of
   * `[A-Za-z0-9_.-]`, none at the start a dot, not a reserved path; they are found whatever their case.
   *
   * Deleting an owner (a user, a team, an organization with its teams) moves its projects to the
   * trash and frees the name. Who made a run or project stays known by id, but `getUser` answers
   * null for someone who was deleted. Who joins a team joins its organization, too; who leaves the
   * organization leaves its teams.
   *
   * @throws RunloomError('conflict') when the last instance admin would be gone, when the name is
   *   taken by another kind, or when `apiKey` belongs to someone else
   */
  putUser(actor: Actor, username: string, input: UserInput): Promise<PutResult<User>>;
  deleteUser(actor: Actor, username: string): Promise<void>;
  putOrganization(actor: Actor, name: string): Promise<PutResult<Organization>>;
  deleteOrganization(actor: Actor, name: string): Promise<void>;
  putOrganizationMember(
    actor: Actor,
    organization: string,
    username: string,
    role: Role,
  ): Promise<PutResult<{ username: string; role: Role }>>;
  deleteOrganizationMember(actor: Actor, organization: string, username: string): Promise<void>;
  putTeam(actor: Actor, organization: string, team: string): Promise<PutResult<Entity>>;
  deleteTeam(actor: Actor, organization: string, team: string): Promise<void>;
  putTeamMember(
    actor: Actor,
    organization: string,
    team: string,
    username: string,
    role: Role,
  ): Promise<PutResult<{ username: string; role: Role }>>;
  deleteTeamMember(
    actor: Actor,
    organization: string,
    team: string,
    username: string,
  ): Promise<void>;
}
