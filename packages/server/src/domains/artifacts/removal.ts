import { notFound, RunloomError } from '../../platform/errors.ts';
import type { Actor } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { ChangedBy } from './alias-store.ts';
import { listAliases, moveLatest, takeAliases } from './alias-store.ts';
import { getCollection } from './collection-store.ts';
import { createCollectionTrash } from './collection-trash.ts';
import type { Removal } from './interface.ts';
import { createPurge, type Freed, NOTHING, sum } from './purge.ts';
import { type ArtifactRoom, allowedVersion, changedBy, runNode } from './room.ts';
import { selectVersions, toVersion } from './rows.ts';
import type { Alias, Receipt, Version, VersionId } from './types.ts';
import { getVersion } from './version-store.ts';

const RETENTION_MS = 7 * 24 * 3_600_000;
/** A version that nobody has worked on for so long is not going to be finished. */
const UNFINISHED_MS = 7 * 24 * 3_600_000;
const VERSIONS_AT_ONCE = 500;
const MAX_LISTED = 1_000;

/** Versions on their way into the trash, out of it, and away for good. */
export function createRemoval(room: ArtifactRoom): Omit<Removal, 'consequencesOf'> {
  const { db, projects, lineage, clock } = room;
  const purge = createPurge(room);

  async function trash(version: Version, changed: ChangedBy): Promise<void> {
    const { now } = changed;
    await db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('artifact_versions')
        .set({ deleted_at: now })
        .where('id', '=', version.id)
        .where('deleted_at', 'is', null)
        .execute();
      const held = await listAliases(transaction, { versionIds: [version.id] });
      for (const collectionId of new Set(held.map((alias) => alias.collectionId))) {
        const all = { except: [] };
        const taken = await takeAliases(transaction, collectionId, version.id, all, changed);
        if (taken.includes('latest')) await moveLatest(transaction, collectionId, now);
      }
    });
  }

  /**
   * Who deletes a version takes its names off in registries, too: the same right is asked for.
   * @throws RunloomError('forbidden') when one of them is for admins of a registry
   */
  async function checkAliasesElsewhere(
    actor: Actor,
    version: Version,
    aliases: readonly Alias[],
  ): Promise<void> {
    const elsewhere = aliases.filter(({ collectionId }) => collectionId !== version.collectionId);
    for (const [collectionId, some] of Map.groupBy(elsewhere, (alias) => alias.collectionId)) {
      const collection = await getCollection(db, collectionId);
      const project = collection && (await room.findProject(collection.projectId));
      if (!project) continue;
      const names = some.map(({ alias }) => alias);
      await room.rules.checkAliases(actor, project, names);
    }
  }

  async function deletedIn(actor: Actor, projectId: ProjectId, id: VersionId): Promise<Version> {
    await projects.get(actor, projectId, 'delete');
    const version = await getVersion(db, id);
    if (version === null || version.projectId !== projectId || version.state !== 'deleted') {
      throw notFound('The deleted artifact');
    }
    return version;
  }

  async function keepReceipt(
    projectId: number,
    reason: Receipt['reason'],
    freed: Freed,
    startedAt: number,
  ): Promise<Receipt> {
    const finishedAt = clock();
    await db
      .insertInto('artifact_receipts')
      .values({
        project_id: projectId,
        reason,
        versions: freed.versions,
        files: freed.files,
        freed_bytes: freed.bytes,
        started_at: startedAt,
        finished_at: finishedAt,
      })
      .execute();
    const { versions, files, bytes: freedBytes } = freed;
    return { reason, versions, files, freedBytes, startedAt, finishedAt };
  }

  /** Versions due to go, the same ones again until they are gone: what is cut short is done again. */
  async function purgeAll(
    reason: Receipt['reason'],
    next: () => Promise<readonly { id: number; project_id: number }[]>,
  ): Promise<Receipt[]> {
    const startedAt = clock();
    const freedOf = new Map<number, Freed>();
    for (;;) {
      const due = await next();
      if (due.length === 0) break;
      for (const [projectId, some] of Map.groupBy(due, (row) => row.project_id)) {
        const freed = await purge.versions(some.map(({ id }) => id as VersionId));
        freedOf.set(projectId, sum(freedOf.get(projectId) ?? NOTHING, freed));
      }
    }
    const receipts: Receipt[] = [];
    for (const [projectId, freed] of freedOf) {
      receipts.push(await keepReceipt(projectId, reason, freed, startedAt));
    }
    return receipts;
  }

  /** Deleted by itself, with its collection, or with its project. */
  async function dueByRetention(before: number) {
    const versions = db.selectFrom('artifact_versions as v').select(['v.id', 'v.project_id']);
    const byItself = await versions
      .where('v.deleted_at', '<', before)
      .limit(VERSIONS_AT_ONCE)
      .execute();
    if (byItself.length > 0) return byItself;
    const byCollection = await versions
      .innerJoin('artifact_collections as c', 'c.id', 'v.collection_id')
      .where('c.deleted_at', '<', before)
      .limit(VERSIONS_AT_ONCE)
      .execute();
    if (byCollection.length > 0) return byCollection;
    return versions
      .innerJoin('projects as p', 'p.id', 'v.project_id')
      .where('p.deleted_at', '<', before)
      .limit(VERSIONS_AT_ONCE)
      .execute();
  }

  /** Versions that have outlived their time, unless they are linked into a portfolio. */
  async function trashOutlived(now: number): Promise<void> {
    for (;;) {
      const rows = await selectVersions(db)
        .where('v.expires_at', '<=', now)
        .where('v.deleted_at', 'is', null)
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom('artifact_memberships as m')
                .select('m.id')
                .whereRef('m.version_id', '=', 'v.id')
                .whereRef('m.collection_id', '<>', 'v.collection_id'),
            ),
          ),
        )
        .limit(VERSIONS_AT_ONCE)
        .execute();
      if (rows.length === 0) return;
      for (const version of rows.map(toVersion)) await trash(version, { by: null, now });
    }
  }

  return {
    ...createCollectionTrash(room, RETENTION_MS),

    async purgeCollection(actor, project, id) {
      await projects.get(actor, project.id, 'delete');
      const collection = await getCollection(db, id);
      if (!collection || collection.projectId !== project.id || collection.deletedAt === null) {
        throw notFound('The deleted artifact');
      }
      const startedAt = clock();
      let freed = NOTHING;
      for (;;) {
        const due = await db
          .selectFrom('artifact_versions')
          .select('id')
          .where('collection_id', '=', id)
          .limit(VERSIONS_AT_ONCE)
          .execute();
        if (due.length === 0) break;
        freed = sum(freed, await purge.versions(due.map((row) => row.id as VersionId)));
      }
      await purge.emptyCollection(id);
      return keepReceipt(project.id, 'asked', freed, startedAt);
    },

    retentionMs: RETENTION_MS,

    async removeVersion(actor, id, { deleteAliases }) {
      const { version } = await allowedVersion(room, actor, id, 'delete');
      const aliases = await listAliases(db, { versionIds: [id] });
      if (aliases.length > 0 && !deleteAliases) {
        const names = aliases.map(({ alias }) => alias).join(', ');
        throw new RunloomError(
          'conflict',
          `The artifact has aliases (${names}). Delete them with it, or take them off first.`,
        );
      }
      await checkAliasesElsewhere(actor, version, aliases);
      await trash(version, changedBy(room, actor));
      return (await getVersion(db, id)) ?? version;
    },

    async removeOutputs(actor, run) {
      await projects.get(actor, run.projectId, 'delete');
      const page = await lineage.neighbours(runNode(run.id), {
        direction: 'downstream',
        relation: 'output',
        kind: 'artifact',
        first: 100_000,
      });
      let count = 0;
      for (const key of page.keys) {
        const version = await getVersion(db, Number(key) as VersionId);
        // Versions that another run made first are not this run's to delete.
        if (version?.state !== 'committed' || version.runId !== run.id) continue;
        await trash(version, changedBy(room, actor));
        count += 1;
      }
      return count;
    },

    async listDeleted(project) {
      const rows = await selectVersions(db)
        .where('v.project_id', '=', project.id)
        .where('v.state', '=', 'committed')
        // Those that went with their collection come back with it.
        .where('v.deleted_at', 'is not', null)
        .orderBy('v.id', 'desc')
        .limit(MAX_LISTED)
        .execute();
      return rows.map(toVersion).map((version) => {
        const deletedAt = version.deletedAt ?? 0;
        return { version, deletedAt, expiresAt: deletedAt + RETENTION_MS };
      });
    },

    async restoreVersion(actor, project, id) {
      const version = await deletedIn(actor, project.id, id);
      const collection = await db
        .selectFrom('artifact_collections')
        .select('deleted_at')
        .where('id', '=', version.collectionId)
        .executeTakeFirst();
      if (!collection || collection.deleted_at !== null) {
        throw new RunloomError(
          'conflict',
          `The whole artifact ${version.collectionName} was deleted: restore it first.`,
        );
      }
      await db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('artifact_versions')
          // Taken back, it stays until somebody says otherwise.
          .set({ deleted_at: null, expires_at: null, updated_at: clock() })
          .where('id', '=', id)
          .execute();
        await moveLatest(transaction, version.collectionId, clock());
      });
      return (await getVersion(db, id)) ?? version;
    },

    async purgeVersion(actor, project, id) {
      const version = await deletedIn(actor, project.id, id);
      const startedAt = clock();
      const freed = await purge.versions([version.id]);
      return keepReceipt(project.id, 'asked', freed, startedAt);
    },

    async collect() {
      const now = clock();
      await trashOutlived(now);
      const receipts = [
        ...(await purgeAll('unfinished', () =>
          db
            .selectFrom('artifact_versions')
            .select(['id', 'project_id'])
            .where('state', '=', 'pending')
            .where('updated_at', '<', now - UNFINISHED_MS)
            .limit(VERSIONS_AT_ONCE)
            .execute(),
        )),
        ...(await purgeAll('retention', () => dueByRetention(now - RETENTION_MS))),
      ];
      await purge.emptyCollections(now - RETENTION_MS);
      return receipts;
    },

    async listReceipts(project) {
      const rows = await db
        .selectFrom('artifact_receipts')
        .selectAll()
        .where('project_id', '=', project.id)
        .orderBy('id', 'desc')
        .limit(MAX_LISTED)
        .execute();
      return rows.map((row) => ({
        reason: row.reason as Receipt['reason'],
        versions: row.versions,
        files: row.files,
        freedBytes: row.freed_bytes,
        startedAt: row.started_at,
        finishedAt: row.finished_at,
      }));
    },
  };
}
