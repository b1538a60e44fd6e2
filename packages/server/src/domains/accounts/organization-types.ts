import type { Role, Visibility } from '@runloom/model';
import type { Actor } from './access-types.ts';
import type { Entity, Organization, User } from './identity-types.ts';
import type { CustomRole } from './role-types.ts';

/** Who sees the projects of an organization's teams. */
export interface Audience {
  /** Of projects for which nothing else is said. */
  readonly defaultVisibility: Visibility;
  /** Whether any of them may be public. */
  readonly allowsPublic: boolean;
}

/** An organization as who belongs to it sees it. */
export interface OrganizationDetail {
  readonly name: string;
  readonly members: readonly { readonly user: User; readonly role: Role }[];
  /** Those that the actor may see. */
  readonly teams: readonly Entity[];
  readonly roles: readonly CustomRole[];
  readonly audience: Audience;
  readonly canManage: boolean;
}

/** What the page of an organization shows and changes. */
export interface OrganizationOperations {
  /** Organizations that the actor belongs to and manages, oldest first. */
  listManagedOrganizations(actor: Actor): Promise<readonly Organization[]>;
  /** An organization that the actor may see; null otherwise. */
  findOrganization(actor: Actor, name: string): Promise<Organization | null>;
  /** For who belongs to the organization. */
  listOrganizationMembers(
    actor: Actor,
    organization: string,
  ): Promise<readonly { user: User; role: Role }[]>;
  /** All of it, for who belongs to it. */
  readOrganization(actor: Actor, organization: string): Promise<OrganizationDetail>;
  /** Who sees the projects of a team's organization; what stands for others, which have none. */
  audienceOf(entity: Entity): Promise<Audience>;
  /** Needs the right to manage the organization. */
  setAudience(
    actor: Actor,
    organization: string,
    change: { readonly defaultVisibility?: Visibility; readonly allowsPublic?: boolean },
  ): Promise<Audience>;
}
