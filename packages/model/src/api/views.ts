import { z } from 'zod';
import { Millis } from './common.ts';

/** What a saved view is of: the runs and charts of a project, or its list of traces. */
export const SavedViewKind = z.enum(['workspace', 'traces']);
export type SavedViewKind = z.infer<typeof SavedViewKind>;

/** `GET /api/v1/projects/{entity}/{project}/views?kind=` */
export const SavedViewQuery = z.object({ kind: SavedViewKind.default('workspace') });

/** What a list says of a saved view. */
export const SavedViewHead = z.object({
  id: z.number(),
  kind: SavedViewKind,
  name: z.string(),
  /** What addresses of clients call it (`?nw=…`); null when they can't open it. */
  link: z.string().nullable(),
  version: z.number(),
  /** Who made it; null for somebody who is gone. */
  user: z.string().nullable(),
  createdAt: Millis,
  updatedAt: Millis,
});
export type SavedViewHead = z.infer<typeof SavedViewHead>;

/** `GET /api/v1/projects/{entity}/{project}/views`, newest first. */
export const SavedViewList = z.object({ views: z.array(SavedViewHead) });

/**
 * `GET`, `PUT` and `PATCH /api/v1/views/{view}`, and `GET …/linked-views/{link}` of a project. The
 * spec is checked by whoever opens it.
 */
export const SavedViewDetail = SavedViewHead.extend({
  spec: z.unknown(),
  savedBy: z.string().nullable(),
  savedAt: Millis,
});
export type SavedViewDetail = z.infer<typeof SavedViewDetail>;

/** `POST /api/v1/projects/{entity}/{project}/views` */
export const SavedViewInput = z.object({
  name: z.string().min(1).max(256),
  kind: SavedViewKind.default('workspace'),
  /** A `ViewSpec` or a `TracesView`. */
  spec: z.unknown(),
});

/** `PUT /api/v1/views/{view}`: a new version. 409 when `base` is not the latest any more. */
export const SavedViewSave = z.object({ spec: z.unknown(), base: z.number().int().min(0) });

/** `PATCH /api/v1/views/{view}` */
export const SavedViewRename = z.object({ name: z.string().min(1).max(256) });

/** `GET /api/v1/views/{view}/versions`, latest first. */
export const SavedViewVersions = z.object({
  versions: z.array(
    z.object({
      number: z.number(),
      user: z.string().nullable(),
      createdAt: Millis,
      spec: z.unknown(),
    }),
  ),
});
export type SavedViewVersion = z.infer<typeof SavedViewVersions>['versions'][number];

/** `GET` and `PUT /api/v1/projects/{entity}/{project}/workspace`: one's own; version 0 and no spec before the first change. */
export const PersonalWorkspaceView = z.object({
  version: z.number(),
  spec: z.unknown(),
  updatedAt: Millis.nullable(),
  /** What it begins with before the first change; null where nobody said so. */
  template: z.unknown(),
});
export type PersonalWorkspaceView = z.infer<typeof PersonalWorkspaceView>;

/** Whose projects a template is for: those of the user or team, or of all teams of its organization. */
const TemplateScope = z.enum(['entity', 'organization']);
export type TemplateScope = z.infer<typeof TemplateScope>;

const WorkspaceTemplateView = z.object({
  /** Name of the user, team or organization. */
  owner: z.string(),
  user: z.string().nullable(),
  updatedAt: Millis,
  spec: z.unknown(),
});

/** `GET /api/v1/entities/{entity}/workspace-template` */
export const WorkspaceTemplateList = z.object({
  entity: WorkspaceTemplateView.nullable(),
  organization: WorkspaceTemplateView.nullable(),
});

/** `PUT /api/v1/entities/{entity}/workspace-template` */
export const WorkspaceTemplateInput = z.object({
  scope: TemplateScope.default('entity'),
  /** A `ViewSpec`. */
  spec: z.unknown(),
});

/** `DELETE /api/v1/entities/{entity}/workspace-template?scope=` */
export const WorkspaceTemplateQuery = z.object({ scope: TemplateScope.default('entity') });
