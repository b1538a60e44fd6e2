import type { Kysely } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ReportTables } from './tables.ts';
import type { ReportFile, ReportId } from './types.ts';

export type FileStore = ReturnType<typeof createFileStore>;

/** Which files belong to which report. */
export function createFileStore(metadata: MetadataStore) {
  const db: Kysely<ReportTables> = metadata.db.withTables<ReportTables>();
  return {
    async insert(
      id: ReportId,
      file: ReportFile & { readonly createdBy: UserId; readonly createdAt: number },
    ): Promise<void> {
      await db
        .insertInto('report_files')
        .values({
          id: file.id,
          report_id: id,
          digest: file.digest,
          name: file.name,
          content_type: file.contentType,
          size_bytes: file.sizeBytes,
          created_by: file.createdBy,
          created_at: file.createdAt,
        })
        .execute();
    },

    async find(id: ReportId, file: string): Promise<ReportFile | null> {
      const row = await db
        .selectFrom('report_files')
        .selectAll()
        .where('report_id', '=', id)
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

    async usedBytes(id: ReportId): Promise<number> {
      const row = await db
        .selectFrom('report_files')
        .select((where) => where.fn.sum('size_bytes').as('bytes'))
        .where('report_id', '=', id)
        .executeTakeFirst();
      return Number(row?.bytes ?? 0);
    },
  };
}
