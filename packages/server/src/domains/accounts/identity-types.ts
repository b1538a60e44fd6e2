/** Numeric ids, branded so that two kinds can't be swapped. */
export type UserId = number & { readonly __brand: 'UserId' };
export type EntityId = number & { readonly __brand: 'EntityId' };
export type OrganizationId = number & { readonly __brand: 'OrganizationId' };
export type InvitationId = number & { readonly __brand: 'InvitationId' };
export type CustomRoleId = number & { readonly __brand: 'CustomRoleId' };

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
