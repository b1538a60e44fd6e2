import type { Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ReportTables } from './tables.ts';
import type { ReportId, ReportLink } from './types.ts';

export type LinkStore = ReturnType<typeof createLinkStore>;

/** Secret links; of the token only its hash. */
export function createLinkStore(metadata: MetadataStore) {
  const db: Kysely<ReportTables> = metadata.db.withTables<ReportTables>();
  return {
    async insert(id: ReportId, tokenHash: string, link: ReportLink): Promise<void> {
      await db
        .insertInto('report_links')
        .values({
          id: link.id,
          report_id: id,
          token_hash: tokenHash,
          name: link.name,
          created_by: link.createdBy,
          created_at: link.createdAt,
          expires_at: link.expiresAt,
          revoked_at: null,
          last_used_at: null,
          is_live: link.isLive ? 1 : 0,
        })
        .execute();
    },

    /** Newest first, with the hashes of their tokens. */
    async list(
      id: ReportId,
    ): Promise<readonly { readonly link: ReportLink; readonly tokenHash: string }[]> {
      const rows = await db
        .selectFrom('report_links')
        .selectAll()
        .where('report_id', '=', id)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({ link: toLink(row), tokenHash: row.token_hash }));
    },

    async findByHash(tokenHash: string): Promise<{ reportId: ReportId; link: ReportLink } | null> {
      const row = await db
        .selectFrom('report_links')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row ? { reportId: row.report_id as ReportId, link: toLink(row) } : null;
    },

    /** Whether there was one that could be revoked. */
    async revoke(id: ReportId, link: string, now: number): Promise<boolean> {
      const changed = await db
        .updateTable('report_links')
        .set((where) => ({ revoked_at: where.fn.coalesce('revoked_at', where.val(now)) }))
        .where('report_id', '=', id)
        .where('id', '=', link)
        .executeTakeFirst();
      return Number(changed.numUpdatedRows) > 0;
    },

    async touch(link: string, now: number): Promise<void> {
      await db
        .updateTable('report_links')
        .set({ last_used_at: now })
        .where('id', '=', link)
        .execute();
    },
  };
}

function toLink(row: Selectable<ReportTables['report_links']>): ReportLink {
  return {
    id: row.id,
    name: row.name,
    createdBy: row.created_by as UserId,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    isLive: row.is_live === 1,
  };
}
