import type { Kysely } from 'kysely';
import { type RunloomError, unavailable } from '../../platform/errors.ts';
import type { BlobStore } from '../../stores/blobs/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { markRemovals, type RemovalTables } from './marks.ts';
import type { ContentHolder, Contents } from './types.ts';

const DIGESTS_AT_ONCE = 500;
const REMOVALS_AT_ONCE = 8;
/** A mark that is older was left by a server that was killed or a store that was away. */
const STALE_MS = 10 * 60_000;

/** What who stored a content is told that was removed at the same time. */
export const beingRemoved = (): RunloomError =>
  unavailable('The same content is being removed at this moment. Send the file again.');

/** Removes contents of the blob store once no holder refers to them. `clock` in milliseconds. */
export function createContents(deps: {
  metadata: MetadataStore;
  blobs: BlobStore;
  holders: readonly ContentHolder[];
  clock?: () => number;
}): Contents {
  const { blobs, holders } = deps;
  const clock = deps.clock ?? Date.now;
  const db: Kysely<RemovalTables> = deps.metadata.db.withTables<RemovalTables>();

  async function removeUnheld(digests: readonly string[]): Promise<ReadonlySet<string>> {
    const held = new Set<string>();
    for (const holder of holders) for (const digest of await holder.held(digests)) held.add(digest);
    const gone = digests.filter((digest) => !held.has(digest));
    const removed = new Set<string>();
    for (let from = 0; from < gone.length; from += REMOVALS_AT_ONCE) {
      const some = gone.slice(from, from + REMOVALS_AT_ONCE);
      const outcomes = await Promise.all(some.map((digest) => blobs.remove(digest)));
      some.forEach((digest, index) => {
        if (outcomes[index]) removed.add(digest);
      });
    }
    await db
      .updateTable('blob_removals')
      .set({ removed_at: clock() })
      .where('digest', 'in', digests)
      .execute();
    return removed;
  }

  const marksOf = (digests: readonly string[]) =>
    digests.length === 0
      ? []
      : db.selectFrom('blob_removals').selectAll().where('digest', 'in', digests).execute();

  /** Nobody goes on with a removal that was marked so long ago. */
  const isBeingRemoved = (mark: { marked_at: number; removed_at: number | null }): boolean =>
    mark.removed_at === null && clock() - mark.marked_at < STALE_MS;

  async function release(sizes: ReadonlyMap<string, number>): Promise<number> {
    const digests = [...sizes.keys()];
    let bytes = 0;
    for (let from = 0; from < digests.length; from += DIGESTS_AT_ONCE) {
      const removed = await removeUnheld(digests.slice(from, from + DIGESTS_AT_ONCE));
      for (const digest of removed) bytes += sizes.get(digest) ?? 0;
    }
    return bytes;
  }

  return {
    release,

    async heldByOthers(name, digests) {
      const held = new Set<string>();
      for (const holder of holders) {
        if (holder.name === name) continue;
        for (const digest of await holder.held(digests)) held.add(digest);
      }
      return held;
    },

    async releaseLeftOver() {
      const staleBefore = clock() - STALE_MS;
      await db.deleteFrom('blob_removals').where('removed_at', '<', staleBefore).execute();
      const marks = await db
        .selectFrom('blob_removals')
        .select('digest')
        .where('removed_at', 'is', null)
        .where('marked_at', '<', staleBefore)
        .limit(DIGESTS_AT_ONCE)
        .execute();
      const digests = marks.map(({ digest }) => digest);
      const sizes = new Map<string, number>();
      for (const digest of digests) sizes.set(digest, (await blobs.stat(digest))?.sizeBytes ?? 0);
      await markRemovals(deps.metadata.db, digests, clock());
      return release(sizes);
    },

    async refuseWhileRemoved(digest) {
      const [mark] = await marksOf([digest]);
      if (mark && isBeingRemoved(mark)) throw beingRemoved();
      if ((await blobs.stat(digest)) === null) throw beingRemoved();
    },

    async findRemoved(digests) {
      const removed = new Set<string>();
      for (const mark of await marksOf(digests)) {
        const { digest } = mark;
        if (isBeingRemoved(mark) || (await blobs.stat(digest)) === null) removed.add(digest);
      }
      return removed;
    },
  };
}
