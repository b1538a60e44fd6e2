import type { Kysely } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type ContentHolder, type Contents, markRemovals } from '../contents/index.ts';
import type { RunId } from '../runs/index.ts';
import type { Files } from './types.ts';

type RemovalTables = {
  run_files: { run_id: number; name: string; digest: string; size_bytes: number };
};

const FILES_AT_ONCE = 500;

/** Which contents are files of runs. */
export function createFileContentHolder(metadata: MetadataStore): ContentHolder {
  const db: Kysely<RemovalTables> = metadata.db.withTables<RemovalTables>();
  return {
    name: 'files',
    async held(digests) {
      if (digests.length === 0) return new Set();
      const rows = await db
        .selectFrom('run_files')
        .select('digest')
        .distinct()
        .where('digest', 'in', digests)
        .execute();
      return new Set(rows.map(({ digest }) => digest));
    },
  };
}

/** Removes files with the contents that nothing else refers to. */
export function createRemovals(deps: {
  metadata: MetadataStore;
  contents: Contents;
  clock: () => number;
}): Pick<Files, 'removeRuns'> & {
  /** How many there were. */
  removeFiles(runId: RunId, names: readonly string[]): Promise<number>;
} {
  const { contents, clock } = deps;
  const db: Kysely<RemovalTables> = deps.metadata.db.withTables<RemovalTables>();

  return {
    async removeFiles(runId, names) {
      let files = 0;
      for (let from = 0; from < names.length; from += FILES_AT_ONCE) {
        const some = await db
          .selectFrom('run_files')
          .select(['name', 'digest', 'size_bytes'])
          .where('run_id', '=', runId)
          .where('name', 'in', names.slice(from, from + FILES_AT_ONCE))
          .execute();
        if (some.length === 0) continue;
        await forget(db, runId, some, clock());
        files += some.length;
        await contents.release(sizesOf(some));
      }
      return files;
    },

    async removeRuns(runIds) {
      let files = 0;
      let bytes = await contents.releaseLeftOver();
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
          bytes += await contents.release(sizesOf(some));
        }
      }
      return { files, bytes };
    },
  };
}

const sizesOf = (
  files: readonly { readonly digest: string; readonly size_bytes: number }[],
): ReadonlyMap<string, number> => new Map(files.map((file) => [file.digest, file.size_bytes]));

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
    const digests = files.map(({ digest }) => digest);
    await markRemovals(transaction, digests, now);
  });
}
