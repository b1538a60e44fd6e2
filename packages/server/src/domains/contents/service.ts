import type { Kysely } from 'kysely';
import { unavailable } from '../../platform/errors.ts';
import type { BlobStore } from '../../stores/blobs/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { markRemovals, type RemovalTables } from './marks.ts';
import type { ContentHolder, Contents } from './types.ts';

const DIGESTS_AT_ONCE = 500;
const REMOVALS_AT_ONCE = 8;
/** A mark that is older was left by a server that was killed or a store that was away. */
const STALE_MS = 10 * 60_000;

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
    await db.deleteFrom('blob_removals').where('digest', 'in', digests).execute();
    return removed;
  }

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
      const marks = await db
        .selectFrom('blob_removals')
        .select('digest')
        .where('marked_at', '<', clock() - STALE_MS)
        .limit(DIGESTS_AT_ONCE)
        .execute();
      const digests = marks.map(({ digest }) => digest);
      const sizes = new Map<string, number>();
      for (const digest of digests) sizes.set(digest, (await blobs.stat(digest))?.sizeBytes ?? 0);
      await markRemovals(deps.metadata.db, digests, clock());
      return release(sizes);
    },

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
  };
}
