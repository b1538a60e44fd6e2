import type { SavedViewKind, ViewSpec } from '@runloom/model';
import type { Actor, Entity, UserId } from '../accounts/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';

export type ViewId = number & { readonly __brand: 'ViewId' };

export interface ProjectAddress {
  readonly entityName: string;
  readonly projectName: string;
}

/** A saved page of a project: a report (`runs`, `runs/draft`) or a workspace (`project-view`). */
export interface View {
  readonly id: ViewId;
  readonly projectId: ProjectId;
  readonly type: string;
  /** What addresses and look-ups use; clients make it, and it need not be unique. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  /** JSON text, kept letter by letter. */
  readonly spec: string;
  readonly previewUrl: string | null;
  readonly coverUrl: string | null;
  readonly createdBy: UserId;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What is absent stays as it is; for a new view it is empty. */
export interface ViewChange {
  readonly type?: string;
  readonly name?: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly spec?: string;
  readonly previewUrl?: string;
  readonly coverUrl?: string;
}

export interface ViewFilter {
  readonly type?: string;
  readonly name?: string;
  readonly createdBy?: UserId;
}

/** Saved pages of projects. Who may read the project reads them; who may write to it changes them. */
export interface Views {
  /** @throws RunloomError('invalid') without a type or spec, or with a spec that is no JSON or too large */
  create(
    actor: Actor,
    address: { entityName: string; projectName: string },
    change: ViewChange,
  ): Promise<{ view: View; project: Project }>;
  update(actor: Actor, id: ViewId, change: ViewChange): Promise<{ view: View; project: Project }>;
  /** @throws RunloomError('not_found') when there is none, or the actor may not see its project */
  get(actor: Actor, id: ViewId): Promise<{ view: View; project: Project }>;
  /** Of a project that the actor may read; newest first. */
  list(
    actor: Actor,
    project: Project,
    filter: ViewFilter,
    page: { first: number; after: ViewId | null },
  ): Promise<{ views: readonly View[]; hasMore: boolean }>;
  /** Removes it for good. */
  remove(actor: Actor, id: ViewId): Promise<void>;
  /** For the server's own use: asks for no right. Of all projects, oldest first. */
  listOfTypes(
    types: readonly string[],
    page: { limit: number; after: ViewId | null },
  ): Promise<readonly View[]>;
  /** For the server's own use: leaves nothing of a view but its number, under another type. */
  reserve(id: ViewId, type: string): Promise<void>;
}

/**
 * How clients keep workspaces, so that both sides work on the same view. The text of a client is kept
 * beside our spec; what is changed on one side is done to the other as a change.
 */
export interface ViewFormat {
  /** Type of the views that are kept so. */
  readonly type: string;
  /** What addresses of clients call a view by its name; null when they can't. */
  linkOf(name: string): string | null;
  /** Names of views that such an address may mean, the likeliest first. */
  namesOf(link: string): readonly string[];
  newName(): string;
  /** What of a client's text we have words for. @throws ViewSpecError when there is too much of it */
  read(text: string, place: ProjectAddress): ViewSpec;
  /** A text for a spec that no client has seen yet. */
  make(spec: ViewSpec, place: ProjectAddress): string;
  /** Our spec after a client put one text in place of another. @throws ViewSpecError */
  receive(own: ViewSpec, before: string, after: string, place: ProjectAddress): ViewSpec;
  /** The client's text after our spec was changed. */
  write(text: string, before: ViewSpec, after: ViewSpec, place: ProjectAddress): string;
}

/** One save of a view. */
export interface SavedVersion {
  /** From 1, without gaps. */
  readonly number: number;
  /** JSON text of a `ViewSpec` or a `TracesView`. */
  readonly spec: string;
  readonly createdBy: UserId;
  readonly createdAt: number;
}

/** A saved view of the own app with one of its versions. */
export interface SavedView {
  readonly view: View;
  readonly version: SavedVersion;
}

/** What a person sees of a project when no saved view is opened. */
export interface PersonalWorkspace {
  readonly version: number;
  /** JSON text of a `ViewSpec`. */
  readonly spec: string;
  readonly updatedAt: number;
}

/**
 * Workspaces and lists of traces of the own app. Saved views are shared: who may read the project reads them, who may
 * write to it changes them, and each save is a version that stays. Besides, everybody who may read
 * the project has one workspace of their own. `base` is the version that a change was made from
 * (0: none): when another one was saved since, the change is refused with `conflict`, whose data
 * names that `version`.
 */
/** What new workspaces begin with. */
export interface WorkspaceTemplate {
  /** JSON. */
  readonly spec: string;
  /** Whose template it is. */
  readonly owner: Entity;
  readonly updatedBy: UserId;
  readonly updatedAt: number;
}

/** Whose projects a template is for: those of the user or team itself, or of all teams of its organization. */
export type TemplateScope = 'entity' | 'organization';

/** What workspaces begin with that nobody has changed yet. Admins of a team or organization set it. */
export interface WorkspaceTemplates {
  /** The nearest one of a project: its owner's, else that of the owner's organization. */
  of(project: Pick<Project, 'entityId'>): Promise<WorkspaceTemplate | null>;
  /** The owner's own template, and that of its organization. @throws RunloomError('not_found') */
  list(
    actor: Actor,
    entityName: string,
  ): Promise<Readonly<Record<TemplateScope, WorkspaceTemplate | null>>>;
  /** @throws RunloomError('forbidden') for who is no admin, 'invalid' for a spec that can't be read or an owner without an organization */
  put(actor: Actor, entityName: string, scope: TemplateScope, spec: unknown): Promise<void>;
  remove(actor: Actor, entityName: string, scope: TemplateScope): Promise<void>;
}

export interface Workspaces {
  create(
    actor: Actor,
    address: ProjectAddress,
    input: { name: string; kind: SavedViewKind; spec: unknown },
  ): Promise<SavedView>;
  kindOf(view: View): SavedViewKind;
  /** What addresses of clients call a saved view; null for one that they can't open. */
  linkOf(view: View): string | null;
  /** The view that an address of a client means. @throws RunloomError('not_found') */
  openLink(actor: Actor, address: ProjectAddress, link: string): Promise<SavedView>;
  /** Newest first, with the number of the latest version. */
  list(
    actor: Actor,
    address: ProjectAddress,
    kind: SavedViewKind,
  ): Promise<readonly { readonly view: View; readonly versionNumber: number }[]>;
  /** With its latest version. @throws RunloomError('not_found') */
  open(actor: Actor, id: ViewId): Promise<SavedView>;
  save(actor: Actor, id: ViewId, change: { spec: unknown; base: number }): Promise<SavedView>;
  rename(actor: Actor, id: ViewId, name: string): Promise<SavedView>;
  /** Latest first. */
  versions(actor: Actor, id: ViewId): Promise<readonly SavedVersion[]>;
  /** Removes it with all versions. */
  remove(actor: Actor, id: ViewId): Promise<void>;
  /** Null before the first change. @throws RunloomError('unauthenticated') for who is not signed in */
  personal(actor: Actor, address: ProjectAddress): Promise<PersonalWorkspace | null>;
  savePersonal(
    actor: Actor,
    address: ProjectAddress,
    change: { spec: unknown; base: number },
  ): Promise<PersonalWorkspace>;
}
