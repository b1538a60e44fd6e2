import { type AuditContent, AuditEntry, type AuditFilter, type AuditSeal } from '@runloom/model';
import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type Selectable,
  type SqlBool,
  sql,
} from 'kysely';
import { likeLiteral } from '../../stores/metadata/index.ts';
import type { AuditTables } from './tables.ts';

/** Entries, the head they hang on, and where they begin, over one connection or transaction. */
export type AuditRows = ReturnType<typeof createRows>;

export interface AuditStore extends AuditRows {
  transaction<T>(work: (rows: AuditRows) => Promise<T>): Promise<T>;
}

export interface StoredEntry {
  readonly row: Selectable<AuditTables['audit_entries']>;
  /** Null: what is stored is no entry. */
  readonly entry: AuditEntry | null;
}

export function createAuditStore(db: Kysely<AuditTables>): AuditStore {
  return {
    ...createRows(db),
    transaction: (work) => db.transaction().execute((transaction) => work(createRows(transaction))),
  };
}

function createRows(db: Kysely<AuditTables>) {
  const head = db.selectFrom('audit_head').select(['sequence', 'hash']).where('id', '=', 1);
  return {
    head: () => head.executeTakeFirstOrThrow(),

    /** Nobody else adds entries until the transaction's end. */
    headToMove: () => head.forUpdate().executeTakeFirstOrThrow(),

    async append(entries: readonly { content: AuditContent; text: string; hash: string }[]) {
      const last = entries.at(-1);
      if (last === undefined) return;
      await db
        .insertInto('audit_entries')
        .values(entries.map(({ content, text, hash }) => rowOf(content, text, hash)))
        .execute();
      await db
        .updateTable('audit_head')
        .set({ sequence: last.content.sequence, hash: last.hash })
        .where('id', '=', 1)
        .execute();
    },

    /** The newest first, from before a sequence number on. */
    async list(
      filter: AuditFilter,
      page: { readonly limit: number; readonly before?: number },
    ): Promise<readonly StoredEntry[]> {
      let query = db
        .selectFrom('audit_entries')
        .selectAll()
        .where((eb) => conditions(eb, filter))
        .orderBy('sequence', 'desc')
        .limit(page.limit);
      if (page.before !== undefined) query = query.where('sequence', '<', page.before);
      return (await query.execute()).map(read);
    },

    /** The oldest first, behind a sequence number and up to one. */
    async walk(
      filter: AuditFilter,
      page: { readonly after: number; readonly to: number; readonly limit: number },
    ): Promise<readonly StoredEntry[]> {
      const rows = await db
        .selectFrom('audit_entries')
        .selectAll()
        .where((eb) => conditions(eb, filter))
        .where('sequence', '>', page.after)
        .where('sequence', '<=', page.to)
        .orderBy('sequence')
        .limit(page.limit)
        .execute();
      return rows.map(read);
    },

    async checkpoint(): Promise<AuditSeal | null> {
      const row = await db
        .selectFrom('audit_checkpoints')
        .selectAll()
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? { kind: 'checkpoint', ...row } : null;
    },

    /**
     * The last entry that can go of those before the first that is not older than a moment, so that no
     * gap is left whatever the clock did; at most `most` go at once. Null when none can.
     */
    async lastToRemove(
      moment: number,
      most: number,
    ): Promise<{ sequence: number; hash: string } | null> {
      const ends = await db
        .selectFrom('audit_entries')
        .select((eb) => [
          eb.fn.min<number | null>('sequence').as('first'),
          eb
            .selectFrom('audit_entries as kept')
            .select((inner) => inner.fn.min<number | null>('kept.sequence').as('sequence'))
            .where('kept.at', '>=', moment)
            .as('kept'),
        ])
        .executeTakeFirstOrThrow();
      if (ends.first === null) return null;
      const bound = Math.min(ends.kept ?? Number.MAX_SAFE_INTEGER, ends.first + most);
      const row = await db
        .selectFrom('audit_entries')
        .select(['sequence', 'hash'])
        .where('sequence', '<', bound)
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ?? null;
    },

    /** Removes the entries up to the seal's, in whose place it stands; how many. */
    async prune(seal: AuditSeal): Promise<number> {
      const { sequence, hash, at, signature } = seal;
      await db.insertInto('audit_checkpoints').values({ sequence, hash, at, signature }).execute();
      await db.deleteFrom('audit_checkpoints').where('sequence', '<', sequence).execute();
      const removed = await db
        .deleteFrom('audit_entries')
        .where('sequence', '<=', sequence)
        .executeTakeFirst();
      return Number(removed.numDeletedRows);
    },
  };
}

/** What searches look at. A verifier makes it again, so that it can't lie. */
export function rowOf(
  content: AuditContent,
  text: string,
  hash: string,
): Selectable<AuditTables['audit_entries']> {
  return {
    sequence: content.sequence,
    entry: text,
    hash,
    at: content.at,
    actor: (content.actor.name ?? '').toLowerCase(),
    action: content.action,
    resource: content.resource.name.toLowerCase(),
    organization: content.organization?.toLowerCase() ?? null,
    outcome: content.outcome,
  };
}

function conditions(
  eb: ExpressionBuilder<AuditTables, 'audit_entries'>,
  { organization, actor, action, resource, outcome, from, to }: AuditFilter,
) {
  const all: Expression<SqlBool>[] = [];
  if (organization) all.push(eb('organization', '=', organization.toLowerCase()));
  if (actor) all.push(eb('actor', '=', actor.toLowerCase()));
  if (action?.endsWith(':')) all.push(contains(eb, 'action', action, 'start'));
  else if (action) all.push(eb('action', '=', action));
  if (resource) all.push(contains(eb, 'resource', resource.toLowerCase(), 'anywhere'));
  if (outcome) all.push(eb('outcome', '=', outcome));
  if (from !== undefined) all.push(eb('at', '>=', from));
  if (to !== undefined) all.push(eb('at', '<', to));
  return eb.and(all);
}

function contains(
  eb: ExpressionBuilder<AuditTables, 'audit_entries'>,
  column: 'action' | 'resource',
  text: string,
  where: 'start' | 'anywhere',
) {
  const escaped = likeLiteral(text.replaceAll('\0', '').toWellFormed());
  const pattern = where === 'start' ? `${escaped}%` : `%${escaped}%`;
  return sql<SqlBool>`${eb.ref(column)} like ${pattern} escape ${'\\'}`;
}

function read(row: Selectable<AuditTables['audit_entries']>): StoredEntry {
  try {
    const parsed = AuditEntry.safeParse({ ...JSON.parse(row.entry), hash: row.hash });
    return { row, entry: parsed.success ? parsed.data : null };
  } catch {
    return { row, entry: null };
  }
}
