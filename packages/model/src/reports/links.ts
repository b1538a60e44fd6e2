import { z } from 'zod';
import { Millis } from '../api/common.ts';
import { ReportDocument } from './document.ts';

/** A secret link, without its secret. */
export const ReportLink = z.object({
  id: z.string(),
  name: z.string(),
  createdBy: z.string().nullable(),
  createdAt: Millis,
  expiresAt: Millis.nullable(),
  revokedAt: Millis.nullable(),
  lastUsedAt: Millis.nullable(),
  /** Live blocks are recorded anew, at most every five minutes, when somebody looks. */
  isLive: z.boolean(),
});
export type ReportLink = z.infer<typeof ReportLink>;

/** `GET /api/v1/reports/{id}/links` */
export const ReportLinkList = z.object({
  links: z.array(ReportLink),
  /** What links show of blocks that are not frozen. */
  recorded: z.object({
    /** When the oldest of it was recorded; null when there is none. */
    since: Millis.nullable(),
    /** Blocks that were not recorded yet: links show nothing of them. */
    missingCount: z.number(),
  }),
});
export type ReportLinkList = z.infer<typeof ReportLinkList>;

/** `POST /api/v1/reports/{id}/links` */
export const ReportLinkInput = z.object({
  name: z.string().trim().max(256).default(''),
  /** Milliseconds since the epoch, in the future; null: until it is revoked. */
  expiresAt: Millis.nullable().default(null),
  /** Whether live blocks are kept up to date; else they show what was recorded last. */
  isLive: z.boolean().default(false),
});

/** The token is told this once. `DELETE /api/v1/reports/{id}/links/{link}` revokes it. */
export const NewReportLink = ReportLink.extend({ token: z.string() });

/** `GET /api/v1/shared/{token}`: all that a reader without an account may know. */
export const SharedReport = z.object({
  title: z.string(),
  description: z.string(),
  entityName: z.string(),
  projectName: z.string(),
  /** Names to show of those who wrote it. */
  authors: z.array(z.string()),
  updatedAt: Millis,
  document: ReportDocument,
  /** What panel grids and other evidence are drawn from: `GET /api/v1/shared/{token}/evidence/{digest}`. */
  tapes: z.array(z.object({ block: z.string(), digest: z.string(), recordedAt: Millis })),
  /** Of a link that is kept up to date: whether this moment something of it is recorded anew; else null. */
  live: z.object({ isRenewing: z.boolean() }).nullable(),
});
export type SharedReport = z.infer<typeof SharedReport>;
