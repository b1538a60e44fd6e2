import type { Actor, UserId } from '../accounts/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';

export type ViewId = number & { readonly __brand: 'ViewId' };

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
    project: Project,
    filter: ViewFilter,
    page: { first: number; after: ViewId | null },
  ): Promise<{ views: readonly View[]; hasMore: boolean }>;
  /** Removes it for good. */
  remove(actor: Actor, id: ViewId): Promise<void>;
}
