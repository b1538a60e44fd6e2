import type { Role, Visibility } from '@runloom/model';
import type { Actor } from './access-types.ts';
import type { Entity, Organization, User } from './types.ts';

/** Who sees the projects of an organization's teams. */
export interface Audience {
  /** Of projects for which nothing else is said. */
  readonly defaultVisibility: Visibility;
  /** Whether any of them may be public. */
  readonly allowsPublic: boolean;
}

/** What the page of an organization shows and changes. */
export interface OrganizationOperations {
  /** An organization that the actor may see; null otherwise. */
  findOrganization(actor: Actor, name: string): Promise<Organization | null>;
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
}
