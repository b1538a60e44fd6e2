import type { Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import { markRemovals } from '../contents/index.ts';
import type { ReportTables } from './tables.ts';
import type { ReportFile, ReportId } from './types.ts';

const FILES_AT_ONCE = 500;

/** What is known of a recording; the recording itself is in the blob store. */
export interface TapeHead {
  readonly digest: string;
  readonly block: string;
  readonly recordedBy: UserId;
  readonly recordedAt: number;
}

export type TapeStore = ReturnType<typeof createTapeStore>;

/** Recordings of blocks. */
export function createTapeStore(metadata: MetadataStore) {
  const db: Kysely<ReportTables> = metadata.db.withTables<ReportTables>();
  return {
    async put(
      id: ReportId,
      tape: TapeHead & { readonly sizeBytes: number },
      files: readonly ReportFile[],
    ): Promise<void> {
      const again = {
        block: tape.block,
        recorded_by: tape.recordedBy,
        recorded_at: tape.recordedAt,
      };
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('report_tapes')
          .values({
            report_id: id,
            digest: tape.digest,
            size_bytes: tape.sizeBytes,
            is_kept: 0,
            ...again,
          })
          .onConflict((conflict) => conflict.columns(['report_id', 'digest']).doUpdateSet(again))
          .execute();
        for (let from = 0; from < files.length; from += FILES_AT_ONCE) {
          await transaction
            .insertInto('report_tape_files')
            .values(
              files.slice(from, from + FILES_AT_ONCE).map((file) => ({
                report_id: id,
                tape: tape.digest,
                id: file.id,
                digest: file.digest,
                name: file.name,
                content_type: file.contentType,
                size_bytes: file.sizeBytes,
              })),
            )
            .onConflict((conflict) => conflict.columns(['report_id', 'tape', 'id']).doNothing())
            .execute();
        }
      });
    },

    /** A file of this recording; null for any other. */
    async file(id: ReportId, tape: string, file: string): Promise<ReportFile | null> {
      const row = await db
        .selectFrom('report_tape_files')
        .selectAll()
        .where('report_id', '=', id)
        .where('tape', '=', tape)
        .where('id', '=', file)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        id: row.id,
        digest: row.digest,
        name: row.name,
        contentType: row.content_type,
        sizeBytes: row.size_bytes,
      };
    },

    async find(id: ReportId, digest: string): Promise<TapeHead | null> {
      const row = await db
        .selectFrom('report_tapes')
        .selectAll()
        .where('report_id', '=', id)
        .where('digest', '=', digest)
        .executeTakeFirst();
      return row ? toHead(row) : null;
    },

    /** Latest first. */
    async list(id: ReportId): Promise<readonly TapeHead[]> {
      const rows = await db
        .selectFrom('report_tapes')
        .selectAll()
        .where('report_id', '=', id)
        .orderBy('recorded_at', 'desc')
        .execute();
      return rows.map(toHead);
    },

    /** A version shows these: they stay. */
    async keep(id: ReportId, digests: readonly string[]): Promise<void> {
      if (digests.length === 0) return;
      await db
        .updateTable('report_tapes')
        .set({ is_kept: 1 })
        .where('report_id', '=', id)
        .where('digest', 'in', digests)
        .execute();
    },

    /** Removes recordings of a block that are older and not kept; answers what to release. */
    removeOlder(
      id: ReportId,
      block: string,
      recordedBefore: number,
      now: number,
    ): Promise<ReadonlyMap<string, number>> {
      return db.transaction().execute(async (transaction) => {
        const gone = await transaction
          .deleteFrom('report_tapes')
          .where('report_id', '=', id)
          .where('block', '=', block)
          .where('is_kept', '=', 0)
          .where('recorded_at', '<', recordedBefore)
          .returning(['digest', 'size_bytes'])
          .execute();
        const sizes = new Map(gone.map(({ digest, size_bytes }) => [digest, size_bytes]));
        if (gone.length > 0) {
          const files = await transaction
            .deleteFrom('report_tape_files')
            .where('report_id', '=', id)
            .where('tape', 'in', [...sizes.keys()])
            .returning(['digest', 'size_bytes'])
            .execute();
          for (const { digest, size_bytes } of files) sizes.set(digest, size_bytes);
        }
        await markRemovals(transaction, [...sizes.keys()], now);
        return sizes;
      });
    },
  };
}

function toHead(row: Selectable<ReportTables['report_tapes']>): TapeHead {
  return {
    digest: row.digest,
    block: row.block,
    recordedBy: row.recorded_by as UserId,
    recordedAt: row.recorded_at,
  };
}
