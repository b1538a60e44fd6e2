import {
  type AuditEntry,
  type AuditFilter,
  type AuditSeal,
  auditText,
  createAuditVerifier,
} from '@runloom/model';
import { unavailable } from '../../platform/errors.ts';
import type { Log } from '../../platform/logging.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Accounts, Actor } from '../accounts/index.ts';
import { createRefusalGatherer, REFUSAL_WINDOW_MS } from './refusals.ts';
import { serverEvent } from './server-event.ts';
import { type AuditSigner, createAuditSigner } from './signing.ts';
import { type AuditStore, createAuditStore, rowOf, type StoredEntry } from './store.ts';
import type { AuditTables } from './tables.ts';
import type { Audit, AuditEvent } from './types.ts';
import { createAuditWriter } from './writer.ts';

const DAY_MS = 24 * 3_600_000;
const PAGE = 1_000;
const MOST_REMOVED_AT_ONCE = 5_000;

/** The audit log over the metadata store. */
export function createAudit(deps: {
  metadata: MetadataStore;
  accounts: Pick<Accounts, 'authorize' | 'findOrganization'>;
  /** What the seals are made with: 32 bytes. */
  secret: Uint8Array;
  /** Entries that are older are removed; null: none are. */
  retentionDays: number | null;
  log: Log;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}): Audit {
  const { accounts, retentionDays, log } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createAuditStore(deps.metadata.db.withTables<AuditTables>());
  const signer = createAuditSigner(deps.secret);
  const writer = createAuditWriter(store, clock);
  const refusals = createRefusalGatherer();
  let timer: NodeJS.Timeout | null = null;

  const writeRefusal = (event: AuditEvent): Promise<void> =>
    // Nobody waits for it: a store that is away must not end the process.
    writer
      .append(event)
      .catch((error: unknown) => log.warn({ err: error }, 'a refusal was not written down'));

  const writeCounted = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    await Promise.all(refusals.take().map(writeRefusal));
  };

  /** Entries of an organization are for its admins, too. */
  const authorizeReading = async (actor: Actor, filter: AuditFilter): Promise<void> => {
    const named = filter.organization;
    const organization = named === undefined ? null : await accounts.findOrganization(actor, named);
    const resource =
      organization === null
        ? ({ kind: 'instance' } as const)
        : ({ kind: 'organization', organizationId: organization.id } as const);
    await accounts.authorize(actor, 'manage', resource);
  };

  const sealedHead = async () => ({
    head: signer.seal({ kind: 'head', ...(await store.head()), at: clock() }),
    checkpoint: await store.checkpoint(),
    publicKey: signer.publicKey,
  });

  return {
    record: (event) => writer.append(event),

    recordRefusal(event) {
      const alone = refusals.add(event);
      if (alone !== null) void writeRefusal(alone);
      timer ??= setTimeout(() => void writeCounted(), REFUSAL_WINDOW_MS).unref();
    },

    async list(actor, filter, page) {
      await authorizeReading(actor, filter);
      const rows = await store.list(filter, { ...page, limit: page.limit + 1 });
      const shown = rows.slice(0, page.limit);
      const last = shown.at(-1);
      return {
        entries: shown.map(entryOf),
        next: rows.length > page.limit && last !== undefined ? last.row.sequence : null,
      };
    },

    async export(actor, filter) {
      await authorizeReading(actor, filter);
      const { head, checkpoint, publicKey } = await sealedHead();
      const complete = Object.values(filter).every((value) => value === undefined);
      return {
        head: { format: 'runloom-audit-1', complete, start: checkpoint, head, publicKey },
        entries: entriesOf(store, filter, head.sequence),
      };
    },

    async head(actor) {
      await accounts.authorize(actor, 'manage', { kind: 'instance' });
      return sealedHead();
    },

    async verify(actor, noted) {
      await accounts.authorize(actor, 'manage', { kind: 'instance' });
      return verifyStored(store, signer, noted);
    },

    async prune() {
      if (retentionDays === null) return 0;
      const moment = clock() - retentionDays * DAY_MS;
      let removed = 0;
      let seal: AuditSeal | null = null;
      // In small transactions, since others who add entries wait for each.
      for (;;) {
        const step = await store.transaction(async (inside) => {
          await inside.headToMove();
          const last = await inside.lastToRemove(moment, MOST_REMOVED_AT_ONCE);
          if (last === null) return null;
          const next = signer.seal({ kind: 'checkpoint', ...last, at: clock() });
          return { seal: next, count: await inside.prune(next) };
        });
        if (step === null) break;
        seal = step.seal;
        removed += step.count;
      }
      if (seal !== null) {
        const { sequence: through, hash } = seal;
        const resource = { kind: 'audit', name: `entries up to ${through}` };
        const details = { removed, through, hash, retentionDays };
        await writer.append(serverEvent('audit:prune', resource, details));
      }
      return removed;
    },

    async close() {
      await writeCounted();
      await writer.drain();
    },
  };
}

async function verifyStored(
  store: AuditStore,
  signer: AuditSigner,
  noted: { readonly sequence: number; readonly hash: string } | undefined,
) {
  // The checkpoint first: entries that go meanwhile would seem to be missing otherwise.
  const start = await store.checkpoint();
  const end = await store.head();
  const head = signer.seal({ kind: 'head', ...end, at: 0 });
  const verifier = createAuditVerifier(signer.means, {
    complete: true,
    start,
    head,
    ...(noted && { noted }),
  });
  const beyond: number[] = [];
  let after = start?.sequence ?? 0;
  for (;;) {
    const rows = await store.walk({}, { after, to: Number.MAX_SAFE_INTEGER, limit: PAGE });
    for (const stored of rows) {
      if (stored.row.sequence <= end.sequence) check(stored, verifier);
      else beyond.push(stored.row.sequence);
    }
    const last = rows.at(-1);
    if (last === undefined || last.row.sequence >= end.sequence) break;
    after = last.row.sequence;
  }
  // What was added meanwhile stands behind the head as it was, too: the head moved along with it.
  const reached = beyond.length === 0 ? end : await store.head();
  for (const sequence of beyond) {
    if (sequence > reached.sequence) verifier.tell(beyondHead(sequence, reached.sequence));
  }
  const moved = await store.checkpoint();
  if ((moved?.sequence ?? 0) !== (start?.sequence ?? 0)) {
    throw unavailable('Old entries were removed while the log was verified; try again.');
  }
  return verifier.finish();
}

function beyondHead(sequence: number, head: number) {
  return {
    kind: 'end',
    sequence,
    message: `Entry ${sequence} stands behind the head, ${head}.`,
  } as const;
}

function check(
  { row, entry }: StoredEntry,
  verifier: ReturnType<typeof createAuditVerifier>,
): void {
  const { sequence } = row;
  if (entry === null) {
    verifier.tell({ kind: 'unreadable', sequence, message: `Entry ${sequence} can not be read.` });
    return;
  }
  verifier.add(entry);
  const { hash, ...content } = entry;
  const expected = rowOf(content, auditText(content), hash);
  const differing = Object.entries(expected).find(
    ([name, value]) => row[name as keyof typeof row] !== value,
  );
  if (differing === undefined) return;
  const message = `Entry ${sequence} is stored with another ${differing[0]} than it has: searches may have missed it.`;
  verifier.tell({ kind: 'index', sequence, message });
}

async function* entriesOf(
  store: AuditStore,
  filter: AuditFilter,
  to: number,
): AsyncGenerator<AuditEntry> {
  let after = 0;
  for (;;) {
    const rows = await store.walk(filter, { after, to, limit: PAGE });
    yield* rows.map(entryOf);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.row.sequence;
  }
}

/** One that can't be read is shown as far as its row tells: the verifier will name it. */
function entryOf({ row, entry }: StoredEntry): AuditEntry {
  if (entry !== null) return entry;
  return {
    sequence: row.sequence,
    at: row.at,
    actor: { name: row.actor || null, id: null, via: 'nobody', key: null },
    address: null,
    action: row.action,
    resource: { kind: 'unreadable', name: row.resource },
    organization: row.organization,
    outcome: 'failed',
    request: null,
    times: 1,
    details: { unreadable: true },
    previous: '0'.repeat(64),
    hash: row.hash,
  };
}
