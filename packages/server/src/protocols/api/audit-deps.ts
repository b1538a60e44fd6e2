import type { Audit } from '../../domains/audit/index.ts';

/** What the routes of the audit log are built on. */
export interface AuditDeps {
  readonly audit: Audit;
  /** Null: entries are kept for ever. */
  readonly auditRetentionDays: number | null;
}
