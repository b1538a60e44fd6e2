import type {
  AuditContent,
  AuditEntry,
  AuditExportHead,
  AuditFilter,
  AuditReport,
  AuditSeal,
} from '@runloom/model';
import type { Actor } from '../accounts/index.ts';

/** What the log is told of; it adds the place in the chain. */
export type AuditEvent = Pick<
  AuditContent,
  'actor' | 'address' | 'action' | 'resource' | 'outcome' | 'request' | 'details'
> & {
  /** Name of the organization it belongs to. */
  readonly organization: string | null;
  /** 1 unless it stands for more. */
  readonly times?: number;
};

export interface AuditHead {
  readonly head: AuditSeal;
  readonly checkpoint: AuditSeal | null;
  /** 32 bytes in base64. */
  readonly publicKey: string;
}

/** The log of who changed what, and of who was refused. Entries are added and never changed. */
export interface Audit {
  /**
   * Resolves once the entry is durable. Entries that come together share a transaction.
   * @throws RunloomError('unavailable') when it can't be written: what it is about must not be answered as done
   */
  record(event: AuditEvent): Promise<void>;
  /**
   * For what was refused: written soon, like events together. Of one kind from one address the first
   * few stand by themselves, all further ones of that minute in one entry that counts them.
   */
  recordRefusal(event: AuditEvent): void;

  /** Newest first. Instance admins; of an organization also its admins. */
  list(
    actor: Actor,
    filter: AuditFilter,
    page: { readonly limit: number; readonly before?: number },
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly next: number | null }>;
  /** Oldest first, with what a verifier needs to know before. As `list`. */
  export(
    actor: Actor,
    filter: AuditFilter,
  ): Promise<{ readonly head: AuditExportHead; readonly entries: AsyncIterable<AuditEntry> }>;
  /** The newest entry, sealed. Instance admins only. */
  head(actor: Actor): Promise<AuditHead>;
  /** Walks through the whole chain. Instance admins only. */
  verify(
    actor: Actor,
    noted?: { readonly sequence: number; readonly hash: string },
  ): Promise<AuditReport>;

  /** Removes entries that are older than the retention and seals where the rest begins; how many. */
  prune(): Promise<number>;
  /** Writes what is still counted. */
  close(): Promise<void>;
}
