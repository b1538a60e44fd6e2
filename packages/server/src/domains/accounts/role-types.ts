import type { BaseRole, Permission, Role } from '@runloom/model';
import type { Actor } from './access-types.ts';
import type { CustomRoleId, Entity } from './identity-types.ts';
import type { PutResult } from './provisioning-types.ts';

/** A role that an organization made: its base, and what it may beside it. */
export interface CustomRole {
  readonly id: CustomRoleId;
  readonly name: string;
  readonly base: BaseRole;
  readonly permissions: readonly Permission[];
}

/** A role as it is given: one of those that are always there, or one of the organization by its name. */
export interface GivenRole {
  readonly role: Role;
  /** Of which `role` is the base. */
  readonly custom: CustomRole | null;
}

/** A role by its name, to be given: `admin`, `member`, `viewer`, or one of the organization. */
export type RoleName = string;

/** Roles that an organization makes for its teams and projects. */
export interface RoleOperations {
  /** Roles that can be given in a team, or in projects of an owner, beside those that are always there. */
  rolesIn(entity: Entity): Promise<readonly CustomRole[]>;
  /** Needs the right to manage the organization. @throws RunloomError('invalid') for what is no permission */
  putRole(
    actor: Actor,
    organization: string,
    name: string,
    role: Pick<CustomRole, 'base' | 'permissions'>,
  ): Promise<PutResult<CustomRole>>;
  /** Who held it keeps its base. */
  deleteRole(actor: Actor, organization: string, name: string): Promise<void>;
}
