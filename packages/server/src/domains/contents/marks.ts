import { type AnyDatabase, withTables } from '../../stores/metadata/index.ts';

export type RemovalTables = {
  blob_removals: {
    digest: string;
    marked_at: number;
    /** When it was done: the mark stays for a while, for those who stored the same bytes meanwhile. */
    removed_at: number | null;
  };
};

/**
 * Notes that contents may have lost their last reference. To be done in the transaction that takes
 * the references away, so that none is left over unseen when the server is killed.
 */
export async function markRemovals(
  db: AnyDatabase,
  digests: readonly string[],
  now: number,
): Promise<void> {
  const mark = { marked_at: now, removed_at: null };
  const marks = [...new Set(digests)].sort().map((digest) => ({ digest, ...mark }));
  if (marks.length === 0) return;
  await withTables<RemovalTables>(db)
    .insertInto('blob_removals')
    .values(marks)
    .onConflict((conflict) => conflict.column('digest').doUpdateSet(mark))
    .execute();
}
