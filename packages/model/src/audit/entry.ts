import { z } from 'zod';
import { type CanonicalJson, canonicalJson } from './canonical-json.ts';

/** What the first entry of a log follows. */
export const AUDIT_GENESIS = '0'.repeat(64);

export const AUDIT_OUTCOMES = ['done', 'denied', 'failed'] as const;

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Detail: z.ZodType<CanonicalJson> = z.lazy(() =>
  z.union([
    z.string(),
    z.int(),
    z.boolean(),
    z.null(),
    z.array(Detail),
    z.record(z.string(), Detail),
  ]),
);

/** One entry of the audit log. All of it but `hash` is what the hash is of. */
export const AuditEntry = z.object({
  /** From 1 on, without gaps. */
  sequence: z.int().positive(),
  /** Milliseconds since the epoch, by the server's clock. */
  at: z.int(),
  actor: z.object({
    /** Null: nobody was signed in, or the server itself acted. */
    name: z.string().nullable(),
    id: z.int().nullable(),
    via: z.enum(['session', 'key', 'nobody', 'server']),
    /** The first characters of the API key. */
    key: z.string().nullable(),
  }),
  /** Where the request came from; null for what the server did by itself. */
  address: z.string().nullable(),
  /** `<thing>:<what was done>`, e.g. `project:delete`. */
  action: z.string(),
  resource: z.object({ kind: z.string(), name: z.string() }),
  /** Whose administrators may read the entry beside those of the instance. */
  organization: z.string().nullable(),
  /** failed: the server broke down on the way, so that some of it may have been done. */
  outcome: z.enum(AUDIT_OUTCOMES),
  /** `X-Request-Id` of the answer. */
  request: z.string().nullable(),
  /** How many like events this entry stands for. */
  times: z.int().positive(),
  details: z.record(z.string(), Detail),
  /** The hash of the entry before. */
  previous: Hash,
  /** SHA-256, in hex, of the canonical text of all members but this one. */
  hash: Hash,
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export type AuditContent = Omit<AuditEntry, 'hash'>;

/** The text whose SHA-256 is an entry's hash. */
export function auditText(entry: AuditContent | AuditEntry): string {
  const { hash: _, ...content } = entry as AuditEntry;
  return canonicalJson(content);
}

/** A place in the chain, sealed by the server that wrote it. */
export const AuditSeal = z.object({
  /** head: the newest entry at that time; checkpoint: the last entry that retention removed. */
  kind: z.enum(['head', 'checkpoint']),
  sequence: z.int().nonnegative(),
  hash: Hash,
  at: z.int(),
  /** Ed25519 (RFC 8032) over `auditSealText`, base64. */
  signature: z.string(),
});
export type AuditSeal = z.infer<typeof AuditSeal>;

/** The text that a seal's signature is of. */
export function auditSealText({ kind, sequence, hash, at }: Omit<AuditSeal, 'signature'>): string {
  return canonicalJson({ kind: `runloom audit ${kind}`, sequence, hash, at });
}

/** The first line of an export as JSONL. */
export const AuditExportHead = z.object({
  format: z.literal('runloom-audit-1'),
  /** Whether every entry between `start` and `head` follows: links can be checked only then. */
  complete: z.boolean(),
  /** What was removed before the first entry; null when nothing was. */
  start: AuditSeal.nullable(),
  head: AuditSeal,
  /** Of the server's Ed25519 key: its 32 bytes in base64. */
  publicKey: z.string(),
});
export type AuditExportHead = z.infer<typeof AuditExportHead>;
