import { z } from 'zod';
import { Millis } from '../api/common.ts';
import { ReportDocument } from './document.ts';

/**
 * Who sees a report. `private`: who made it and whom the project's admins are; `project`: whoever may
 * read the project; `organization`: also all members of its organization; `public`: everybody.
 */
export const ReportVisibility = z.enum(['private', 'project', 'organization', 'public']);
export type ReportVisibility = z.infer<typeof ReportVisibility>;

const Title = z.string().trim().min(1).max(256);
const Description = z.string().max(10_000);

/** An origin that may show the report in a frame: `https://wiki.example.com`. */
const FrameOrigin = z
  .string()
  .max(300)
  .regex(
    /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/i,
    'write an origin such as https://wiki.example.com',
  );

export const ReportHead = z.object({
  id: z.string(),
  entityName: z.string(),
  projectName: z.string(),
  title: z.string(),
  description: z.string(),
  isDraft: z.boolean(),
  visibility: ReportVisibility,
  /** User name; null for somebody who is gone. */
  createdBy: z.string().nullable(),
  createdAt: Millis,
  updatedAt: Millis,
});
export type ReportHead = z.infer<typeof ReportHead>;

/** `GET` and `PATCH /api/v1/reports/{id}`, `POST /api/v1/projects/{entity}/{project}/reports` */
export const ReportDetail = ReportHead.extend({
  /** What who asks may do beside reading. */
  may: z.object({ write: z.boolean(), comment: z.boolean(), manage: z.boolean() }),
  /** Pages that may show it in a frame by a secret link. */
  frameOrigins: z.array(z.string()),
  /** The number of the latest version; 0 before there is any. */
  version: z.number(),
});
export type ReportDetail = z.infer<typeof ReportDetail>;

/** `GET /api/v1/projects/{entity}/{project}/reports` */
export const ReportListQuery = z.object({
  /** Words of titles, descriptions, authors and texts. */
  query: z.string().max(1_000).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `GET /api/v1/reports`: of all projects that one may read, or of those of one owner. */
export const ReportGalleryQuery = ReportListQuery.extend({
  entity: z.string().max(256).optional(),
});

/** Latest change first. */
export const ReportList = z.object({
  reports: z.array(ReportHead.extend({ preview: z.string() })),
  cursor: z.string().nullable(),
});
export type ReportList = z.infer<typeof ReportList>;

/** `POST /api/v1/projects/{entity}/{project}/reports`; of `document` and `markdown` at most one. */
export const ReportInput = z.object({
  title: Title,
  description: Description.default(''),
  isDraft: z.boolean().default(true),
  visibility: ReportVisibility.default('project'),
  document: ReportDocument.optional(),
  markdown: z.string().max(2_000_000).optional(),
});

/** `PATCH /api/v1/reports/{id}`; a document replaces all text, as one change that open editors receive. */
export const ReportChange = z.object({
  title: Title.optional(),
  description: Description.optional(),
  isDraft: z.boolean().optional(),
  visibility: ReportVisibility.optional(),
  frameOrigins: z.array(FrameOrigin).max(50).optional(),
  document: ReportDocument.optional(),
});

/** `GET /api/v1/reports/{id}/document` */
export const ReportDocumentAnswer = z.object({
  document: ReportDocument,
  updatedAt: Millis,
});

export const ReportVersion = z.object({
  /** From 1, without gaps. */
  number: z.number(),
  /** Given by a person; null for those that the server made. */
  name: z.string().nullable(),
  /** Why it was made: people paused (or wrote for long), somebody else went on, a person named it, or an older one came back. */
  cause: z.enum(['pause', 'author', 'named', 'restored', 'replaced']),
  /** Whose changes it brought. */
  authors: z.array(z.string()),
  createdAt: Millis,
  /** The version whose text was brought back. */
  restoredFrom: z.number().nullable(),
});
export type ReportVersion = z.infer<typeof ReportVersion>;

/** `GET /api/v1/reports/{id}/versions`, latest first. */
export const ReportVersionsQuery = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const ReportVersionList = z.object({
  versions: z.array(ReportVersion),
  hasMore: z.boolean(),
});

/** `GET /api/v1/reports/{id}/versions/{number}` */
export const ReportVersionDetail = ReportVersion.extend({
  title: z.string(),
  document: ReportDocument,
});
export type ReportVersionDetail = z.infer<typeof ReportVersionDetail>;

/** `POST /api/v1/reports/{id}/versions`: names the text as it is now. */
export const ReportVersionInput = z.object({ name: z.string().trim().min(1).max(256) });

/** `POST /api/v1/reports/{id}/files?name=`, the body is the file. */
export const ReportFileQuery = z.object({ name: z.string().min(1).max(255) });
export const ReportFileView = z.object({
  /** What `image` and `video` have in `file`. */
  file: z.string(),
  name: z.string(),
  contentType: z.string(),
  sizeBytes: z.number(),
});
export type ReportFileView = z.infer<typeof ReportFileView>;
