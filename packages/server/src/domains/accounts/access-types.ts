import type { KeyScope, Visibility } from '@runloom/model';
import type { Entity, EntityId, OrganizationId, UserId } from './identity-types.ts';

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

/** The one place that decides about access. */
export interface AccessOperations {
  /**
   * The one decision about access.
   * @throws RunloomError('unauthenticated') for anonymous actors where signing in could help,
   *   'not_found' when the actor may not know of the resource, 'forbidden' when they may see it
   *   but not do this
   */
  authorize(actor: Actor, action: Action, resource: Resource): Promise<void>;
  /** The same decision as a question. */
  may(actor: Actor, action: Action, resource: Resource): Promise<boolean>;
  /**
   * The user or team of this name, with the right to act on it.
   * @throws as `authorize`
   */
  findOwner(actor: Actor, name: string, action: Action): Promise<Entity>;
  /** To be called when what access depends on was changed by another room, such as a project's owner. */
  forgetAccess(): void;
  /** Who is told whenever who may do what has changed here. Returns what ends it. */
  onAccessChange(listener: () => void): () => void;
}
