import { type AnyDatabase, withTables } from '../../stores/metadata/index.ts';

export type RemovalTables = { blob_removals: { digest: string; marked_at: number } };

/**
 * Notes that contents may have lost their last reference. To be done in the transaction that takes
 * the references away, so that none is left over unseen when the server is killed.
 */
export async function markRemovals(
  db: AnyDatabase,
  digests: readonly string[],
  now: number,
): Promise<void> {
  const marks = [...new Set(digests)].sort().map((digest) => ({ digest, marked_at: now }));
  if (marks.length === 0) return;
  await withTables<RemovalTables>(db)
    .insertInto('blob_removals')
    .values(marks)
    .onConflict((conflict) => conflict.column('digest').doUpdateSet({ marked_at: now }))
    .execute();
}
