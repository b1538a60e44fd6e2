import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { markRemovals } from '../contents/index.ts';
import { type ArtifactRoom, versionNode } from './room.ts';
import { inSlices } from './tables.ts';
import type { CollectionId, VersionId } from './types.ts';

/** Entries removed with one transaction, so that others get their turn in between. */
const ENTRIES_AT_ONCE = 5_000;

export interface Freed {
  readonly versions: number;
  /** Contents that nothing refers to any more. */
  readonly files: number;
  /** Bytes that left the store. */
  readonly bytes: number;
}

export const NOTHING: Freed = { versions: 0, files: 0, bytes: 0 };

export const sum = (a: Freed, b: Freed): Freed => ({
  versions: a.versions + b.versions,
  files: a.files + b.files,
  bytes: a.bytes + b.bytes,
});

interface Orphan {
  readonly blob: string;
  readonly size_bytes: number;
}

/**
 * Removes versions for good. References go first, each with the contents that it was the last of, and
 * the versions themselves at the end: whatever is cut short is found and gone on with.
 */
export function createPurge(room: ArtifactRoom) {
  const { db, contents, lineage, clock } = room;

  /**
   * Takes away some references to contents in one transaction, together with the contents that have
   * no other. `take` removes the references and answers the contents they were to.
   */
  async function takeAway(
    take: (transaction: typeof db) => Promise<readonly (number | null)[]>,
  ): Promise<{ taken: number; orphans: readonly Orphan[] }> {
    const outcome = await db.transaction().execute(async (transaction) => {
      const ids = await take(transaction);
      const orphans: Orphan[] = [];
      await inSlices([...new Set(ids.filter((id) => id !== null))], async (slice) => {
        const removed = await transaction
          .deleteFrom('artifact_contents')
          .where('id', 'in', slice)
          .where(
            sql<boolean>`not exists (select 1 from artifact_entries where content_id = artifact_contents.id)`,
          )
          .where(
            sql<boolean>`not exists (select 1 from artifact_claims where content_id = artifact_contents.id)`,
          )
          .returning(['blob', 'size_bytes'])
          .execute();
        orphans.push(...removed);
      });
      const blobs = orphans.map(({ blob }) => blob);
      await markRemovals(transaction, blobs, clock());
      return { taken: ids.length, orphans };
    });
    await setImmediate();
    return outcome;
  }

  async function takeEntries(ids: readonly VersionId[]): Promise<readonly Orphan[]> {
    const orphans: Orphan[] = [];
    for (;;) {
      const outcome = await takeAway(async (transaction) => {
        const rows = await transaction
          .selectFrom('artifact_entries')
          .select(['version_id', 'path'])
          .where('version_id', 'in', ids)
          .orderBy('version_id')
          .orderBy('path')
          .limit(ENTRIES_AT_ONCE)
          .execute();
        const last = rows.at(-1);
        if (!last) return [];
        const taken = await transaction
          .deleteFrom('artifact_entries')
          .where('version_id', 'in', ids)
          .where((where) =>
            where.or([
              where('version_id', '<', last.version_id),
              where.and([
                where('version_id', '=', last.version_id),
                where('path', '<=', last.path),
              ]),
            ]),
          )
          .returning('content_id')
          .execute();
        return taken.map(({ content_id }) => content_id);
      });
      orphans.push(...outcome.orphans);
      if (outcome.taken === 0) return orphans;
    }
  }

  async function takeClaims(ids: readonly VersionId[]): Promise<readonly Orphan[]> {
    const { orphans } = await takeAway(async (transaction) => {
      const claims = await transaction
        .deleteFrom('artifact_claims')
        .where('version_id', 'in', ids)
        .returning('content_id')
        .execute();
      return claims.map(({ content_id }) => content_id);
    });
    return orphans;
  }

  /** Manifests and parts of uploads, which belong to one version each. */
  async function takeOwn(ids: readonly VersionId[]): Promise<readonly Orphan[]> {
    return db.transaction().execute(async (transaction) => {
      const manifests = await transaction
        .deleteFrom('artifact_manifests')
        .where('version_id', 'in', ids)
        .returning(['blob', 'size_bytes'])
        .execute();
      const uploads = transaction
        .selectFrom('artifact_uploads')
        .select('id')
        .where('version_id', 'in', ids);
      const parts = await transaction
        .deleteFrom('artifact_upload_parts')
        .where('upload_id', 'in', uploads)
        .returning(['blob', 'size_bytes'])
        .execute();
      await transaction.deleteFrom('artifact_uploads').where('version_id', 'in', ids).execute();
      for (const table of ['artifact_tags', 'artifact_aliases', 'artifact_memberships'] as const) {
        await transaction.deleteFrom(table).where('version_id', 'in', ids).execute();
      }
      const versions = await transaction
        .deleteFrom('artifact_versions')
        .where('id', 'in', ids)
        .returning(['manifest_blob as blob', 'manifest_bytes as size_bytes'])
        .execute();
      const orphans = [...manifests, ...parts, ...versions].flatMap(({ blob, size_bytes }) =>
        blob === null ? [] : { blob, size_bytes: size_bytes ?? 0 },
      );
      await markRemovals(
        transaction,
        orphans.map(({ blob }) => blob),
        clock(),
      );
      return orphans;
    });
  }

  async function takeCollections(ids: readonly number[]): Promise<void> {
    await db.transaction().execute(async (transaction) => {
      for (const table of [
        'artifact_memberships',
        'artifact_aliases',
        'artifact_alias_moves',
        'artifact_collection_tags',
      ] as const) {
        await transaction.deleteFrom(table).where('collection_id', 'in', ids).execute();
      }
      await transaction.deleteFrom('artifact_collections').where('id', 'in', ids).execute();
    });
  }

  const release = (orphans: readonly Orphan[]): Promise<number> =>
    contents.release(new Map(orphans.map(({ blob, size_bytes }) => [blob, size_bytes])));

  return {
    async versions(ids: readonly VersionId[]): Promise<Freed> {
      const files = [...(await takeEntries(ids)), ...(await takeClaims(ids))];
      const fileBytes = await release(files);
      await lineage.forget(ids.map(versionNode));
      const own = await takeOwn(ids);
      const bytes = fileBytes + (await release(own));
      return { versions: ids.length, files: files.length, bytes };
    },

    /** Deleted collections that nothing is left of, and types that have none. */
    async emptyCollections(before: number): Promise<void> {
      const rows = await db
        .selectFrom('artifact_collections as c')
        .innerJoin('projects as p', 'p.id', 'c.project_id')
        .select('c.id')
        .where((where) =>
          where.or([where('c.deleted_at', '<', before), where('p.deleted_at', '<', before)]),
        )
        .where(
          sql<boolean>`not exists (select 1 from artifact_versions v where v.collection_id = c.id)`,
        )
        .execute();
      await inSlices(
        rows.map(({ id }) => id),
        takeCollections,
      );
    },

    /** A deleted collection that nothing is left of. */
    emptyCollection: (id: CollectionId) => takeCollections([id]),
  };
}
