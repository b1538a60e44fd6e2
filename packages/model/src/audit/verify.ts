import {
  AUDIT_GENESIS,
  type AuditEntry,
  type AuditSeal,
  auditSealText,
  auditText,
} from './entry.ts';

/** What is wrong with a log, and where. */
export interface AuditProblem {
  /**
   * changed: an entry is not what its hash is of; removed: entries are missing; order: an entry does
   * not come after the one before it; link: an entry follows another one than stands before it;
   * end: the log does not end at its head; seal: a seal was not made by the server's key; index: what
   * searches look at differs from the entry (found by the server alone); unreadable: no entry at all.
   */
  readonly kind: 'changed' | 'removed' | 'order' | 'link' | 'end' | 'seal' | 'index' | 'unreadable';
  /** The entry at which it shows; 0 for what stands before the first. */
  readonly sequence: number;
  readonly message: string;
}

/** Problems beyond are counted only. */
export const MOST_AUDIT_PROBLEMS = 100;

export interface AuditReport {
  readonly isIntact: boolean;
  readonly checked: number;
  readonly first: number | null;
  readonly last: number | null;
  /** The hash of the last entry that was looked at. */
  readonly lastHash: string | null;
  readonly problems: readonly AuditProblem[];
  readonly problemCount: number;
}

/** How the one who verifies computes: browsers, servers and commands have different means. */
export interface AuditMeans {
  /** SHA-256 of the text's UTF-8 bytes, in hex. */
  hash(text: string): string;
  /** Whether the Ed25519 signature (base64) of the text is the server's. */
  isSigned(text: string, signature: string): boolean;
}

/** Walks along a chain, entry by entry in the order in which they are kept. */
export interface AuditVerifier {
  add(entry: AuditEntry): void;
  tell(problem: AuditProblem): void;
  finish(): AuditReport;
}

/**
 * Checks entries against their hashes, each other, the checkpoint they start from and the head they
 * end at. When some are left out on purpose (`complete: false`), only each by itself.
 */
export function createAuditVerifier(
  means: AuditMeans,
  options: {
    readonly complete: boolean;
    readonly start: AuditSeal | null;
    readonly head: AuditSeal | null;
    /** A head that was noted elsewhere earlier: it must be in the chain. */
    readonly noted?: { readonly sequence: number; readonly hash: string };
  },
): AuditVerifier {
  const { complete, start, head, noted } = options;
  const problems: AuditProblem[] = [];
  let problemCount = 0;
  let checked = 0;
  let first: number | null = null;
  let last = { sequence: start?.sequence ?? 0, hash: start?.hash ?? AUDIT_GENESIS };
  let hasMetNoted = noted !== undefined && noted.sequence === last.sequence;

  const tell = (problem: AuditProblem): void => {
    problemCount += 1;
    if (problems.length < MOST_AUDIT_PROBLEMS) problems.push(problem);
  };
  const isGenuine = (seal: AuditSeal): boolean =>
    means.isSigned(auditSealText(seal), seal.signature);

  for (const seal of [start, head]) {
    if (seal === null || isGenuine(seal)) continue;
    const message = `The ${seal.kind} at ${seal.sequence} was not sealed by this server's key.`;
    tell({ kind: 'seal', sequence: seal.sequence, message });
  }
  if (noted !== undefined && hasMetNoted && noted.hash !== last.hash) {
    const message = `The noted head ${noted.sequence} has another hash: the log is not the one it was noted of.`;
    tell({ kind: 'end', sequence: noted.sequence, message });
  }

  const checkPlace = (entry: AuditEntry): void => {
    const expected = last.sequence + 1;
    const { sequence } = entry;
    if (sequence <= last.sequence) {
      const message = `Entry ${sequence} stands behind entry ${last.sequence}.`;
      tell({ kind: 'order', sequence, message });
      return;
    }
    if (sequence > expected && complete) {
      const gap =
        sequence - 1 === expected
          ? `Entry ${expected} is`
          : `Entries ${expected} to ${sequence - 1} are`;
      tell({ kind: 'removed', sequence, message: `${gap} missing.` });
      return;
    }
    if (sequence === expected && entry.previous !== last.hash) {
      const message =
        last.sequence === 0
          ? 'The first entry follows another one.'
          : `Entry ${sequence} follows another entry than ${last.sequence}, as it stands here.`;
      tell({ kind: 'link', sequence, message });
    }
  };

  return {
    tell,

    add(entry) {
      checked += 1;
      first ??= entry.sequence;
      if (means.hash(auditText(entry)) !== entry.hash) {
        const message = `Entry ${entry.sequence} was changed: it is not what its hash is of.`;
        tell({ kind: 'changed', sequence: entry.sequence, message });
      }
      checkPlace(entry);
      if (noted !== undefined && entry.sequence === noted.sequence) {
        hasMetNoted = true;
        if (entry.hash !== noted.hash) {
          const message = `Entry ${noted.sequence} has another hash than was noted: it, or one before it, was replaced.`;
          tell({ kind: 'end', sequence: noted.sequence, message });
        }
      }
      last = { sequence: entry.sequence, hash: entry.hash };
    },

    finish() {
      if (
        complete &&
        head !== null &&
        (head.sequence !== last.sequence || head.hash !== last.hash)
      ) {
        const message = `The log ends at entry ${last.sequence}, but its head is ${head.sequence}: entries at the end were removed or replaced.`;
        tell({ kind: 'end', sequence: last.sequence, message });
      }
      if (noted !== undefined && !hasMetNoted) {
        const isOlder = start !== null && noted.sequence < start.sequence;
        const message = isOlder
          ? `The noted head ${noted.sequence} is older than what is kept, so nothing can be said of it.`
          : `The noted head ${noted.sequence} is not in the log: entries were removed from its end.`;
        tell({ kind: 'end', sequence: noted.sequence, message });
      }
      return {
        isIntact: problemCount === 0,
        checked,
        first,
        last: checked === 0 ? null : last.sequence,
        lastHash: checked === 0 ? null : last.hash,
        problems,
        problemCount,
      };
    },
  };
}
