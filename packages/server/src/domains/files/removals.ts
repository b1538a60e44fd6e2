import type { Kysely } from 'kysely';
import { unavailable } from '../../platform/errors.ts';
import type { BlobStore } from '../../stores/blobs/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { RunId } from '../runs/index.ts';
import type { Files } from './types.ts';

type RemovalTables = {
  run_files: { run_id: number; name: string; digest: string; size_bytes: number };
  blob_removals: { digest: string; marked_at: number };
};

const FILES_AT_ONCE = 500;
/** A mark that is older was left by a server that was killed; whoever made it does no more. */
const STALE_MS = 10 * 60_000;

/**
 * Removes files with their contents. The same content may be uploaded for another run in the same
 * moment, so that a content is marked, then looked up among all files, then removed; an upload that
 * finds the mark or misses its content is told to come again.
 */
export function createRemovals(deps: {
  metadata: MetadataStore;
  blobs: BlobStore;
  clock: () => number;
}): Pick<Files, 'removeRuns'> & {
  /** How many there were. */
  removeFiles(runId: RunId, names: readonly string[]): Promise<number>;
  /** To be called once a file refers to the content. @throws RunloomError('unavailable') when it is gone */
  refuseWhileRemoved(digest: string): Promise<void>;
} {
  const { blobs, clock } = deps;
  const db: Kysely<RemovalTables> = deps.metadata.db.withTables<RemovalTables>();

  async function removeContent(digest: string): Promise<boolean> {
    const mark = { digest, marked_at: clock() };
    await db
      .insertInto('blob_removals')
      .values(mark)
      .onConflict((conflict) => conflict.column('digest').doUpdateSet(mark))
      .execute();
    try {
      const used = await db
        .selectFrom('run_files')
        .select('run_id')
        .where('digest', '=', digest)
        .limit(1)
        .executeTakeFirst();
      return used === undefined ? await blobs.remove(digest) : false;
    } finally {
      await db.deleteFrom('blob_removals').where('digest', '=', digest).execute();
    }
  }

  return {
    async refuseWhileRemoved(digest) {
      const mark = await db
        .selectFrom('blob_removals')
        .select('marked_at')
        .where('digest', '=', digest)
        .executeTakeFirst();
      const isMarked = mark !== undefined && clock() - mark.marked_at < STALE_MS;
      if (!isMarked && (await blobs.stat(digest)) !== null) return;
      throw unavailable('The same content is being removed at this moment. Send the file again.');
    },

    async removeFiles(runId, names) {
      let files = 0;
      for (let from = 0; from < names.length; from += FILES_AT_ONCE) {
        const some = await db
          .selectFrom('run_files')
          .select(['name', 'digest'])
          .where('run_id', '=', runId)
          .where('name', 'in', names.slice(from, from + FILES_AT_ONCE))
          .execute();
        if (some.length === 0) continue;
        await forget(db, runId, some);
        files += some.length;
        for (const digest of new Set(some.map((file) => file.digest))) await removeContent(digest);
      }
      return files;
    },

    async removeRuns(runIds) {
      let files = 0;
      let bytes = 0;
      for (const runId of runIds) {
        for (;;) {
          const some = await db
            .selectFrom('run_files')
            .select(['name', 'digest', 'size_bytes'])
            .where('run_id', '=', runId)
            .orderBy('name')
            .limit(FILES_AT_ONCE)
            .execute();
          if (some.length === 0) break;
          await forget(db, runId, some);
          files += some.length;
          // Removed after the rows: when this is cut short, bytes are left over and no file without them.
          const sizes = new Map(some.map((file) => [file.digest, file.size_bytes]));
          for (const [digest, size] of sizes) {
            if (await removeContent(digest)) bytes += size;
          }
        }
      }
      return { files, bytes };
    },
  };
}

async function forget(
  db: Kysely<RemovalTables>,
  runId: RunId,
  files: readonly { readonly name: string }[],
): Promise<void> {
  await db
    .deleteFrom('run_files')
    .where('run_id', '=', runId)
    .where(
      'name',
      'in',
      files.map(({ name }) => name),
    )
    .execute();
}
