import type { Actor } from '../accounts/index.ts';
import type { Project } from '../projects/index.ts';

export interface RegistrySettings {
  /** Whether artifacts of every type may be linked into it. */
  readonly allowsAllTypes: boolean;
  /** Otherwise only of these; a type is never taken away again. */
  readonly types: readonly string[];
  /** Aliases that only admins of the registry give and take. */
  readonly protectedAliases: readonly string[];
}

export interface RegistryChange {
  readonly description?: string;
  /** Whether all of the organization see it, or only those with a role in it. */
  readonly visibility?: 'organization' | 'restricted';
  readonly allowsAllTypes?: boolean;
  /** Added to those that there are. */
  readonly types?: readonly string[];
  readonly protectedAliases?: readonly string[];
}

/** A registry with what it may hold. */
export interface Registry {
  readonly project: Project;
  readonly settings: RegistrySettings;
}

/**
 * Registries: projects of an organization that hold portfolios, into which versions from all of its
 * projects are linked. Who may do what is said by roles of accounts (`listProjectMembers`).
 */
export interface Registries {
  /** Null for projects that are none. */
  settingsOf(project: Project): Promise<RegistrySettings | null>;
  /** Those of an organization that the actor may see, by name. */
  list(actor: Actor, organizationEntityName: string): Promise<readonly Registry[]>;
  /**
   * Makes a registry, or changes one. Admins of the organization make them, admins of a registry
   * change it.
   * @throws RunloomError('invalid') for a name without the prefix, or types that are no names
   */
  put(
    actor: Actor,
    organizationEntityName: string,
    name: string,
    change: RegistryChange,
  ): Promise<{ readonly created: boolean; readonly value: Registry }>;
  /** What may be linked where. Says nothing of projects that are no registries. */
  readonly rules: {
    /** @throws RunloomError('invalid') when the registry takes no artifacts of this type */
    checkLink(project: Project, typeName: string): Promise<void>;
    /** @throws RunloomError('forbidden') when one of the aliases is for admins */
    checkAliases(actor: Actor, project: Project, aliases: readonly string[]): Promise<void>;
    /** @throws RunloomError('invalid') since versions are made elsewhere and linked into a registry */
    checkLog(project: Project): Promise<void>;
  };
}
