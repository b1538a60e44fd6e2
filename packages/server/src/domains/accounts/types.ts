import type { Permission } from '@runloom/model';
import type { Session, SessionOperations, Visit } from './session-types.ts';

export type * from './session-types.ts';

/** Numeric ids, branded so that two kinds can't be swapped. */
export type UserId = number & { readonly __brand: 'UserId' };
export type EntityId = number & { readonly __brand: 'EntityId' };
export type OrganizationId = number & { readonly __brand: 'OrganizationId' };
export type InvitationId = number & { readonly __brand: 'InvitationId' };
export type CustomRoleId = number & { readonly __brand: 'CustomRoleId' };

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
      /** What the key is limited to; absent for sessions and for keys that may all their user may. */
      readonly limits?: KeyLimits;
    }
  | { readonly kind: 'anonymous' };

export type UserActor = Extract<Actor, { kind: 'user' }>;

export type Role = 'admin' | 'member' | 'viewer';

/**
 * private: owner (personal) or creator and team admins; restricted: these and who was given a role in
 * the project; team: every member; public: readable by everyone.
 */
export type Visibility = 'private' | 'restricted' | 'team' | 'public';

/** read: sees only; write: also logs and changes content; admin: all that its user may. */
export type KeyScope = 'read' | 'write' | 'admin';

/** The one team or person, or the one project, that a key reaches. */
export interface KeyReach {
  readonly entityId: EntityId;
  readonly entityName: string;
  readonly project: { readonly id: number; readonly name: string } | null;
}

/** A key that may less than its user. */
export interface KeyLimits {
  readonly scope: KeyScope;
  readonly within: KeyReach | null;
}

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

/** Who sees the projects of an organization's teams. */
export interface Audience {
  /** Of projects for which nothing else is said. */
  readonly defaultVisibility: Visibility;
  /** Whether any of them may be public. */
  readonly allowsPublic: boolean;
}

/** A role that an organization made: its base, and what it may beside it. */
export interface CustomRole {
  readonly id: CustomRoleId;
  readonly name: string;
  readonly base: 'viewer' | 'member';
  readonly permissions: readonly Permission[];
}

/** A role as it is given: one of those that are always there, or one of the organization by its name. */
export interface GivenRole {
  readonly role: Role;
  /** Of which `role` is the base. */
  readonly custom: CustomRole | null;
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

/**
 * read: see it; write: log to it or change content; delete: take away what was logged; report: write
 * reports and shared views; protect: move protected aliases; members: say who belongs to it; manage:
 * change its settings, or delete it. `access.ts` says which role may what.
 */
export type Action = 'read' | 'write' | 'delete' | 'report' | 'protect' | 'members' | 'manage';

export interface ApiKeyInfo {
  readonly id: number;
  readonly name: string;
  /** The first characters, to recognise it by; the rest is never stored. */
  readonly prefix: string;
  readonly scope: KeyScope;
  /** Null: wherever its user may go. */
  readonly within: KeyReach | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

/** A key to be made; unset means: all that its user may, for ever. */
export interface NewApiKey {
  readonly name: string;
  readonly scope?: KeyScope;
  /** A team or person, or one project of theirs. */
  readonly within?: {
    readonly entity: string;
    readonly project?: ProjectScope & { readonly name: string };
  };
  readonly expiresAt?: number;
}

export interface UserInput {
  readonly email?: string | null;
  readonly displayName?: string;
  readonly isAdmin?: boolean;
  readonly password?: string;
  /** 40 or more characters of `[A-Za-z0-9_-]`; becomes one of the user's keys. */
  readonly apiKey?: string;
}

/** Someone, or everyone in a team, who was given a role in one project. */
export type ProjectMember = { readonly role: ProjectRole; readonly custom: CustomRole | null } & (
  | { readonly user: User }
  | { readonly team: Entity }
);

/** `restricted_viewer` sees what there is, as a viewer does. */
export type ProjectRole = Role | 'restricted_viewer';

/** Whom a role of a project is for. */
export type ProjectMemberId =
  | { readonly kind: 'user'; readonly id: UserId }
  | { readonly kind: 'team'; readonly id: EntityId };

/** Someone who was asked into a team and has not come yet. */
export interface Invitation {
  readonly id: InvitationId;
  readonly email: string;
  readonly role: Role;
  readonly custom: CustomRole | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** What the one who holds the link of an invitation is told. */
export interface InvitationOffer {
  readonly team: string;
  readonly organization: string | null;
  readonly email: string;
  readonly role: Role;
  readonly customRole: string | null;
  readonly invitedBy: string;
  readonly expiresAt: number;
  /** `sign-in`: someone has the address; `other-person`: the one who asks has another. */
  readonly next: 'join' | 'create-account' | 'sign-in' | 'other-person';
}

/** Whom to ask into a team: someone by user name, or anyone by e-mail. */
export type Invitee = { readonly username: string } | { readonly email: string };

/** Whom the inviter knows is a member at once; others get a link, which is told this once. */
export type InviteResult =
  | { readonly kind: 'member'; readonly user: User; readonly invitedAt: number }
  | { readonly kind: 'invitation'; readonly invitation: Invitation; readonly token: string };

/** A role by its name, to be given: `admin`, `member`, `viewer`, or one of the organization. */
export type RoleName = string;

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
  /** Personal entity first, then teams; with the actor's role in each. An instance admin sees all teams. */
  listEntities(actor: Actor): Promise<readonly { entity: Entity; role: Role }[]>;
  listMembers(actor: Actor, entity: Entity): Promise<readonly ({ user: User } & GivenRole)[]>;
  /** For who belongs to the organization. */
  listOrganizationMembers(
    actor: Actor,
    organization: string,
  ): Promise<readonly { user: User; role: Role }[]>;
  /** Teams of the organization that the actor may see. */
  listOrganizationTeams(actor: Actor, organization: string): Promise<readonly Entity[]>;
  /** Who sees the projects of a team's organization; what stands for others, which have none. */
  audienceOf(entity: Entity): Promise<Audience>;
  readAudience(actor: Actor, organization: string): Promise<Audience>;
  /** Needs the right to manage the organization. */
  setAudience(
    actor: Actor,
    organization: string,
    change: { readonly defaultVisibility?: Visibility; readonly allowsPublic?: boolean },
  ): Promise<Audience>;
  /** Roles that can be given in a team, or in projects of an owner, beside those that are always there. */
  rolesIn(entity: Entity): Promise<readonly CustomRole[]>;
  listRoles(actor: Actor, organization: string): Promise<readonly CustomRole[]>;
  /** Needs the right to manage the organization. @throws RunloomError('invalid') for what is no permission */
  putRole(
    actor: Actor,
    organization: string,
    name: string,
    role: Pick<CustomRole, 'base' | 'permissions'>,
  ): Promise<PutResult<CustomRole>>;
  /** Who held it keeps its base. */
  deleteRole(actor: Actor, organization: string, name: string): Promise<void>;
  /** An organization that the actor may see; null otherwise. */
  findOrganization(actor: Actor, name: string): Promise<Organization | null>;
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
   * Asks someone into a team; needs the right to say who belongs to it, as all of the following.
   * @throws RunloomError('conflict') when they are in it or invited already, 'not_found' for an
   *   unknown user name
   */
  invite(actor: Actor, team: string, invitee: Invitee, role: RoleName): Promise<InviteResult>;
  /** Who was asked and has not come; empty for who may not say who belongs to the team. */
  listInvitations(actor: Actor, team: Entity): Promise<readonly Invitation[]>;
  /** A new link, which lasts as long as the first did; the old one stops working. */
  resendInvitation(
    actor: Actor,
    team: string,
    id: InvitationId,
  ): Promise<{ readonly invitation: Invitation; readonly token: string }>;
  withdrawInvitation(actor: Actor, team: string, id: InvitationId): Promise<void>;
  /**
   * What an invitation offers to who holds its link.
   * @throws RunloomError('not_found' | 'gone') when there is none, or it was used, taken back or is too old
   */
  readInvitation(actor: Actor, token: string): Promise<InvitationOffer>;
  /**
   * Joins the team: as the actor when the address is theirs, else with a new account.
   * @throws RunloomError as `readInvitation`, 'forbidden' for who has another address, 'unauthenticated'
   *   when someone has the address and must sign in, 'conflict' when the user name is taken
   */
  acceptInvitation(
    actor: Actor,
    token: string,
    input: {
      readonly account: {
        readonly username: string;
        readonly password: string;
        readonly displayName?: string;
      } | null;
      readonly visit: Visit;
    },
  ): Promise<{ readonly team: string; readonly session: Session | null }>;
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
  /** `role` null: refused, which is not told. @throws RunloomError('conflict') when it was answered */
  decideRequest(
    actor: Actor,
    entity: string,
    decision: { readonly id: number; readonly role: RoleName | null },
    findProject: (name: string) => Promise<ProjectScope | null>,
  ): Promise<void>;

  /** An account for programs of one team, with a key of its own. */
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
  createApiKey(actor: UserActor, key: NewApiKey): Promise<{ key: string; info: ApiKeyInfo }>;
  /** One's own; an instance admin's power reaches all. */
  revokeApiKey(actor: UserActor, id: number): Promise<void>;
  /** Keys of a service account, for who may say who belongs to its team. */
  createServiceKey(
    actor: Actor,
    username: string,
    key: NewApiKey,
  ): Promise<{ key: string; info: ApiKeyInfo }>;
  listServiceKeys(actor: Actor, username: string): Promise<readonly ApiKeyInfo[]>;
  revokeServiceKey(actor: Actor, username: string, id: number): Promise<void>;
  /** Changes the name by which others see the actor. */
  setDisplayName(actor: UserActor, displayName: string): Promise<User>;
  /** To be called when what access depends on was changed by another room, such as a project's owner. */
  forgetAccess(): void;
  /** Who is told whenever who may do what has changed here. Returns what ends it. */
  onAccessChange(listener: () => void): () => void;
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
