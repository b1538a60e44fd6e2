import type { ReportVersion as VersionView } from '@runloom/model';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { UserId } from '../../accounts/index.ts';
import type { ReportTables } from '../tables.ts';
import type { ReportId, ReportVersion } from '../types.ts';
import type { Unversioned } from './version-rule.ts';

/** A version with the address of its document. */
export interface StoredVersion extends ReportVersion {
  readonly title: string;
  readonly digest: string;
}

export interface NewVersion {
  readonly name: string | null;
  readonly cause: VersionView['cause'];
  readonly authors: readonly UserId[];
  readonly digest: string;
  readonly createdAt: number;
  readonly restoredFrom: number | null;
}

export interface StoredText {
  readonly snapshot: Uint8Array | null;
  readonly changes: readonly { readonly id: number; readonly update: Uint8Array }[];
  readonly unversioned: Unversioned | null;
}

export type TextStore = ReturnType<typeof createTextStore>;

/** Texts of reports as changes, and their versions. Bytes are Base64, since both engines take text alike. */
export function createTextStore(metadata: MetadataStore) {
  const db: Kysely<ReportTables> = metadata.db.withTables<ReportTables>();

  return {
    /** Null when the report is gone. */
    load(id: ReportId): Promise<StoredText | null> {
      return db.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom('reports')
          .select(['snapshot', 'unversioned_since', 'unversioned_by', 'updated_at'])
          .where('id', '=', id)
          .executeTakeFirst();
        if (row === undefined) return null;
        return {
          snapshot: row.snapshot === null ? null : decode(row.snapshot),
          changes: await changesAfter(transaction, id, 0),
          unversioned:
            row.unversioned_since === null
              ? null
              : {
                  since: row.unversioned_since,
                  lastAt: row.updated_at,
                  authors: countsOf(row.unversioned_by),
                },
        };
      });
    },

    /** Adds a change, durable when this is resolved. Null when the report is gone. */
    append(
      id: ReportId,
      update: Uint8Array,
      { now, unversioned }: { now: number; unversioned: Unversioned | null },
    ): Promise<number | null> {
      return db.transaction().execute(async (transaction) => {
        // The row is locked first: numbers of changes of one report are given in the order of commits.
        const changed = await transaction
          .updateTable('reports')
          .set({ updated_at: now, ...unversionedColumns(unversioned) })
          .where('id', '=', id)
          .executeTakeFirst();
        if (Number(changed.numUpdatedRows) === 0) return null;
        const row = await transaction
          .insertInto('report_updates')
          .values({ report_id: id, changes: encode(update), created_at: now })
          .returning('id')
          .executeTakeFirstOrThrow();
        return row.id;
      });
    },

    /** What other servers wrote meanwhile, and perhaps this one. */
    changesAfter: (id: ReportId, after: number) => changesAfter(db, id, after),

    /**
     * Joins all changes. `join` gets those that are stored and gives the whole text; it is called while
     * nobody else can add any.
     */
    async compact(
      id: ReportId,
      join: (changes: readonly Uint8Array[]) => Uint8Array,
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom('reports')
          .select('snapshot_through')
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (row === undefined) return;
        const changes = await changesAfter(transaction, id, 0);
        const through = changes.at(-1)?.id ?? row.snapshot_through;
        const snapshot = encode(join(changes.map(({ update }) => update)));
        await transaction
          .updateTable('reports')
          .set({ snapshot, snapshot_through: through })
          .where('id', '=', id)
          .execute();
        await transaction
          .deleteFrom('report_updates')
          .where('report_id', '=', id)
          .where('id', '<=', through)
          .execute();
      });
    },

    async putTexts(id: ReportId, texts: { preview: string; body: string }): Promise<void> {
      await db
        .updateTable('reports')
        .set({ preview: texts.preview, body_text: texts.body })
        .where('id', '=', id)
        .execute();
    },

    /** The next version. Null when the report is gone. */
    addVersion(
      id: ReportId,
      version: NewVersion,
      unversioned: Unversioned | null,
    ): Promise<StoredVersion | null> {
      return db.transaction().execute(async (transaction) => {
        const report = await transaction
          .selectFrom('reports')
          .select(['version', 'title'])
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (report === undefined) return null;
        const number = report.version + 1;
        await transaction
          .updateTable('reports')
          .set({ version: number, ...unversionedColumns(unversioned) })
          .where('id', '=', id)
          .execute();
        const row = await transaction
          .insertInto('report_versions')
          .values({
            report_id: id,
            number,
            name: version.name,
            cause: version.cause,
            authors: JSON.stringify(version.authors),
            title: report.title,
            digest: version.digest,
            created_at: version.createdAt,
            restored_from: version.restoredFrom,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return toVersion(row);
      });
    },

    /** Gives a version a name. */
    async rename(id: ReportId, number: number, name: string): Promise<void> {
      await db
        .updateTable('report_versions')
        .set({ name })
        .where('report_id', '=', id)
        .where('number', '=', number)
        .execute();
    },

    /** Notes that nothing is left to be kept as a version. */
    async clearUnversioned(id: ReportId): Promise<void> {
      await db.updateTable('reports').set(unversionedColumns(null)).where('id', '=', id).execute();
    },

    async version(id: ReportId, number: number): Promise<StoredVersion | null> {
      const row = await db
        .selectFrom('report_versions')
        .selectAll()
        .where('report_id', '=', id)
        .where('number', '=', number)
        .executeTakeFirst();
      return row ? toVersion(row) : null;
    },

    /** Latest first. */
    async versions(
      id: ReportId,
      page: { before?: number | undefined; limit: number },
    ): Promise<readonly StoredVersion[]> {
      let query = db.selectFrom('report_versions').selectAll().where('report_id', '=', id);
      if (page.before !== undefined) query = query.where('number', '<', page.before);
      return (await query.orderBy('number', 'desc').limit(page.limit).execute()).map(toVersion);
    },

    /** Reports with changes that are in no version and older than a moment. */
    async unversionedBefore(moment: number, limit: number): Promise<readonly ReportId[]> {
      const rows = await db
        .selectFrom('reports')
        .select('id')
        .where('unversioned_since', 'is not', null)
        .where('updated_at', '<=', moment)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id as ReportId);
    },
  };
}

async function changesAfter(
  db: Kysely<ReportTables> | Transaction<ReportTables>,
  id: ReportId,
  after: number,
): Promise<readonly { readonly id: number; readonly update: Uint8Array }[]> {
  const rows = await db
    .selectFrom('report_updates')
    .select(['id', 'changes'])
    .where('report_id', '=', id)
    .where('id', '>', after)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ id: row.id, update: decode(row.changes) }));
}

/** Authors with the number of their changes; servers before kept authors alone. */
function countsOf(text: string): ReadonlyMap<UserId, number> {
  const kept = JSON.parse(text) as (UserId | [UserId, number])[];
  return new Map(kept.map((one) => (Array.isArray(one) ? one : [one, 0])));
}

function unversionedColumns(unversioned: Unversioned | null) {
  return {
    unversioned_since: unversioned?.since ?? null,
    unversioned_by: JSON.stringify([...(unversioned?.authors ?? [])]),
  };
}

function toVersion(row: Selectable<ReportTables['report_versions']>): StoredVersion {
  return {
    number: row.number,
    name: row.name,
    cause: row.cause as VersionView['cause'],
    authors: JSON.parse(row.authors) as UserId[],
    title: row.title,
    digest: row.digest,
    createdAt: row.created_at,
    restoredFrom: row.restored_from,
  };
}

export const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const decode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
