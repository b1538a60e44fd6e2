import type { Role } from '@runloom/model';
import type { Actor } from './access-types.ts';
import type { Entity, Organization, User } from './identity-types.ts';

export interface UserInput {
  readonly email?: string | null;
  readonly displayName?: string;
  readonly isAdmin?: boolean;
  readonly password?: string;
  /** 40 or more characters of `[A-Za-z0-9_-]`; becomes one of the user's keys. */
  readonly apiKey?: string;
}

/** `created` tells 201 from 200. */
export interface PutResult<T> {
  readonly created: boolean;
  readonly value: T;
}

/** Users as scripts and migrations set them up. */
export interface UserProvisioning {
  putUser(actor: Actor, username: string, input: UserInput): Promise<PutResult<User>>;
  deleteUser(actor: Actor, username: string): Promise<void>;
}

/** Organizations, teams and their members, as scripts and migrations set them up. */
export interface OrganizationProvisioning {
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
export interface Provisioning extends UserProvisioning, OrganizationProvisioning {}
