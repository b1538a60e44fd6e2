import type { Kysely } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type ContentHolder, markRemovals } from '../contents/index.ts';
import type { RunId } from '../runs/index.ts';

type ExportTables = {
  history_exports: {
    run_id: number;
    /** What the history was then. */
    version: string;
    is_uniform: number;
    digest: string;
    size_bytes: number;
    used_at: number;
  };
  history_export_offers: { address_hash: string; digest: string };
};

export interface StoredExport {
  readonly version: string;
  readonly isUniform: boolean;
  readonly digest: string;
  readonly sizeBytes: number;
}

/** Files that are needed no more, with their sizes; marked for removal. */
export type Released = ReadonlyMap<string, number>;

/** Which contents are exports of histories. */
export function createHistoryExportContentHolder(metadata: MetadataStore): ContentHolder {
  const db: Kysely<ExportTables> = metadata.db.withTables<ExportTables>();
  return {
    async held(digests) {
      if (digests.length === 0) return new Set();
      const rows = await db
        .selectFrom('history_exports')
        .select('digest')
        .where('digest', 'in', digests)
        .execute();
      return new Set(rows.map(({ digest }) => digest));
    },
  };
}

export function createExportStore(metadata: MetadataStore) {
  const db: Kysely<ExportTables> = metadata.db.withTables<ExportTables>();

  /** Takes rows away, and marks their contents in the same step. */
  async function removeWhere(
    condition: { readonly runIds: readonly number[] } | { readonly usedBefore: number },
    now: number,
  ): Promise<Released> {
    return db.transaction().execute(async (transaction) => {
      const gone = await transaction
        .deleteFrom('history_exports')
        .where((expression) =>
          'runIds' in condition
            ? expression('run_id', 'in', condition.runIds)
            : expression('used_at', '<', condition.usedBefore),
        )
        .returning(['digest', 'size_bytes'])
        .execute();
      const digests = gone.map(({ digest }) => digest);
      await markRemovals(transaction, digests, now);
      return new Map(gone.map(({ digest, size_bytes }) => [digest, size_bytes]));
    });
  }

  return {
    async find(runId: RunId): Promise<StoredExport | null> {
      const row = await db
        .selectFrom('history_exports')
        .selectAll()
        .where('run_id', '=', runId)
        .executeTakeFirst();
      if (row === undefined) return null;
      const { version, is_uniform, digest, size_bytes } = row;
      return { version, isUniform: is_uniform === 1, digest, sizeBytes: size_bytes };
    },

    /** Replaces what there was of the run. */
    async put(runId: RunId, made: StoredExport, now: number): Promise<Released> {
      const values = {
        run_id: runId,
        version: made.version,
        is_uniform: made.isUniform ? 1 : 0,
        digest: made.digest,
        size_bytes: made.sizeBytes,
        used_at: now,
      };
      return db.transaction().execute(async (transaction) => {
        const before = await transaction
          .selectFrom('history_exports')
          .select(['digest', 'size_bytes'])
          .where('run_id', '=', runId)
          .where('digest', '!=', made.digest)
          .execute();
        await transaction
          .insertInto('history_exports')
          .values(values)
          .onConflict((conflict) => conflict.column('run_id').doUpdateSet(values))
          .execute();
        const digests = before.map(({ digest }) => digest);
        await markRemovals(transaction, digests, now);
        return new Map(before.map(({ digest, size_bytes }) => [digest, size_bytes]));
      });
    },

    async noteUse(runId: RunId, now: number): Promise<void> {
      await db
        .updateTable('history_exports')
        .set({ used_at: now })
        .where('run_id', '=', runId)
        .execute();
    },

    /** The file that was first given out under the address: this one, when there was none. */
    async offer(addressHash: string, digest: string): Promise<string> {
      await db
        .insertInto('history_export_offers')
        .values({ address_hash: addressHash, digest })
        .onConflict((conflict) => conflict.column('address_hash').doNothing())
        .execute();
      const row = await db
        .selectFrom('history_export_offers')
        .select('digest')
        .where('address_hash', '=', addressHash)
        .executeTakeFirstOrThrow();
      return row.digest;
    },

    removeRuns: (runIds: readonly RunId[], now: number): Promise<Released> =>
      removeWhere({ runIds }, now),

    removeUnused: (usedBefore: number, now: number): Promise<Released> =>
      removeWhere({ usedBefore }, now),
  };
}
