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
/** A mark that is older was left by a server that was killed or a store that was away. */
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

  /** The content is marked. Answers whether it was removed. */
  async function removeContent(digest: string): Promise<boolean> {
    const used = await db
      .selectFrom('run_files')
      .select('run_id')
      .where('digest', '=', digest)
      .limit(1)
      .executeTakeFirst();
    const removed = used === undefined ? await blobs.remove(digest) : false;
    await db.deleteFrom('blob_removals').where('digest', '=', digest).execute();
    return removed;
  }

  /** Goes on with what was cut short. Answers the bytes. */
  async function removeLeftOver(): Promise<number> {
    const marks = await db
      .selectFrom('blob_removals')
      .select('digest')
      .where('marked_at', '<', clock() - STALE_MS)
      .limit(FILES_AT_ONCE)
      .execute();
    let bytes = 0;
    for (const { digest } of marks) {
      const size = (await blobs.stat(digest))?.sizeBytes ?? 0;
      await mark(db, [digest], clock());
      if (await removeContent(digest)) bytes += size;
    }
    return bytes;
  }

  return {
    async refuseWhileRemoved(digest) {
      const mark = await db
        .selectFrom('blob_removals')
        .select('marked_at')
        .where('digest', '=', digest)
        .executeTakeFirst();
      // Nobody removes a content that was marked so long ago.
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
        await forget(db, runId, some, clock());
        files += some.length;
        for (const digest of new Set(some.map((file) => file.digest))) await removeContent(digest);
      }
      return files;
    },

    async removeRuns(runIds) {
      let files = 0;
      let bytes = await removeLeftOver();
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
          await forget(db, runId, some, clock());
          files += some.length;
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

/** Takes the files off the run, and marks their contents in the same step: none is left over unseen. */
async function forget(
  db: Kysely<RemovalTables>,
  runId: RunId,
  files: readonly { readonly name: string; readonly digest: string }[],
  now: number,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .deleteFrom('run_files')
      .where('run_id', '=', runId)
      .where(
        'name',
        'in',
        files.map(({ name }) => name),
      )
      .execute();
    await mark(transaction, [...new Set(files.map(({ digest }) => digest))].sort(), now);
  });
}

async function mark(
  db: Kysely<RemovalTables>,
  digests: readonly string[],
  now: number,
): Promise<void> {
  await db
    .insertInto('blob_removals')
    .values(digests.map((digest) => ({ digest, marked_at: now })))
    .onConflict((conflict) => conflict.column('digest').doUpdateSet({ marked_at: now }))
    .execute();
}
