import type { Action, Actor, Entity, EntityId, UserId, Visibility } from '../accounts/index.ts';

export type ProjectId = number & { readonly __brand: 'ProjectId' };

export interface Project {
  readonly id: ProjectId;
  readonly entityId: EntityId;
  readonly entityName: string;
  readonly name: string;
  readonly visibility: Visibility;
  readonly description: string;
  /** Whether anybody ever gave it a description, be it an empty one. */
  readonly isDescribed: boolean;
  readonly createdBy: UserId | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ProjectOverview extends Project {
  readonly runCount: number;
  readonly runningCount: number;
  /** Newest heartbeat of its runs, or its creation. */
  readonly lastActivityAt: number;
}

export interface ProjectChange {
  readonly visibility?: Visibility;
  readonly description?: string;
}

/** A room that keeps things of projects, and removes them for good with a project. */
export interface KeepsOfProjects {
  /** Projects that it has anything of, those in the trash among them. For the server's own use. */
  projectsKept(): Promise<readonly ProjectId[]>;
  /** Removes all that it has of a project that is gone. For the server's own use. */
  removeProject(project: ProjectId): Promise<void>;
}

/** Projects: what runs, artifacts and traces belong to. */
export interface Projects {
  /** @throws RunloomError('not_found') when it does not exist or the actor may not see it, 'forbidden' when they may see it but not do this */
  find(actor: Actor, entityName: string, projectName: string, action: Action): Promise<Project>;
  /**
   * The same by its id. `what` is said to be missing: who looks something of the project up must not
   * learn by another word that it is there.
   */
  get(actor: Actor, id: ProjectId, action: Action, what?: string): Promise<Project>;
  /** For the server's own use: asks for no right. Null when it is gone. */
  findById(id: ProjectId): Promise<Project | null>;
  /** For the server's own use: asks for no right. Null when the owner has no project of this name. */
  findOwned(entityId: EntityId, name: string): Promise<Project | null>;
  /** For the server's own use: asks for no right. */
  listOwned(entityId: EntityId): Promise<readonly Project[]>;
  /**
   * Finds it with the right to write, or creates it (as its organization's projects are seen; in a personal entity
   * `private`) when the actor may create in the entity. Safe under concurrent calls.
   * @throws RunloomError('invalid') for a name of more than 128 characters, or with `/ \ # ? % :`
   */
  ensure(actor: Actor, entityName: string, projectName: string): Promise<Project>;
  /** Creates it, as `ensure` does, or changes what is given; without any change it needs the right to write only. */
  put(
    actor: Actor,
    entityName: string,
    projectName: string,
    change: ProjectChange,
  ): Promise<{ created: boolean; value: Project }>;
  /**
   * How much is in a project that the caller was authorized for.
   * @throws RunloomError('not_found') when it was removed meanwhile
   */
  overview(project: Project): Promise<ProjectOverview>;
  /** What the actor may see, public projects of others among it, most recently active first; of one entity when given. */
  list(actor: Actor, entity?: Entity): Promise<readonly ProjectOverview[]>;
  /**
   * All that the actor may see, registries and public projects of others among it, in no order. Without
   * the counts of `list`, so that whoever looks through all of them can ask for it often.
   */
  listReadable(actor: Actor): Promise<{
    readonly projects: readonly Project[];
    /** Of these entities the actor may see every project. */
    readonly wholeOwners: ReadonlySet<EntityId>;
  }>;
  /** For the server's own use: asks for no right. What is gone is missing. */
  findByIds(ids: readonly ProjectId[]): Promise<ReadonlyMap<ProjectId, Project>>;
  /**
   * Gives the project another name; the old address stops working. Needs the right to manage it.
   * @throws RunloomError('conflict') when the owner has a project of the new name, 'invalid' as `ensure`
   */
  rename(actor: Actor, entityName: string, projectName: string, newName: string): Promise<Project>;
  /**
   * Gives the project to another user or team: its runs and all else go with it, roles in it end. Needs
   * the right to manage it, and to make projects where it goes. The old address stops working.
   * @throws RunloomError('conflict') when the new owner has a project of its name
   */
  transfer(actor: Actor, entityName: string, projectName: string, owner: string): Promise<Project>;
  /** Moves the project to the trash. */
  remove(actor: Actor, entityName: string, projectName: string): Promise<void>;
  /** Those of these that were moved to the trash before a moment (milliseconds). */
  trashedBefore(moment: number, ids: readonly ProjectId[]): Promise<readonly ProjectId[]>;
}
