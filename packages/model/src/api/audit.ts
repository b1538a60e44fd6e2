import { z } from 'zod';
import { AUDIT_OUTCOMES, AuditEntry, AuditSeal } from '../audit/entry.ts';

/** What entries are wanted: all that is given must hold. */
export const AuditFilter = z.object({
  /** Of an organization that the asker manages; without it the whole instance's, for its admins. */
  organization: z.string().min(1).max(128).optional(),
  /** A user name. */
  actor: z.string().max(200).optional(),
  /** An action, or its beginning up to the colon: `project:delete`, `project:`. */
  action: z.string().max(100).optional(),
  /** Part of the resource's name. */
  resource: z.string().max(500).optional(),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
  /** From this moment on, milliseconds since the epoch. */
  from: z.coerce.number().int().nonnegative().optional(),
  /** Before this moment. */
  to: z.coerce.number().int().nonnegative().optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** `GET /api/v1/audit`: newest first. */
export const AuditQuery = AuditFilter.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** `next` of the page before. */
  before: z.coerce.number().int().positive().optional(),
});
export const AuditPage = z.object({
  entries: z.array(AuditEntry),
  /** For `before` of the next page; null on the last one. */
  next: z.number().nullable(),
});
export type AuditPage = z.infer<typeof AuditPage>;

export const AuditExportQuery = AuditFilter.extend({
  format: z.enum(['jsonl', 'csv']).default('jsonl'),
});

/** `GET /api/v1/audit/head` */
export const AuditHeadView = z.object({
  head: AuditSeal,
  checkpoint: AuditSeal.nullable(),
  publicKey: z.string(),
  /** Days that entries are kept; null: for ever. */
  retentionDays: z.number().nullable(),
});
export type AuditHeadView = z.infer<typeof AuditHeadView>;

/** `POST /api/v1/audit/verification`: a head that was noted earlier can be given to be looked for. */
export const AuditVerificationInput = z.object({
  noted: z
    .object({ sequence: z.int().nonnegative(), hash: z.string().regex(/^[0-9a-f]{64}$/) })
    .optional(),
});
export const AuditReportView = z.object({
  isIntact: z.boolean(),
  checked: z.number(),
  first: z.number().nullable(),
  last: z.number().nullable(),
  lastHash: z.string().nullable(),
  problems: z.array(
    z.object({
      kind: z.enum(['changed', 'removed', 'order', 'link', 'end', 'seal', 'index', 'unreadable']),
      sequence: z.number(),
      message: z.string(),
    }),
  ),
  problemCount: z.number(),
});
export type AuditReportView = z.infer<typeof AuditReportView>;
